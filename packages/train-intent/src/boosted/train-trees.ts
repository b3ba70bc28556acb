import {
  knownSources,
  rowCount,
  SESSION_FEATURES,
  sessionFeatures,
  type SessionContext,
  type TreeModel,
  type Trees,
} from '@lf/contract';
import type { LabelledSequences } from '@lf/dataset';
import { randomStream, shuffle } from '@lf/kernels';
import { IntentDataError } from '../errors.ts';
import { logistic } from '../baselines/baseline.ts';
import { bestF1Threshold } from '../evaluate/threshold.ts';
import { assertTrainable } from '../fit/assert-trainable.ts';
import { calibrate } from './calibrate.ts';
import { fitTrees, type FeatureRows, type FittedTrees } from './fit-trees.ts';
import { checkTreeOptions, type TreeOptions } from './tree-options.ts';

export interface TrainTreesOptions {
  readonly train: LabelledSequences;
  /** Of the same rows. */
  readonly context: SessionContext;
  readonly options?: Partial<TreeOptions>;
  /** Of every random draw. */
  readonly seed: number;
  /** Called after every part. */
  readonly onProgress?: (progress: TreesProgress) => void;
}

export interface TreesProgress {
  /** From 1. */
  readonly part: number;
  readonly parts: number;
  readonly trees: number;
  /** Log loss of the part's validation rows, in nats. */
  readonly validationLoss: number;
}

/** Finished trees. */
export interface TreesTraining {
  readonly model: TreeModel;
  /** [part] */
  readonly progress: readonly TreesProgress[];
  /** [training row] what the trees that did not learn from the row say of it */
  readonly heldOut: Float32Array;
  /** The probability of the highest F1 by `heldOut`. */
  readonly threshold: number;
}

/**
 * Grows trees on the features of the rows. The groups (visitors) are dealt into parts. For each part, trees learn from the
 * rows of the others and stop where the part's own rows are foretold best; the model is the mean of all of these. What
 * each part's trees say of its own rows gives the calibration and the threshold: no row is judged by trees that saw it.
 *
 * @throws IntentConfigError for options out of range
 * @throws IntentDataError when there are fewer groups than parts, or the rows have one label only
 */
export function trainTrees({
  train,
  context,
  seed,
  onProgress,
  ...settings
}: TrainTreesOptions): TreesTraining {
  const options = checkTreeOptions(settings.options);
  assertTrainable(train, 'training');
  const features = sessionFeatures(train, context);
  const partOf = dealGroups(train.groups, options.parts, seed);
  const scores = new Float64Array(rowCount(train));
  const progress: TreesProgress[] = [];
  const fitted = Array.from({ length: options.parts }, (_, part) => {
    const others = rowsWhere(partOf, (of) => of !== part);
    const own = rowsWhere(partOf, (of) => of === part);
    const learnt = takeRows(features, train.labels, others);
    requireBothLabels(learnt.labels, options.parts);
    const trees = fitTrees(
      learnt,
      takeRows(features, train.labels, own),
      SESSION_FEATURES.length,
      options,
      randomStream(seed, 1 + part),
    );
    trees.validationScores.forEach((score, index) => {
      scores[own[index] ?? 0] = score;
    });
    const { validationLoss } = trees;
    const done = {
      part: part + 1,
      parts: options.parts,
      trees: trees.trees.length,
      validationLoss,
    };
    progress.push(done);
    onProgress?.(done);
    return trees;
  });
  const calibration = calibrate(scores, train.labels);
  const heldOut = Float32Array.from(scores, (score) =>
    logistic(calibration.slope * score + calibration.intercept),
  );
  return {
    model: {
      sources: ['actions', ...knownSources(context)],
      base: fitted.reduce((sum, { base }) => sum + base, 0) / fitted.length,
      calibration,
      trees: joinTrees(fitted),
    },
    progress,
    heldOut,
    threshold: bestF1Threshold(heldOut, train.labels),
  };
}

/** @returns [row] the part of its group */
function dealGroups(groups: Uint32Array, parts: number, seed: number): Uint8Array {
  const dealt = Uint32Array.from(new Set(groups)).sort();
  if (dealt.length < parts) {
    throw new IntentDataError(
      'groups_too_few',
      `While dealing the training rows into ${parts} parts, there are ${dealt.length} sessions or visitors; ` +
        `expected at least ${parts}, one a part. Take more sessions.`,
    );
  }
  shuffle(dealt, randomStream(seed, 0));
  const partOf = new Map([...dealt].map((group, rank) => [group, rank % parts]));
  return Uint8Array.from(groups, (group) => partOf.get(group) ?? 0);
}

function rowsWhere(partOf: Uint8Array, isWanted: (part: number) => boolean): Uint32Array {
  const rows: number[] = [];
  partOf.forEach((part, row) => {
    if (isWanted(part)) rows.push(row);
  });
  return Uint32Array.from(rows);
}

function takeRows(features: Float64Array, labels: Uint8Array, rows: Uint32Array): FeatureRows {
  const width = SESSION_FEATURES.length;
  const taken = new Float64Array(rows.length * width);
  rows.forEach((row, index) => {
    taken.set(features.subarray(row * width, (row + 1) * width), index * width);
  });
  return { features: taken, labels: Uint8Array.from(rows, (row) => labels[row] ?? 0) };
}

function requireBothLabels(labels: Uint8Array, parts: number): void {
  const positives = labels.reduce((sum, label) => sum + label, 0);
  if (positives > 0 && positives < labels.length) return;
  throw new IntentDataError(
    'labels_one_class',
    `While training on all but one of ${parts} parts of the sessions, all ${labels.length} rows have one label; ` +
      'expected both. Take more sessions: some in which a purchase follows the first add, and some in which none does.',
  );
}

/** All trees in one table, each value divided so that their sum is the mean of the parts. */
function joinTrees(fitted: readonly FittedTrees[]): Trees {
  const roots: number[] = [];
  const features: number[] = [];
  const thresholds: number[] = [];
  const unknownLeft: number[] = [];
  const lefts: number[] = [];
  const rights: number[] = [];
  const values: number[] = [];
  for (const { trees, edges } of fitted) {
    for (const tree of trees) {
      const node = features.length;
      const leaf = values.length;
      const place = (child: number) => (child < 0 ? ~(~child + leaf) : child + node);
      roots.push(place(tree.features.length === 0 ? ~0 : 0));
      tree.features.forEach((feature, index) => {
        features.push(feature);
        // Behind the last edge lie all known values.
        const edge = edges[feature]?.[(tree.lastLeftBins[index] ?? 0) - 1];
        thresholds.push(edge ?? Number.MAX_VALUE);
        unknownLeft.push(tree.unknownLeft[index] === true ? 1 : 0);
        lefts.push(place(tree.lefts[index] ?? 0));
        rights.push(place(tree.rights[index] ?? 0));
      });
      for (const value of tree.values) values.push(value / fitted.length);
    }
  }
  return {
    roots: Int32Array.from(roots),
    features: Uint16Array.from(features),
    thresholds: Float64Array.from(thresholds),
    unknownLeft: Uint8Array.from(unknownLeft),
    lefts: Int32Array.from(lefts),
    rights: Int32Array.from(rights),
    values: Float64Array.from(values),
  };
}
