import { shuffle } from '@lf/kernels';
import { logistic } from '../baselines/baseline.ts';
import { binFeatures, fitBins, type BinEdges } from './bin-features.ts';
import { addTree, growTree, type BinnedRows, type BinnedTree } from './grow-tree.ts';
import type { TreeOptions } from './tree-options.ts';

/** Features with their labels. */
export interface FeatureRows {
  /** [row, feature] */
  readonly features: Float64Array;
  /** [row] 0 or 1 */
  readonly labels: Uint8Array;
}

/** Trees that were stopped where the validation was best. */
export interface FittedTrees {
  readonly base: number;
  readonly edges: BinEdges;
  readonly trees: readonly BinnedTree[];
  /** [validation row] */
  readonly validationScores: Float64Array;
  /** Log loss of the validation rows, in nats. */
  readonly validationLoss: number;
}

/**
 * Boosts trees on the log loss: each is fitted to what the ones before it leave.
 *
 * @param width features a row
 * @param random draws the rows and the features of each tree
 */
export function fitTrees(
  train: FeatureRows,
  validation: FeatureRows,
  width: number,
  options: TreeOptions,
  random: () => number,
): FittedTrees {
  const edges = fitBins(train.features, width, options.bins);
  const binned = binRows(train, edges);
  const watched = binRows(validation, edges);
  const rows = train.labels.length;
  const positives = train.labels.reduce((sum, label) => sum + label, 0);
  const base = Math.log(positives / (rows - positives));
  const scores = new Float64Array(rows).fill(base);
  const validationScores = new Float64Array(validation.labels.length).fill(base);
  const gradients = new Float64Array(rows);
  const curvatures = new Float64Array(rows);
  const order = Uint32Array.from({ length: rows }, (_, row) => row);
  const columns = Array.from({ length: width }, (_, feature) => feature).filter(
    (feature) => (edges[feature]?.length ?? 0) > 0 || hasBoth(binned, feature),
  );
  const trees: BinnedTree[] = [];
  let best = {
    trees: 0,
    loss: meanLogLoss(validationScores, validation.labels),
    scores: validationScores.slice(),
  };
  while (trees.length < options.maxTrees && trees.length - best.trees < options.patience) {
    for (let row = 0; row < rows; row++) {
      const probability = logistic(scores[row] ?? 0);
      gradients[row] = probability - (train.labels[row] ?? 0);
      curvatures[row] = probability * (1 - probability);
    }
    const tree = growTree(
      binned,
      gradients,
      curvatures,
      drawRows(order, options.rowShare, random),
      drawFeatures(columns, options.featureShare, random),
      options,
    );
    addTree(tree, binned, scores);
    addTree(tree, watched, validationScores);
    trees.push(tree);
    const loss = meanLogLoss(validationScores, validation.labels);
    if (loss < best.loss) best = { trees: trees.length, loss, scores: validationScores.slice() };
  }
  return {
    base,
    edges,
    trees: trees.slice(0, best.trees),
    validationScores: best.scores,
    validationLoss: best.loss,
  };
}

function binRows({ features, labels }: FeatureRows, edges: BinEdges): BinnedRows {
  return {
    rows: labels.length,
    bins: binFeatures(features, edges),
    binCounts: edges.map(({ length }) => length + 2),
  };
}

/** Whether a feature is known in some rows and unknown in others. */
function hasBoth({ rows, bins }: BinnedRows, feature: number): boolean {
  const column = bins.subarray(feature * rows, (feature + 1) * rows);
  return column.includes(0) && column.some((bin) => bin > 0);
}

/** Draws without putting back, in the order of the rows: memory is read from front to back. */
function drawRows(order: Uint32Array, share: number, random: () => number): Uint32Array {
  const wanted = Math.max(1, Math.round(share * order.length));
  const drawn = new Uint32Array(wanted);
  let taken = 0;
  for (let index = 0; index < order.length && taken < wanted; index++) {
    if (random() * (order.length - index) < wanted - taken) drawn[taken++] = order[index] ?? 0;
  }
  return drawn;
}

function drawFeatures(columns: readonly number[], share: number, random: () => number): number[] {
  const shuffled = [...columns];
  shuffle(shuffled, random);
  return shuffled.slice(0, Math.max(1, Math.ceil(share * columns.length))).sort((a, b) => a - b);
}

function meanLogLoss(scores: Float64Array, labels: Uint8Array): number {
  let sum = 0;
  scores.forEach((score, row) => {
    sum += Math.max(score, 0) - score * (labels[row] ?? 0) + Math.log1p(Math.exp(-Math.abs(score)));
  });
  return sum / labels.length;
}
