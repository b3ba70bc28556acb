import {
  latestEvents,
  sessionFeatures,
  treeScores,
  type ActionSequences,
  type SessionContext,
  type TreeModel,
} from '@lf/contract';
import type { LabelledSequences } from '@lf/dataset';
import type { Tracker } from '@lf/tracking';
import { treeOptionsOf, type TreesConfig } from '../config/trees-config.ts';
import { bestF1Threshold } from '../evaluate/threshold.ts';
import { assertRows } from '../fit/assert-trainable.ts';
import { addBlindRows } from './add-blind-rows.ts';
import { calibrate } from './calibrate.ts';
import { predictIntentTrees } from './predict-intent-trees.ts';
import { trainTrees, type TreesProgress } from './train-trees.ts';

/** Labelled rows and what is known of them beside their actions. */
export interface LabelledContext {
  readonly rows: LabelledSequences;
  /** Of the same rows, from the events that the model reads: the latest MAX_LEN. */
  readonly context: SessionContext;
}

export interface TrainIntentTreesOptions {
  readonly train: LabelledContext;
  /** Calibrates, and F1's threshold is chosen on it: no tree learns from these rows. */
  readonly validation: LabelledContext;
  readonly config: TreesConfig;
  /** Of every random draw; the config's SEED when left out. */
  readonly seed?: number;
  readonly tracker?: Tracker;
  /** Called after every part. */
  readonly onProgress?: (progress: TreesProgress) => void;
}

/** A finished training of trees. */
export interface IntentTreesTraining {
  readonly model: TreeModel;
  /** [part] */
  readonly progress: readonly TreesProgress[];
  /** The probability of the highest F1 on the validation rows. */
  readonly threshold: number;
  readonly seed: number;
}

/**
 * Trains trees that answer with whatever they are told: each row is learnt as it is and once more with some of its
 * context taken away, which also goes for the validation rows that calibrate. The same rows, config and seed give the
 * same bytes.
 *
 * @throws IntentDataError when a set is empty, has one label only, or has fewer sessions than PARTS
 */
export function trainIntentTrees(options: TrainIntentTreesOptions): IntentTreesTraining {
  const { config, tracker, onProgress } = options;
  const seed = options.seed ?? config.SEED;
  const [train, validation] = [options.train, options.validation].map(({ rows, context }) => ({
    train: { ...rows, ...latestEvents(rows, config.MAX_LEN) },
    context,
  }));
  if (train === undefined || validation === undefined) throw new Error('two sets are given');
  assertRows(validation.train, 'validation');
  tracker?.params({ ...config, SEED: seed, trainRows: train.train.labels.length });
  const { model: uncalibrated, progress } = trainTrees({
    ...addBlindRows(train, seed),
    seed,
    options: treeOptionsOf(config),
    onProgress: (done) => {
      const { part, trees, validationLoss } = done;
      tracker?.metrics({ trees, validationLoss }, part);
      onProgress?.(done);
    },
  });
  const model = calibrateTrees(uncalibrated, addBlindRows(validation, seed));
  const predicted = predictIntentTrees(model, validation.train, validation.context);
  return { model, progress, threshold: bestF1Threshold(predicted, validation.train.labels), seed };
}

/** The model calibrated on rows of both labels that it has not learnt from; on rows of one label it stays as it is. */
function calibrateTrees(
  model: TreeModel,
  { train, context }: { readonly train: LabelledSequences; readonly context: SessionContext },
): TreeModel {
  const { labels } = train;
  if (labels.every((label) => label === labels[0])) return model;
  const scores = treeScores(model, sessionFeatures(train, context));
  return { ...model, calibration: calibrate(scores, labels) };
}

/**
 * How likely a purchase is to follow each row, of which the model reads the latest events.
 *
 * @param context of the same rows, from the events that are read
 * @returns [row] probabilities
 */
export function predictLatest(
  model: TreeModel,
  rows: ActionSequences,
  of: { readonly context: SessionContext; readonly maxEvents: number },
): Float32Array {
  return predictIntentTrees(model, latestEvents(rows, of.maxEvents), of.context);
}
