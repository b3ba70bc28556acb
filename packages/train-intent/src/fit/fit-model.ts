import { ACTIONS, type EncodedSequences, rowCount } from '@lf/contract';
import {
  initialLstmWeights,
  type LstmWeights,
  randomStream,
  type TrainingState,
} from '@lf/kernels';
import { makeBatch } from '../batch/make-batch.ts';
import { planTrainingBatches } from '../batch/plan-batches.ts';
import type { IntentConfig } from '../config/intent-config.ts';
import { TrainingDivergedError } from '../errors.ts';
import type { IntentEngine } from '../model/engine.ts';
import { createEarlyStopping, type EarlyStoppingState } from './early-stopping.ts';
import { createValidation } from './validation-loss.ts';

/** Encoded rows and what follows each. */
export interface LabelledRows {
  readonly encoded: EncodedSequences;
  /** [row] 0 or 1 */
  readonly labels: Uint8Array;
}

/** One epoch of a training. */
export interface EpochRecord {
  /** From 1. */
  readonly epoch: number;
  /** Mean cross-entropy of the epoch's training batches, in nats. */
  readonly loss: number;
  /** Mean cross-entropy of the validation rows after the epoch, in nats. */
  readonly validationLoss: number;
  readonly durationMs: number;
}

/** A training between two epochs: what the next one goes on from, to the same bytes. */
export interface IntentCheckpoint {
  /** Epochs that are done. */
  readonly epoch: number;
  readonly engine: TrainingState;
  readonly best: LstmWeights;
  readonly history: readonly EpochRecord[];
  readonly stopping: EarlyStoppingState;
}

/** Keeps the state of a training outside of its process, so that another one can go on from there. */
export interface IntentCheckpoints {
  /** The last that was saved by a training of the same rows, config and seed; null: none was. */
  load(): Promise<IntentCheckpoint | null>;
  save(checkpoint: IntentCheckpoint): Promise<void>;
}

export interface FitOptions {
  readonly engine: IntentEngine;
  readonly train: LabelledRows;
  readonly validation: LabelledRows;
  readonly config: Pick<
    IntentConfig,
    'EPOCHS' | 'PATIENCE' | 'LSTM_DIMS' | 'BATCH_SIZE' | 'LEARNING_RATE'
  >;
  readonly seed: number;
  /** Milliseconds since any fixed moment. */
  readonly now: () => number;
  /** Only for an engine that can tell its state. */
  readonly checkpoints?: IntentCheckpoints;
  /** Told before the first epoch that a checkpoint left to do. */
  readonly onRestored?: (history: readonly EpochRecord[]) => void;
  readonly onEpoch?: (record: EpochRecord, staleEpochs: number) => void;
}

export interface FitResult {
  /** Of the best epoch. */
  readonly weights: LstmWeights;
  readonly history: readonly EpochRecord[];
  readonly bestEpoch: number;
  readonly bestValidationLoss: number;
  /** Why training ended. */
  readonly stopped: 'patience' | 'epochs';
}

/**
 * Trains until the validation loss has not improved for PATIENCE epochs, and keeps the best weights.
 *
 * @throws TrainingDivergedError when a loss is not finite
 */
export async function fitModel(options: FitOptions): Promise<FitResult> {
  const { engine, train, config, seed, now } = options;
  engine.setWeights(initialLstmWeights({ units: config.LSTM_DIMS, actions: ACTIONS.length, seed }));
  const checkpoints = engine.setTrainingState === undefined ? undefined : options.checkpoints;
  const from = (await checkpoints?.load()) ?? null;
  if (from !== null) {
    engine.setTrainingState?.(from.engine);
    options.onRestored?.(from.history);
  }
  const stopping = createEarlyStopping(config.PATIENCE, from?.stopping);
  const validationLoss = createValidation(engine, options.validation, config.BATCH_SIZE);
  const history: EpochRecord[] = [...(from?.history ?? [])];
  let best = from?.best ?? engine.getWeights();
  for (
    let epoch = (from?.epoch ?? 0) + 1;
    epoch <= config.EPOCHS && !stopping.shouldStop();
    epoch++
  ) {
    const startedMs = now();
    const random = randomStream(seed, 1 + epoch);
    let lossSum = 0;
    for (const rows of planTrainingBatches(train.encoded, config.BATCH_SIZE, random)) {
      const batch = makeBatch(train.encoded, rows);
      const targets = Float32Array.from(batch.rows, (row) => train.labels[row] ?? 0);
      const loss = await engine.trainStep(batch, targets, config.LEARNING_RATE);
      if (!Number.isFinite(loss))
        throw new TrainingDivergedError(epoch, loss, config.LEARNING_RATE);
      lossSum += loss * batch.size;
    }
    const record: EpochRecord = {
      epoch,
      loss: lossSum / rowCount(train.encoded),
      validationLoss: await validationLoss(),
      durationMs: now() - startedMs,
    };
    if (!Number.isFinite(record.validationLoss)) {
      throw new TrainingDivergedError(epoch, record.validationLoss, config.LEARNING_RATE);
    }
    if (stopping.observe(epoch, record.validationLoss)) best = engine.getWeights();
    history.push(record);
    const state = engine.getTrainingState?.();
    if (checkpoints !== undefined && state !== undefined) {
      const { bestEpoch, bestLoss, staleEpochs } = stopping;
      const seen = { bestEpoch, bestLoss, staleEpochs };
      await checkpoints.save({ epoch, engine: state, best, history, stopping: seen });
    }
    options.onEpoch?.(record, stopping.staleEpochs);
  }
  return {
    weights: best,
    history,
    bestEpoch: stopping.bestEpoch,
    bestValidationLoss: stopping.bestLoss,
    stopped: stopping.shouldStop() ? 'patience' : 'epochs',
  };
}
