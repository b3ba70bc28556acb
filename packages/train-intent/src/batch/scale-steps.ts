import type { IntentConfig } from '../config/intent-config.ts';

/** Steps of an epoch up to which batches stay as they are; from there on steps and batches grow alike. */
const FEW_STEPS = 120;

/**
 * Step sizes grow with the root of the batch, as the noise of its gradient falls by it (Malladi et al. 2022,
 * "On the SDEs and scaling rules for adaptive gradient algorithms"); past twice the size, losses no longer fell faster.
 */
const MAX_RATE_FACTOR = 2;

/** How large the steps of a training are. */
export interface StepScale {
  /** Rows of the set that a step stands for: BATCH_SIZE times a factor. */
  readonly batchSize: number;
  /** Step size of Adam: LEARNING_RATE times the root of that factor, at most twice. */
  readonly learningRate: number;
}

/**
 * Makes batches larger, up to BATCH_FACTOR times, where an epoch has many: a hundred times the rows make ten times
 * the steps, each of ten times the rows. Fewer epochs are then enough, and a larger batch shares more.
 *
 * @param rows of the training set
 */
export function scaleSteps(
  rows: number,
  config: Pick<IntentConfig, 'BATCH_SIZE' | 'BATCH_FACTOR' | 'LEARNING_RATE'>,
): StepScale {
  const wanted = Math.floor(Math.sqrt(rows / (config.BATCH_SIZE * FEW_STEPS)));
  const factor = Math.max(1, Math.min(config.BATCH_FACTOR, wanted));
  return {
    batchSize: config.BATCH_SIZE * factor,
    learningRate: Math.min(1, config.LEARNING_RATE * Math.min(MAX_RATE_FACTOR, Math.sqrt(factor))),
  };
}
