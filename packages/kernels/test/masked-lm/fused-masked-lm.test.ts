import { setImmediate } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  createFusedMaskedLm,
  type FusedMaskedLm,
  type FusedMaskedLmOptions,
  initialMaskedLmWeights,
  MaskedLmInputError,
  maskedLmShapes,
  type MaskedLmSize,
  MaskedLmStateError,
  type MaskedLmWeights,
  type MaskedTrainingBatch,
} from '../../src/index.ts';
import { busyWeights, randomSessions } from './random-sessions.ts';
import { referenceHidden, referenceLoss } from './reference-masked-lm.ts';

const SIZE: MaskedLmSize = {
  dimensions: 8,
  heads: 2,
  feedForward: 8,
  layers: 2,
  positions: 5,
  items: 21,
  isTied: true,
};
const ROOM = { maxSessions: 64, maxTokens: 320, maxMasked: 320, keepsGradients: true };
const SAMPLES = {
  items: Int32Array.of(3, 3, 5, 0, 20, 7, 1, 2, 9, 11, 12),
  logCounts: Float32Array.from({ length: 21 }, (_, item) => Math.log(3 / (item + 1))),
};
const DROPOUT = { rate: 0.3, seed: 77, isOnInput: true };

interface Case {
  readonly name: string;
  readonly options?: Partial<FusedMaskedLmOptions>;
  readonly batch?: Partial<MaskedTrainingBatch>;
}

const CASES: readonly Case[] = [
  { name: 'tied' },
  { name: 'untied', options: { isTied: false } },
  { name: 'with dropout', batch: { dropout: DROPOUT } },
  { name: 'with cosines', options: { temperature: 6 } },
  { name: 'sampled, tied', options: { samples: 11 }, batch: { samples: SAMPLES } },
  {
    name: 'sampled, untied, cosines, dropout, wide feed-forward',
    options: { samples: 11, isTied: false, temperature: 6, feedForward: 32 },
    batch: { samples: SAMPLES, dropout: DROPOUT },
  },
];

/** Central differences of the float64 reference along some weights of each array. */
function differences(
  size: MaskedLmSize,
  weights: MaskedLmWeights,
  batch: MaskedTrainingBatch,
  temperature: number,
  visit: (name: string, index: number, slope: number) => void,
): void {
  const moved = new Map([...weights].map(([name, values]) => [name, Float64Array.from(values)]));
  const step = 1e-5;
  for (const [name, values] of moved) {
    for (let index = 0; index < values.length; index += Math.ceil(values.length / 7)) {
      const value = values[index]!;
      const [above, below] = [step, -step].map((shift) => {
        values[index] = value + shift;
        return referenceLoss(size, moved, batch, temperature);
      });
      values[index] = value;
      visit(name, index, (above! - below!) / (2 * step));
    }
  }
}

describe.each(CASES)('a model $name', ({ options, batch: part }) => {
  const size = { ...SIZE, ...options };
  const settings = { ...size, ...ROOM };
  const weights = busyWeights(size, 3);
  const batch = { ...randomSessions(size, 3, 4), ...part };

  it('has the loss and gradients of the equations', () => {
    const lm = createFusedMaskedLm({ ...settings, threads: 2 });
    lm.setWeights(weights);
    const { loss, gradients } = lm.lossAndGradients(batch);
    expect(loss).toBeCloseTo(referenceLoss(size, weights, batch, settings.temperature), 5);
    let largest = 0;
    differences(size, weights, batch, settings.temperature ?? 0, (name, index, slope) => {
      expect(gradients.get(name)![index], `${name}[${index}]`).toBeCloseTo(slope, 5);
      largest = Math.max(largest, Math.abs(slope));
    });
    expect(largest).toBeGreaterThan(0.01);
    lm.dispose();
  });

  it('ends in the same bits for any number of threads', () => {
    const train = (threads: number) => {
      const lm = createFusedMaskedLm({ ...settings, threads });
      lm.setWeights(weights);
      const losses = [1, 2, 3].map((seed) =>
        lm.trainStep({ ...randomSessions(size, 60, seed), ...part }, { learningRate: 0.01 }),
      );
      const trained = lm.getWeights();
      lm.dispose();
      return { losses, trained };
    };
    expect(train(3)).toEqual(train(1));
  });

  it('goes on from the state of another kernel to the same bits', () => {
    const step = (lm: FusedMaskedLm, seed: number) =>
      lm.trainStep({ ...randomSessions(size, 60, seed), ...part }, { learningRate: 0.01 });
    const [first, second] = [1, 2].map(() => createFusedMaskedLm({ ...settings, threads: 1 }));
    if (first === undefined || second === undefined) throw new Error('two kernels were made');
    first.setWeights(weights);
    for (const seed of [1, 2]) step(first, seed);
    second.setTrainingState(structuredClone(first.getTrainingState()));
    for (const seed of [3, 4]) expect(step(second, seed)).toBe(step(first, seed));
    expect(second.getWeights()).toEqual(first.getWeights());
    const { steps, values } = first.getTrainingState();
    expect(steps).toBe(4);
    expect(() => second.setTrainingState({ steps, values: values.subarray(1) })).toThrow(
      MaskedLmInputError,
    );
    first.dispose();
    second.dispose();
  });

  it('steps as Adam does', () => {
    const lm = createFusedMaskedLm({ ...settings, threads: 1 });
    lm.setWeights(weights);
    const { gradients } = lm.lossAndGradients(batch);
    lm.trainStep(batch, { learningRate: 0.01 });
    const trained = lm.getWeights();
    for (const [name, values] of gradients) {
      values.forEach((gradient, index) => {
        // The first step of Adam is the sign of the gradient, but for epsilon.
        const root = Math.abs(gradient) * Math.sqrt(0.001);
        const stepSize = (0.01 * Math.sqrt(0.001)) / 0.1;
        const expected = weights.get(name)![index]! - (stepSize * 0.1 * gradient) / (root + 1e-7);
        expect(trained.get(name)![index], `${name}[${index}]`).toBeCloseTo(expected, 5);
      });
    }
    lm.dispose();
  });
});

describe('hidden states', () => {
  it('are those of the equations, for sessions over many shards', () => {
    const lm = createFusedMaskedLm({ ...SIZE, ...ROOM, threads: 2 });
    const weights = busyWeights(SIZE, 5);
    lm.setWeights(weights);
    const batch = randomSessions(SIZE, 64, 6);
    const hidden = lm.hidden(batch);
    const expected = referenceHidden(SIZE, weights, batch);
    batch.masked.forEach((token, m) => {
      for (let i = 0; i < SIZE.dimensions; i++) {
        expect(hidden[m * SIZE.dimensions + i]).toBeCloseTo(expected[token]![i]!, 5);
      }
    });
    lm.dispose();
  });
});

describe('threads', () => {
  it('are started by the first job that they can share: not for one session', async () => {
    let started = 0;
    const count = () => {
      started++;
    };
    await setImmediate(); // threads of the tests before
    process.on('worker', count);
    onTestFinished(() => void process.off('worker', count));
    const lm = createFusedMaskedLm({ ...SIZE, ...ROOM, threads: 3 });
    lm.setWeights(busyWeights(SIZE, 5));
    lm.hidden(randomSessions(SIZE, 1, 6));
    await setImmediate();
    expect(started).toBe(0);
    for (const seed of [7, 8]) lm.hidden(randomSessions(SIZE, 60, seed));
    await setImmediate();
    expect(started).toBe(2);
    lm.dispose();
  });
});

describe('lazy steps', () => {
  it('move only the rows that have gradients', () => {
    const options = { ...SIZE, isTied: false, samples: 11, isLazy: true };
    const lm = createFusedMaskedLm({ ...options, ...ROOM, threads: 2 });
    const weights = busyWeights(options, 8);
    lm.setWeights(weights);
    const batches = [10, 11].map((seed) => ({
      ...randomSessions(options, 2, seed),
      samples: SAMPLES,
    }));
    for (const batch of batches) lm.trainStep(batch, { learningRate: 0.01 });
    const trained = lm.getWeights();
    const moved = (name: string) =>
      Array.from({ length: options.items + 1 }, (_, row) => row).filter((row) => {
        const valuesOf = (source: MaskedLmWeights) => [
          ...source.get(name)!.subarray(row * options.dimensions, (row + 1) * options.dimensions),
        ];
        const before = valuesOf(weights);
        return valuesOf(trained).some((value, i) => value !== before[i]);
      });
    const inOrder = (rows: Iterable<number>) => [...new Set(rows)].toSorted((a, b) => a - b);
    expect(moved('embedding')).toEqual(inOrder(batches.flatMap(({ tokens }) => [...tokens])));
    const asked = batches.flatMap(({ targets }) => [...targets]);
    expect(moved('output')).toEqual(inOrder([...SAMPLES.items, ...asked]));
    lm.dispose();
  });
});

describe('training', () => {
  it('learns which item follows which', () => {
    const size = { ...SIZE, items: 12 };
    const lm = createFusedMaskedLm({ ...size, ...ROOM, threads: 2 });
    lm.setWeights(initialMaskedLmWeights(size, 1));
    // Item i is followed by i + 1: the masked third follows from the second.
    const sessions = Array.from({ length: 12 }, (_, i) => i);
    const batch: MaskedTrainingBatch = {
      tokens: Int32Array.from(sessions.flatMap((i) => [i, (i + 1) % 12, 12])),
      positions: Int32Array.from(sessions.flatMap(() => [0, 1, 2])),
      offsets: Int32Array.from([...sessions, 12], (i) => 3 * i),
      masked: Int32Array.from(sessions, (i) => 3 * i + 2),
      targets: Int32Array.from(sessions, (i) => (i + 2) % 12),
    };
    expect(lm.trainStep(batch, { learningRate: 0.01 })).toBeCloseTo(Math.log(12), 0);
    for (let step = 0; step < 200; step++) lm.trainStep(batch, { learningRate: 0.01 });
    expect(lm.trainStep(batch, { learningRate: 0.01 })).toBeLessThan(0.05);
    lm.dispose();
  });
});

describe('weights', () => {
  it('come back as they went in', () => {
    const size = { ...SIZE, isTied: false };
    const lm = createFusedMaskedLm({ ...size, ...ROOM, threads: 1 });
    const weights = busyWeights(size, 9);
    lm.setWeights(weights);
    expect(lm.getWeights()).toEqual(weights);
    lm.dispose();
  });

  it('have the shapes that their names say', () => {
    const shapes = maskedLmShapes({ ...SIZE, isTied: false });
    expect(shapes.get('embedding')).toEqual([22, 8]);
    expect(shapes.get('layers.1.attention.kernel')).toEqual([8, 24]);
    expect(shapes.get('output')).toEqual([21, 8]);
    expect(maskedLmShapes(SIZE).has('output')).toBe(false);
  });
});

describe('wrong input', () => {
  const lm = createFusedMaskedLm({ ...SIZE, ...ROOM, threads: 1 });
  const good = randomSessions(SIZE, 3, 1);
  const thrown = (part: Partial<MaskedTrainingBatch>) => {
    try {
      lm.trainStep({ ...good, ...part }, { learningRate: 0.01 });
      return undefined;
    } catch (error) {
      return error instanceof MaskedLmInputError ? error.argument : error;
    }
  };

  it.each([
    ['tokens[0]', { tokens: good.tokens.map(() => 22) }],
    ['positions[0]', { positions: good.positions.map(() => 5) }],
    ['targets[0]', { targets: good.targets.map(() => 21) }],
    ['masked[1]', { masked: good.masked.map(() => 0) }],
    ['the last of offsets', { offsets: Int32Array.of(0, 1) }],
    ['dropout.rate', { dropout: { ...DROPOUT, rate: 1 } }],
    ['samples', { samples: SAMPLES }],
  ])('is named: %s', (argument, part) => {
    expect(thrown(part)).toBe(argument);
  });

  it('of sizes is named too', () => {
    expect(() => createFusedMaskedLm({ ...SIZE, ...ROOM, dimensions: 24, heads: 4 })).toThrow(
      'dimensions / heads',
    );
    expect(() => createFusedMaskedLm({ ...SIZE, ...ROOM, items: 2 ** 26, maxMasked: 9 })).toThrow(
      '4 GiB',
    );
  });

  it('of weights names the array', () => {
    expect(() => lm.setWeights(new Map())).toThrow(
      'weights embedding: expected 176 values [22, 8]',
    );
  });

  it('is a call after dispose', () => {
    const gone = createFusedMaskedLm({ ...SIZE, ...ROOM, threads: 1 });
    gone.dispose();
    expect(() => gone.hidden(good)).toThrow(MaskedLmStateError);
  });
});
