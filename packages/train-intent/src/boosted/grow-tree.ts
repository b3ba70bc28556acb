import { UNKNOWN_BIN } from './bin-features.ts';
import { CHANNELS, findSplit, type NodeSums, type Split } from './find-split.ts';
import type { TreeOptions } from './tree-options.ts';

/** The rows that trees learn from. */
export interface BinnedRows {
  readonly rows: number;
  /** [feature, row] */
  readonly bins: Uint8Array;
  /** [feature] bins of each, the one of unknown values with them */
  readonly binCounts: readonly number[];
}

/** One tree; a child below 0 is the leaf `~child`. */
export interface BinnedTree {
  readonly features: readonly number[];
  readonly lastLeftBins: readonly number[];
  readonly unknownLeft: readonly boolean[];
  readonly lefts: readonly number[];
  readonly rights: readonly number[];
  /** [leaf] what it adds to the score, the learning rate applied */
  readonly values: readonly number[];
}

/** A leaf that may be split further. */
interface OpenLeaf {
  readonly from: number;
  readonly to: number;
  readonly sums: NodeSums;
  readonly histogram: Float64Array;
  readonly split: Split | null;
  /** Where its place is to be written. */
  readonly parent: number;
  readonly isLeft: boolean;
}

/**
 * Grows one tree, always splitting the leaf from which most is gained. Histograms of the smaller child are counted, those
 * of the other are what is left of the parent's.
 *
 * @param gradients [row] of the loss by the score
 * @param curvatures [row] its second derivative
 * @param sample rows that the tree may see; its order is changed
 * @param features that the tree may ask, in rising order
 */
export function growTree(
  { rows, bins, binCounts }: BinnedRows,
  gradients: Float64Array,
  curvatures: Float64Array,
  sample: Uint32Array,
  features: readonly number[],
  options: TreeOptions,
): BinnedTree {
  const tree = {
    features: [] as number[],
    lastLeftBins: [] as number[],
    unknownLeft: [] as boolean[],
    lefts: [] as number[],
    rights: [] as number[],
    values: [] as number[],
  };
  const scratch = new Uint32Array(sample.length);
  const stride = Math.max(...binCounts);

  // Of the rows of one node, side by side: each is read once for every feature.
  const nodeGradients = new Float64Array(sample.length);
  const nodeCurvatures = new Float64Array(sample.length);
  const count = (from: number, to: number): Float64Array => {
    const histogram = new Float64Array(binCounts.length * stride * CHANNELS);
    for (let index = from; index < to; index++) {
      const row = sample[index] ?? 0;
      nodeGradients[index] = gradients[row] ?? 0;
      nodeCurvatures[index] = curvatures[row] ?? 0;
    }
    for (const feature of features) {
      const base = feature * stride;
      const column = bins.subarray(feature * rows, (feature + 1) * rows);
      for (let index = from; index < to; index++) {
        const at = (base + (column[sample[index] ?? 0] ?? 0)) * CHANNELS;
        histogram[at] = (histogram[at] ?? 0) + (nodeGradients[index] ?? 0);
        histogram[at + 1] = (histogram[at + 1] ?? 0) + (nodeCurvatures[index] ?? 0);
        histogram[at + 2] = (histogram[at + 2] ?? 0) + 1;
      }
    }
    return histogram;
  };
  const sumOf = (from: number, to: number): NodeSums => {
    let gradient = 0;
    let curvature = 0;
    for (let index = from; index < to; index++) {
      gradient += gradients[sample[index] ?? 0] ?? 0;
      curvature += curvatures[sample[index] ?? 0] ?? 0;
    }
    return { gradient, curvature, rows: to - from };
  };
  const open = (
    from: number,
    to: number,
    histogram: Float64Array,
    parent: number,
    isLeft: boolean,
  ): OpenLeaf => {
    const sums = sumOf(from, to);
    const split = findSplit(histogram, features, binCounts, stride, sums, options);
    return { from, to, sums, histogram, split, parent, isLeft };
  };

  const leaves = [open(0, sample.length, count(0, sample.length), -1, true)];
  while (leaves.length < options.leaves) {
    const chosen = bestOf(leaves);
    const leaf = leaves[chosen];
    if (leaf?.split == null) break;
    const { split, from, to } = leaf;
    const middle = partition(sample, scratch, from, to, bins.subarray(split.feature * rows), split);
    const node = tree.features.length;
    tree.features.push(split.feature);
    tree.lastLeftBins.push(split.lastLeftBin);
    tree.unknownLeft.push(split.unknownLeft);
    tree.lefts.push(0);
    tree.rights.push(0);
    attach(tree, leaf, node);
    const isLeftSmaller = middle - from <= to - middle;
    const counted = isLeftSmaller ? count(from, middle) : count(middle, to);
    const left = leaf.histogram;
    for (let at = 0; at < counted.length; at++) left[at] = (left[at] ?? 0) - (counted[at] ?? 0);
    leaves.splice(
      chosen,
      1,
      open(from, middle, isLeftSmaller ? counted : left, node, true),
      open(middle, to, isLeftSmaller ? left : counted, node, false),
    );
  }
  for (const leaf of leaves) {
    const { gradient, curvature } = leaf.sums;
    attach(tree, leaf, ~tree.values.length);
    tree.values.push(short((-options.learningRate * gradient) / (curvature + options.l2)));
  }
  return tree;
}

function bestOf(leaves: readonly OpenLeaf[]): number {
  let best = -1;
  leaves.forEach(({ split }, index) => {
    if (split !== null && split.gain > (leaves[best]?.split?.gain ?? 0)) best = index;
  });
  return best;
}

function attach(
  tree: { readonly lefts: number[]; readonly rights: number[] },
  { parent, isLeft }: OpenLeaf,
  child: number,
): void {
  if (parent >= 0) (isLeft ? tree.lefts : tree.rights)[parent] = child;
}

/** Brings the rows that go left before the others, each side in its order. @returns where the right side begins */
function partition(
  sample: Uint32Array,
  scratch: Uint32Array,
  from: number,
  to: number,
  column: Uint8Array,
  split: Split,
): number {
  let left = from;
  let right = 0;
  for (let index = from; index < to; index++) {
    const row = sample[index] ?? 0;
    if (goesLeft(column[row] ?? 0, split.lastLeftBin, split.unknownLeft)) sample[left++] = row;
    else scratch[right++] = row;
  }
  sample.set(scratch.subarray(0, right), left);
  return left;
}

function goesLeft(bin: number, lastLeftBin: number, unknownLeft: boolean): boolean {
  return bin === UNKNOWN_BIN ? unknownLeft : bin <= lastLeftBin;
}

/** Adds what a tree says of each row to its score. */
export function addTree(tree: BinnedTree, { rows, bins }: BinnedRows, scores: Float64Array): void {
  const isLeaf = tree.features.length === 0;
  const columns = Uint32Array.from(tree.features, (feature) => feature * rows);
  const lastLeftBins = Uint8Array.from(tree.lastLeftBins);
  const unknownLeft = Uint8Array.from(tree.unknownLeft, Number);
  const lefts = Int32Array.from(tree.lefts);
  const rights = Int32Array.from(tree.rights);
  const values = Float64Array.from(tree.values);
  for (let row = 0; row < rows; row++) {
    let node = isLeaf ? ~0 : 0;
    while (node >= 0) {
      const bin = bins[(columns[node] ?? 0) + row] ?? 0;
      const isLeft = goesLeft(bin, lastLeftBins[node] ?? 0, unknownLeft[node] === 1);
      node = (isLeft ? lefts[node] : rights[node]) ?? ~0;
    }
    scores[row] = (scores[row] ?? 0) + (values[~node] ?? 0);
  }
}

/** Six digits are more than the rows tell, and the file of the model is half as long. */
function short(value: number): number {
  return Number(value.toPrecision(6));
}
