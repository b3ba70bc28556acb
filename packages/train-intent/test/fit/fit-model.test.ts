import { initialLstmWeights } from '@lf/kernels';
import { describe, expect, it } from 'vitest';
import { encodeSequences } from '@lf/contract';
import { TrainingDivergedError } from '../../src/index.ts';
import { foldRows } from '../../src/batch/fold-rows.ts';
import { planTraining } from '../../src/batch/plan-batches.ts';
import { fitModel, type BatchProgress } from '../../src/fit/fit-model.ts';
import type { IntentEngine } from '../../src/model/engine.ts';
import { randomSequences } from '../random-sequences.ts';

const weights = initialLstmWeights({ units: 2, actions: 7, seed: 1 });

/** An engine that learns nothing and answers as it is told. */
function scriptedEngine(loss: number, probability: number): IntentEngine {
  return {
    name: 'tfjs',
    backend: 'scripted',
    setWeights: () => undefined,
    getWeights: () => weights,
    lossAndGradients: async () => ({ loss, gradients: weights }),
    trainStep: async () => loss,
    predict: async (batch) => new Float32Array(batch.size).fill(probability),
    dispose: () => undefined,
  };
}

function fit(engine: IntentEngine, more: Partial<Parameters<typeof fitModel>[0]> = {}) {
  const sequences = randomSequences({ rows: 10, maxLength: 4, seed: 1 });
  const rows = { encoded: encodeSequences(sequences, 9), labels: sequences.labels };
  const train = foldRows(rows);
  return fitModel({
    engine,
    train,
    plan: planTraining(train, 4),
    learningRate: 0.7,
    validation: rows,
    config: {
      EPOCHS: 9,
      PATIENCE: 2,
      FLAT_EPOCHS: 3,
      MIN_GAIN: 0,
      AVERAGING: 1,
      LSTM_DIMS: 2,
      LEARNING_RATE: 0.5,
    },
    seed: 1,
    now: () => 0,
    ...more,
  });
}

describe('fitModel', () => {
  it.each([
    ['training', scriptedEngine(NaN, 0.5)],
    ['validation', scriptedEngine(0.7, NaN)],
  ])('stops when the %s loss is not a number', async (_part, engine) => {
    const failure = fit(engine);
    await expect(failure).rejects.toThrow(TrainingDivergedError);
    await expect(failure).rejects.toThrow(/epoch 1 .* Lower LEARNING_RATE \(now 0\.5\)/);
  });

  it('waits no longer than PATIENCE for a model that does not learn', async () => {
    const { history, bestEpoch, stopped } = await fit(scriptedEngine(0.7, 0.5));
    expect({ epochs: history.length, bestEpoch, stopped }).toEqual({
      epochs: 3,
      bestEpoch: 1,
      stopped: 'patience',
    });
  });

  it('tells how far it is within an epoch, once a second, and nothing of short ones', async () => {
    const told: string[] = [];
    const onBatch = ({ epoch, batch, batches }: BatchProgress) =>
      void told.push(`${epoch}: ${batch} of ${batches}`);
    await fit(scriptedEngine(0.7, 0.5), { onBatch });
    expect(told).toEqual([]);
    let ms = 0;
    await fit(scriptedEngine(0.7, 0.5), { onBatch, now: () => (ms += 600) });
    expect(told.slice(0, 2)).toEqual([
      expect.stringMatching(/^1: 2 of \d$/),
      expect.stringMatching(/^2: 2 of \d$/),
    ]);
  });
});
