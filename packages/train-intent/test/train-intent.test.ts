import { serializeWeights } from '@lf/contract';
import type { Tracker } from '@lf/tracking';
import { deserialize, serialize } from 'node:v8';
import { describe, expect, it } from 'vitest';
import {
  evaluateIntent,
  parseIntentConfig,
  predictIntent,
  trainIntent,
  type IntentCheckpoint,
  type IntentCheckpoints,
  type TrainingProgress,
} from '../src/index.ts';
import { logLoss } from '../src/evaluate/log-loss.ts';
import { randomSequences, sequencesOf } from './random-sequences.ts';

const train = randomSequences({ rows: 400, maxLength: 6, seed: 1 });
const validation = randomSequences({ rows: 200, maxLength: 6, seed: 2 });
const test = randomSequences({ rows: 400, maxLength: 6, seed: 3 });
const config = parseIntentConfig({
  EPOCHS: 12,
  PATIENCE: 3,
  LSTM_DIMS: 8,
  BATCH_SIZE: 32,
  LEARNING_RATE: 0.02,
});

describe('trainIntent', () => {
  it('learns what a purchase follows', async () => {
    const { weights, threshold } = await trainIntent({ train, validation, config, seed: 1 });
    const comparison = await evaluateIntent({ weights, train, test, config, threshold });
    expect(comparison.models[0]!.evaluation.overall.rocAuc).toBeGreaterThan(0.7); // Bayes: .75
    expect(comparison.models[0]!.evaluation.threshold).toBe(threshold);
  });

  it.each(['fused', 'tfjs'] as const)(
    'gives the same bytes for the same seed: %s',
    async (ENGINE) => {
      const short = { ...config, EPOCHS: 2, ENGINE };
      const bytes = async (seed: number) =>
        serializeWeights((await trainIntent({ train, validation, config: short, seed })).weights);
      expect(await bytes(1)).toEqual(await bytes(1));
      expect(await bytes(1)).not.toEqual(await bytes(2));
    },
  );

  it.each([1, 3, 5])(
    'goes on from the checkpoint of epoch %i to the same bytes, whose process is gone',
    async (lost) => {
      const options = { train, validation, config: { ...config, EPOCHS: 5 }, seed: 1 };
      const whole = await trainIntent(options);
      let kept: Buffer | undefined;
      let isLost = false;
      const checkpoints: IntentCheckpoints = {
        load: async () => (kept === undefined ? null : (deserialize(kept) as IntentCheckpoint)),
        save: async (checkpoint) => {
          kept = serialize(checkpoint);
          if (checkpoint.epoch !== lost || isLost) return;
          isLost = true;
          throw new Error('the machine is gone');
        },
      };
      await expect(trainIntent({ ...options, checkpoints })).rejects.toThrow('gone');
      const resumed: number[] = [];
      const tracked: (number | undefined)[] = [];
      const tracker = {
        params: () => undefined,
        metrics: (values: object, step?: number) => {
          if ('loss' in values) tracked.push(step);
        },
      } as unknown as Tracker;
      const rest = await trainIntent({
        ...{ ...options, checkpoints, tracker },
        onResume: (epochs) => void resumed.push(epochs),
      });
      expect(resumed).toEqual([lost]);
      expect(tracked).toEqual([1, 2, 3, 4, 5]);
      expect(serializeWeights(rest.weights)).toEqual(serializeWeights(whole.weights));
      expect(rest).toMatchObject({ bestEpoch: whole.bestEpoch, threshold: whole.threshold });
    },
  );

  it('gives the same bytes on one thread and on two', async () => {
    const short = { ...config, EPOCHS: 2, BATCH_SIZE: 128 };
    const [one, two] = await Promise.all(
      [1, 2].map((THREADS) => trainIntent({ train, validation, config: { ...short, THREADS } })),
    );
    expect(serializeWeights(one!.weights)).toEqual(serializeWeights(two!.weights));
  });

  it('restores the weights of the best epoch and stops after PATIENCE worse ones', async () => {
    const result = await trainIntent({
      train: randomSequences({ rows: 40, maxLength: 6, seed: 4 }), // few rows: soon learnt by heart
      validation,
      config: { ...config, EPOCHS: 60, LEARNING_RATE: 0.05 },
    });
    const losses = result.history.map(({ validationLoss }) => validationLoss);
    expect(result.stopped).toBe('patience');
    expect(result.bestEpoch).toBe(losses.indexOf(Math.min(...losses)) + 1);
    expect(result.history).toHaveLength(result.bestEpoch + config.PATIENCE);
    const predicted = await predictIntent(result.weights, validation, config);
    expect(logLoss(predicted, validation.labels)).toBeCloseTo(result.bestValidationLoss, 6);
  });

  it('reports each epoch to the caller and to the tracker', async () => {
    const seen: TrainingProgress[] = [];
    const tracked: [Readonly<Record<string, number>>, number | undefined][] = [];
    const params: Record<string, unknown> = {};
    const tracker: Tracker = {
      params: (values) => void Object.assign(params, values),
      metrics: (values, step) => void tracked.push([values, step]),
      tags: () => undefined,
      artifact: () => undefined,
      finish: async () => undefined,
    };
    let clock = 0;
    await trainIntent({
      train,
      validation,
      config: { ...config, EPOCHS: 2 },
      tracker,
      onProgress: (progress) => void seen.push(progress),
      now: () => (clock += 50), // twice an epoch: each lasts 50 ms
    });
    expect(seen.map(({ epoch, epochs }) => [epoch, epochs])).toEqual([
      [1, 2],
      [2, 2],
    ]);
    expect(seen[0]).toMatchObject({
      sessionsPerSecond: 8000,
      isBest: true,
      timeLeftAtLeastMs: 50,
      timeLeftAtMostMs: 50,
    });
    expect(tracked.slice(0, 2).map(([, step]) => step)).toEqual([1, 2]);
    expect(tracked[0]![0]).toMatchObject({ loss: seen[0]!.loss, sessionsPerSecond: 8000 });
    expect(params).toMatchObject({ LSTM_DIMS: 8, engine: 'fused', trainRows: 400 });
  });

  it.each([
    ['no rows', sequencesOf([]), 'rows_empty'],
    ['one label', sequencesOf([[2], [5]], [1, 1]), 'labels_one_class'],
    ['uneven columns', { ...train, cuts: new Uint8Array(1) }, 'columns_uneven'],
  ])('refuses %s', async (_name, rows, code) => {
    await expect(trainIntent({ train: rows, validation, config })).rejects.toMatchObject({ code });
  });
});

it('refuses to train without validation rows', async () => {
  const training = trainIntent({ train, validation: sequencesOf([]), config });
  await expect(training).rejects.toMatchObject({ code: 'rows_empty' });
  await expect(training).rejects.toThrow(/validation/);
});

it('trains against validation rows of one label', async () => {
  const { threshold } = await trainIntent({
    train,
    validation: sequencesOf([[2], [5, 2]], [0, 0]),
    config: { ...config, EPOCHS: 1 },
  });
  expect(threshold).toBe(0.5);
});

describe('predictIntent', () => {
  it('gives equal rows equal probabilities, in the order of the rows', async () => {
    const { weights } = await trainIntent({ train, validation, config: { ...config, EPOCHS: 1 } });
    const [first, second, third] = await predictIntent(weights, sequencesOf([[2], [5, 2], [2]]));
    expect(third).toBe(first);
    expect(second).not.toBe(first);
  });

  it('sees the last MAX_LEN events', async () => {
    const { weights } = await trainIntent({ train, validation, config: { ...config, EPOCHS: 1 } });
    const [long] = await predictIntent(weights, sequencesOf([[6, 6, 5, 2]]), { MAX_LEN: 2 });
    const [short] = await predictIntent(weights, sequencesOf([[5, 2]]));
    expect(long).toBe(short);
  });

  it('takes no rows', async () => {
    const { weights } = await trainIntent({ train, validation, config: { ...config, EPOCHS: 1 } });
    expect(await predictIntent(weights, sequencesOf([]))).toEqual(new Float32Array());
  });
});

it('refuses to evaluate without test rows', async () => {
  const { weights } = await trainIntent({ train, validation, config: { ...config, EPOCHS: 1 } });
  await expect(evaluateIntent({ weights, train, test: sequencesOf([]) })).rejects.toMatchObject({
    code: 'rows_empty',
  });
});
