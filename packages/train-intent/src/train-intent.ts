import type { LabelledSequences } from '@lf/dataset';
import type { LstmWeights } from '@lf/kernels';
import type { Tracker } from '@lf/tracking';
import type { IntentConfig } from './config/intent-config.ts';
import { encodeSequences, longestRow, rowCount } from '@lf/contract';
import { foldRows } from './batch/fold-rows.ts';
import { planTraining } from './batch/plan-batches.ts';
import { scaleSteps } from './batch/scale-steps.ts';
import { bestF1Threshold } from './evaluate/threshold.ts';
import { assertRows, assertTrainable } from './fit/assert-trainable.ts';
import {
  fitModel,
  type BatchProgress,
  type EpochRecord,
  type IntentCheckpoints,
  type LabelledRows,
} from './fit/fit-model.ts';
import { progressOf, type TrainingProgress } from './fit/training-progress.ts';
import { createEngine } from './model/create-engine.ts';
import { PREDICTION_BATCH_SIZE } from './model/predict-rows.ts';
import { predictIntent } from './predict-intent.ts';

export interface TrainIntentOptions {
  readonly train: LabelledSequences;
  /** Early stopping watches these rows, and F1's threshold is chosen on them. */
  readonly validation: LabelledSequences;
  readonly config: IntentConfig;
  /** Of every random draw; the config's SEED when left out. */
  readonly seed?: number;
  readonly tracker?: Tracker;
  /** Keeps the state after every epoch, and goes on from the last one; the engine tfjs takes no notice of it. */
  readonly checkpoints?: IntentCheckpoints;
  /** Called where a checkpoint was found, with the epochs that were done. */
  readonly onResume?: (epochs: number) => void;
  /** Called after every epoch. */
  readonly onProgress?: (progress: TrainingProgress) => void;
  /** Called within an epoch that takes longer than a second, at most once a second. */
  readonly onBatch?: (progress: BatchProgress) => void;
  /** Milliseconds since any fixed moment, for speeds; `performance.now` when left out. */
  readonly now?: () => number;
}

/** A finished training. */
export interface IntentTraining {
  /** Of the best epoch. */
  readonly weights: LstmWeights;
  readonly history: readonly EpochRecord[];
  readonly bestEpoch: number;
  readonly bestValidationLoss: number;
  /** `patience`: no better epoch for PATIENCE; `flat`: it hardly fell for FLAT_EPOCHS; `epochs`: EPOCHS were done. */
  readonly stopped: 'patience' | 'flat' | 'epochs';
  readonly engine: { readonly name: 'fused' | 'tfjs'; readonly backend: string };
  /** The probability of the highest F1 on the validation rows. */
  readonly threshold: number;
  readonly seed: number;
  readonly durationMs: number;
}

/**
 * Trains the model on `train`, stopping when it no longer improves on `validation`. The same
 * rows, config and seed give the same weights, byte for byte, on one engine and backend.
 *
 * @throws IntentDataError when a set is empty, or `train` has one label only
 * @throws TrainingDivergedError when a loss is not finite
 */
export async function trainIntent(options: TrainIntentOptions): Promise<IntentTraining> {
  const { train, validation, config, tracker } = options;
  const seed = options.seed ?? config.SEED;
  const now = options.now ?? (() => performance.now());
  assertTrainable(train, 'training');
  assertRows(validation, 'validation');
  const trainRows = rowsOf(train, config);
  const validationRows = rowsOf(validation, config);
  const folded = foldRows(trainRows);
  const { batchSize, learningRate } = scaleSteps(folded.total, config);
  const plan = planTraining(folded, batchSize);
  const engine = await createEngine(config, {
    units: config.LSTM_DIMS,
    maxBatch: Math.max(plan.maxRows, PREDICTION_BATCH_SIZE),
    maxTime: Math.max(longestRow(trainRows.encoded), longestRow(validationRows.encoded)),
  });
  const startedMs = now();
  const track = ({ loss, validationLoss, sessionsPerSecond, epoch }: TrainingProgress) =>
    tracker?.metrics({ loss, validationLoss, sessionsPerSecond }, epoch);
  try {
    tracker?.params({
      ...config,
      SEED: seed,
      engine: engine.name,
      backend: engine.backend,
      batchSize,
      learningRate,
      trainRows: rowCount(train),
      differentTrainRows: rowCount(folded.sequences),
      validationRows: rowCount(validation),
    });
    const result = await fitModel({
      engine,
      train: folded,
      plan,
      learningRate,
      validation: validationRows,
      config,
      seed,
      now,
      ...(options.checkpoints && { checkpoints: options.checkpoints }),
      ...(options.onBatch && { onBatch: options.onBatch }),
      onRestored(history) {
        const state = { staleEpochs: 0, epochsLeft: config.PATIENCE };
        for (const record of history) track(progressOf(record, state, rowCount(train), config));
        options.onResume?.(history.length);
      },
      onEpoch(record, state) {
        const progress = progressOf(record, state, rowCount(train), config);
        track(progress);
        options.onProgress?.(progress);
      },
    });
    const predicted = await predictIntent(result.weights, validation, config);
    tracker?.metrics({
      bestEpoch: result.bestEpoch,
      bestValidationLoss: result.bestValidationLoss,
    });
    return {
      ...result,
      engine: { name: engine.name, backend: engine.backend },
      threshold: bestF1Threshold(predicted, validation.labels),
      seed,
      durationMs: now() - startedMs,
    };
  } finally {
    engine.dispose();
  }
}

function rowsOf(sequences: LabelledSequences, config: IntentConfig): LabelledRows {
  return { encoded: encodeSequences(sequences, config.MAX_LEN), labels: sequences.labels };
}
