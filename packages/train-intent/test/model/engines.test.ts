import { encodeSequences, INTENT_PARAMETERS } from '@lf/contract';
import { initialLstmWeights, type LstmWeights, randomStream } from '@lf/kernels';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeBatch, type Batch } from '../../src/batch/make-batch.ts';
import { createEngine } from '../../src/model/create-engine.ts';
import type { IntentEngine, Targets } from '../../src/model/engine.ts';
import { copyWeights } from '../../src/model/weights.ts';
import { randomSequences, sequencesOf } from '../random-sequences.ts';

const UNITS = 5;
const SIZE = { units: UNITS, maxBatch: 64, maxTime: 32 };

/** Every weight away from zero, so that no gradient is zero by chance. */
function busyWeights(units = UNITS): LstmWeights {
  const random = randomStream(7, 0);
  const weights = initialLstmWeights({ units, actions: 7, seed: 1 });
  for (const name of INTENT_PARAMETERS) {
    weights[name].forEach((value, index) => (weights[name][index] = value + random() - 0.5));
  }
  return weights;
}

function raggedBatch(rows: number, seed: number): { batch: Batch; targets: Targets } {
  const sequences = randomSequences({ rows, maxLength: 20, seed });
  const encoded = encodeSequences(sequences, 30);
  const batch = makeBatch(
    encoded,
    Array.from({ length: rows }, (_, row) => row),
  );
  return { batch, targets: { shares: Float32Array.from(sequences.labels) } };
}

function batchOf(rows: readonly (readonly number[])[]): Batch {
  const encoded = encodeSequences(sequencesOf(rows), 30);
  return makeBatch(
    encoded,
    rows.map((_, row) => row),
  );
}

const ENGINES = [
  { ENGINE: 'fused', BACKEND: 'auto', THREADS: 1 },
  { ENGINE: 'fused', BACKEND: 'auto', THREADS: 2 },
  { ENGINE: 'tfjs', BACKEND: 'wasm', THREADS: 1 },
  { ENGINE: 'tfjs', BACKEND: 'cpu', THREADS: 1 },
] as const;

describe.each(ENGINES)('engine $ENGINE, backend $BACKEND, threads $THREADS', (config) => {
  let engine: IntentEngine;

  beforeAll(async () => {
    engine = await createEngine(config, SIZE);
  });

  afterAll(() => engine.dispose());

  it('names what computes', () => {
    expect(engine.name).toBe(config.ENGINE);
    expect(engine.backend).toContain(config.ENGINE === 'fused' ? 'threads: ' : config.BACKEND);
  });

  it('gives one half before it has weights', async () => {
    const fresh = await createEngine(config, SIZE);
    expect([...(await fresh.predict(batchOf([[2], [5, 2]])))]).toEqual([0.5, 0.5]);
    fresh.dispose();
  });

  it('hands back the weights that it took', () => {
    const weights = busyWeights();
    engine.setWeights(weights);
    expect(engine.getWeights()).toEqual(weights);
  });

  it('predicts one unit as the equations say', async () => {
    const small = await createEngine(config, { ...SIZE, units: 1 });
    const weights = busyWeights(1);
    small.setWeights(weights);
    const [probability] = await small.predict(batchOf([[5, 2]]));
    expect(probability).toBeCloseTo(probabilityByHand(weights, [0, 5, 2, 1]), 6);
    small.dispose();
  });

  it('predicts a row alike alone and among longer ones', async () => {
    engine.setWeights(busyWeights());
    const [alone] = await engine.predict(batchOf([[5, 2]]));
    const among = await engine.predict(batchOf([[5, 2], [6, 6, 6, 5, 2, 3, 3], [2]]));
    expect(among[0]).toBeCloseTo(alone!, 6);
  });

  it('gives the gradients that differences of the loss give', async () => {
    const weights = busyWeights();
    const { batch, targets } = raggedBatch(9, 2);
    engine.setWeights(weights);
    const { gradients } = await engine.lossAndGradients(batch, targets);
    const step = 1e-2; // float32 losses: a smaller step drowns in rounding
    for (const name of INTENT_PARAMETERS) {
      for (const index of [0, weights[name].length >> 1, weights[name].length - 1]) {
        const lossAt = async (shift: number) => {
          const moved = copyWeights(weights);
          moved[name][index] = weights[name][index]! + shift;
          engine.setWeights(moved);
          return (await engine.lossAndGradients(batch, targets)).loss;
        };
        const slope = ((await lossAt(step)) - (await lossAt(-step))) / (2 * step);
        expect(gradients[name][index], `${name}[${index}]`).toBeCloseTo(slope, 3);
      }
    }
  });

  it('counts a row of weight three as it counts three rows', async () => {
    engine.setWeights(busyWeights());
    const apart = await engine.lossAndGradients(batchOf([[5, 2], [6], [5, 2], [5, 2]]), {
      shares: Float32Array.of(1, 0, 0, 1),
    });
    const together = await engine.lossAndGradients(batchOf([[5, 2], [6]]), {
      shares: Float32Array.of(2 / 3, 0),
      weights: Float32Array.of(3 / 4, 1 / 4),
    });
    expect(together.loss).toBeCloseTo(apart.loss, 5);
    for (const name of INTENT_PARAMETERS) {
      together.gradients[name].forEach((value, index) => {
        expect(value, name).toBeCloseTo(apart.gradients[name][index]!, 5);
      });
    }
  });

  it('lowers the loss by steps of Adam', async () => {
    const fresh = await createEngine(config, SIZE);
    fresh.setWeights(busyWeights());
    const { batch, targets } = raggedBatch(32, 3);
    const first = await fresh.trainStep(batch, targets, 0.02);
    for (let step = 0; step < 20; step++) await fresh.trainStep(batch, targets, 0.02);
    expect((await fresh.lossAndGradients(batch, targets)).loss).toBeLessThan(first * 0.9);
    fresh.dispose();
  });

  it('agrees with the fused kernels on loss and gradients', async () => {
    const reference = await createEngine(ENGINES[0], SIZE);
    const { batch, targets } = raggedBatch(64, 4);
    for (const each of [reference, engine]) each.setWeights(busyWeights());
    const expected = await reference.lossAndGradients(batch, targets);
    const found = await engine.lossAndGradients(batch, targets);
    expect(Math.abs(found.loss - expected.loss)).toBeLessThan(1e-5);
    for (const name of INTENT_PARAMETERS) {
      found.gradients[name].forEach((value, index) => {
        expect(Math.abs(value - expected.gradients[name][index]!), name).toBeLessThan(1e-5);
      });
    }
    reference.dispose();
  });

  it('agrees with the fused kernels after steps of Adam', async () => {
    const engines = [await createEngine(ENGINES[0], SIZE), await createEngine(config, SIZE)];
    const { batch, targets } = raggedBatch(32, 5);
    const [expected, found] = await Promise.all(
      engines.map(async (each) => {
        each.setWeights(busyWeights());
        for (let step = 0; step < 5; step++) await each.trainStep(batch, targets, 1e-3);
        const weights = each.getWeights();
        each.dispose();
        return weights;
      }),
    );
    for (const name of INTENT_PARAMETERS) {
      found![name].forEach((value, index) => {
        expect(Math.abs(value - expected![name][index]!), name).toBeLessThan(1e-4);
      });
    }
  });
});

it('leaves no tensor alive', async () => {
  const engine = await createEngine({ ENGINE: 'tfjs', BACKEND: 'cpu', THREADS: 1 }, SIZE);
  engine.setWeights(busyWeights());
  const { batch, targets } = raggedBatch(16, 6);
  const before = tf.memory().numTensors;
  await engine.predict(batch);
  await engine.lossAndGradients(batch, targets);
  await engine.trainStep(batch, targets, 1e-3);
  engine.dispose();
  expect(tf.memory().numTensors).toBe(before);
});

/** The model's equations for one unit, in plain numbers. */
function probabilityByHand(weights: LstmWeights, codes: readonly number[]): number {
  const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
  let hidden = 0;
  let cell = 0;
  for (const code of codes) {
    const [input, forget, candidate, output] = [0, 1, 2, 3].map(
      (gate) =>
        weights.kernel[code * 4 + gate]! + hidden * weights.recurrent[gate]! + weights.bias[gate]!,
    );
    cell = sigmoid(forget!) * cell + sigmoid(input!) * Math.tanh(candidate!);
    hidden = sigmoid(output!) * Math.tanh(cell);
  }
  return sigmoid(hidden * weights.dense[0]! + weights.denseBias[0]!);
}
