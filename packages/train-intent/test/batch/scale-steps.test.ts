import { expect, it } from 'vitest';
import { scaleSteps } from '../../src/batch/scale-steps.ts';

const config = { BATCH_SIZE: 128, BATCH_FACTOR: 64, LEARNING_RATE: 0.006 };

it.each([
  ['takes BATCH_SIZE where an epoch has few steps', 61_439, config, 128, 0.006],
  ['takes larger batches and steps where it has many', 151_033, config, 384, 0.006 * Math.sqrt(3)],
  ['at most doubles the step size', 1_536_000, config, 1280, 0.012],
  ['keeps to BATCH_FACTOR', 1_536_000, { ...config, BATCH_FACTOR: 1 }, 128, 0.006],
])('%s', (_name, rows, given, batchSize, learningRate) => {
  expect(scaleSteps(rows, given)).toEqual({ batchSize, learningRate });
});
