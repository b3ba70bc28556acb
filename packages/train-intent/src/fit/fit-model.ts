import { ACTIONS, type EncodedSequences } from '@lf/contract';
import {
  initialLstmWeights,
  type LstmWeights,
  randomStream,
  type TrainingState,
} from '@lf/kernels';
import type { FoldedRows } from '../batch/fold-rows.ts';
import { makeBatch } from '../batch/make-batch.ts';
import type { TrainingPlan } from '../batch/plan-batches.ts';
import type { IntentConfig } from '../config/intent-config.ts';
import { TrainingDivergedError } from '../errors.ts';
import type { IntentEngine } from '../model/engine.ts';
import { createWeightAverage, type WeightAverageState } from './average-weights.ts';
import { createEarlyStopping, type EarlyStoppingState, type StopReason } from './early-stopping.ts';
import { createValidation } from './validation.ts';

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
  readonly average: WeightAverageState;
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

/** How far a training is after an epoch. */
export interface FitState {
  /** Epochs since the best one. */
  readonly staleEpochs: number;
  /** Epochs until training stops if none of them is better; EPOCHS may end it sooner. */
  readonly epochsLeft: number;
}

export interface FitOptions {
  readonly engine: IntentEngine;
  readonly train: FoldedRows;
  /** How `train` becomes batches. */
  readonly plan: TrainingPlan;
  /** Step size of Adam: LEARNING_RATE scaled to the batches. */
  readonly learningRate: number;
  readonly validation: LabelledRows;
  readonly config: Pick<
    IntentConfig,
    'EPOCHS' | 'PATIENCE' | 'FLAT_EPOCHS' | 'MIN_GAIN' | 'AVERAGING' | 'LSTM_DIMS' | 'LEARNING_RATE'
  >;
  readonly seed: number;
  /** Milliseconds since any fixed moment. */
  readonly now: () => number;
  /** Only for an engine that can tell its state. */
  readonly checkpoints?: IntentCheckpoints;
  /** Told before the first epoch that a checkpoint left to do. */
  readonly onRestored?: (history: readonly EpochRecord[]) => void;
  readonly onEpoch?: (record: EpochRecord, state: FitState) => void;
  /** Told within a long epoch, at most once a second. */
  readonly onBatch?: (progress: BatchProgress) => void;
}

/** How far a training is within an epoch. */
export interface BatchProgress {
  /** From 1. */
  readonly epoch: number;
  /** Batches of the epoch that are done. */
  readonly batch: number;
  readonly batches: number;
}

/** An epoch that takes no longer says enough at its end. */
const REPORT_MS = 1000;

export interface FitResult {
  /** Of the best epoch. */
  readonly weights: LstmWeights;
  readonly history: readonly EpochRecord[];
  readonly bestEpoch: number;
  readonly bestValidationLoss: number;
  /** Why training ended. */
  readonly stopped: StopReason | 'epochs';
}

/** Steps before the flat rule may stop a training: on few rows an epoch has few, and changes little. */
const STEPS_PER_WINDOW = 300;

/**
 * Trains until the validation loss has not improved for PATIENCE epochs, or hardly in the last FLAT_EPOCHS,
 * and keeps the best weights. What is validated and kept is the average of the weights over the last
 * AVERAGING epochs.
 *
 * @throws TrainingDivergedError when a loss is not finite
 */
export async function fitModel(options: FitOptions): Promise<FitResult> {
  const { engine, plan, config, seed, now } = options;
  const initial = initialLstmWeights({ units: config.LSTM_DIMS, actions: ACTIONS.length, seed });
  engine.setWeights(initial);
  const checkpoints = engine.setTrainingState === undefined ? undefined : options.checkpoints;
  const from = (await checkpoints?.load()) ?? null;
  if (from !== null) {
    engine.setTrainingState?.(from.engine);
    options.onRestored?.(from.history);
  }
  const average = createWeightAverage(initial, config.AVERAGING, plan.batches, from?.average);
  const validation = createValidation(engine, options.validation);
  const stopping = createEarlyStopping({
    patience: config.PATIENCE,
    window:
      config.FLAT_EPOCHS === 0
        ? 0
        : Math.max(config.FLAT_EPOCHS, Math.ceil(STEPS_PER_WINDOW / plan.batches)),
    minGain: config.MIN_GAIN,
    gain: (before, after) => validation.gain(before, after),
    from: from?.stopping,
  });
  const trainEpoch = createEpoch(options, () => average.step(() => engine.getWeights()));
  const history: EpochRecord[] = [...(from?.history ?? [])];
  let best = from?.best ?? initial;
  for (
    let epoch = (from?.epoch ?? 0) + 1;
    epoch <= config.EPOCHS && stopping.reason === null;
    epoch++
  ) {
    const startedMs = now();
    const loss = await trainEpoch(epoch);
    const last = engine.getWeights();
    const candidate = config.AVERAGING === 0 ? last : average.current();
    engine.setWeights(candidate);
    const score = await validation.score();
    engine.setWeights(last);
    if (!Number.isFinite(score.loss)) {
      throw new TrainingDivergedError(epoch, score.loss, config.LEARNING_RATE);
    }
    const record = { epoch, loss, validationLoss: score.loss, durationMs: now() - startedMs };
    if (stopping.observe(epoch, score)) best = candidate;
    history.push(record);
    const state = engine.getTrainingState?.();
    if (checkpoints !== undefined && state !== undefined) {
      const seen = { average: average.state(), stopping: stopping.state() };
      await checkpoints.save({ epoch, engine: state, best, history, ...seen });
    }
    options.onEpoch?.(record, stopping);
  }
  return {
    weights: best,
    history,
    bestEpoch: stopping.bestEpoch,
    bestValidationLoss: stopping.bestLoss,
    stopped: stopping.reason ?? 'epochs',
  };
}

/** @returns what trains on every batch of an epoch and gives their mean loss */
function createEpoch(
  { engine, train, plan, learningRate, config, seed, now, onBatch }: FitOptions,
  onStep: () => void,
): (epoch: number) => Promise<number> {
  const shares = Float32Array.from(
    train.counts,
    (count, row) => (train.positives[row] ?? 0) / count,
  );
  return async (epoch) => {
    let lossSum = 0;
    let batches = 0;
    let toldMs = onBatch === undefined ? 0 : now();
    for (const { rows, weights } of plan.epoch(randomStream(seed, 1 + epoch))) {
      const targets = { shares: Float32Array.from(rows, (row) => shares[row] ?? 0), weights };
      const batch = makeBatch(train.sequences, rows);
      const loss = await engine.trainStep(batch, targets, learningRate);
      if (!Number.isFinite(loss))
        throw new TrainingDivergedError(epoch, loss, config.LEARNING_RATE);
      lossSum += loss;
      onStep();
      batches++;
      if (onBatch === undefined || now() - toldMs < REPORT_MS) continue;
      toldMs = now();
      onBatch({ epoch, batch: batches, batches: plan.batches });
    }
    return lossSum / plan.batches;
  };
}
