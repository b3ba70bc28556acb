import type { IntentConfig } from '../config/intent-config.ts';
import type { EpochRecord, FitState } from './fit-model.ts';

/** Where a training stands after an epoch. */
export interface TrainingProgress {
  /** From 1. */
  readonly epoch: number;
  /** EPOCHS: training may stop sooner. */
  readonly epochs: number;
  readonly loss: number;
  readonly validationLoss: number;
  /** Whether this epoch's validation loss is the lowest so far. */
  readonly isBest: boolean;
  /** Training rows, one a session and cut, over the epoch's whole duration. */
  readonly sessionsPerSecond: number;
  /** Until training stops if no later epoch is better. */
  readonly timeLeftAtLeastMs: number;
  /** Until EPOCHS are done. */
  readonly timeLeftAtMostMs: number;
}

/**
 * @param record the epoch that just ended
 * @param trainRows rows of an epoch
 */
export function progressOf(
  record: EpochRecord,
  { staleEpochs, epochsLeft }: FitState,
  trainRows: number,
  config: Pick<IntentConfig, 'EPOCHS'>,
): TrainingProgress {
  const mostEpochsLeft = epochsLeft === 0 ? 0 : config.EPOCHS - record.epoch;
  return {
    epoch: record.epoch,
    epochs: config.EPOCHS,
    loss: record.loss,
    validationLoss: record.validationLoss,
    isBest: staleEpochs === 0,
    sessionsPerSecond: record.durationMs > 0 ? (trainRows / record.durationMs) * 1000 : 0,
    timeLeftAtLeastMs: Math.min(epochsLeft, mostEpochsLeft) * record.durationMs,
    timeLeftAtMostMs: mostEpochsLeft * record.durationMs,
  };
}
