import { SESSION_FEATURES, type FeatureSource } from '../context/session-features.ts';

/**
 * Trees of which every node asks one feature of SESSION_FEATURES. A child below 0 is a leaf: `~child` is its place in
 * `values`.
 */
export interface Trees {
  /** [tree] the first node, or a leaf */
  readonly roots: Int32Array;
  /** [node] index in SESSION_FEATURES */
  readonly features: Uint16Array;
  /** [node] a value up to it goes left */
  readonly thresholds: Float64Array;
  /** [node] 1 where an unknown value goes left */
  readonly unknownLeft: Uint8Array;
  /** [node] */
  readonly lefts: Int32Array;
  /** [node] */
  readonly rights: Int32Array;
  /** [leaf] what it adds to the score */
  readonly values: Float64Array;
}

/** Gradient-boosted trees over the features of a session, calibrated. */
export interface TreeModel {
  /** What the rows of the training told: features of other sources are unknown to the model. */
  readonly sources: readonly FeatureSource[];
  /** Score of a row before any tree. */
  readonly base: number;
  /** The log odds are `slope * score + intercept`. */
  readonly calibration: { readonly slope: number; readonly intercept: number };
  readonly trees: Trees;
}

/** The rows that are led through one tree after the other: few enough for their features to stay in a cache. */
const BLOCK_ROWS = 512;

/**
 * The sums of all trees, without calibration.
 *
 * @param features [row, feature] as `sessionFeatures` gives them
 * @returns [row]
 */
export function treeScores(
  model: Pick<TreeModel, 'base' | 'trees'>,
  features: Float64Array,
): Float64Array {
  const width = SESSION_FEATURES.length;
  const rows = features.length / width;
  const scores = new Float64Array(rows).fill(model.base);
  const { roots, values } = model.trees;
  for (let from = 0; from < rows; from += BLOCK_ROWS) {
    const to = Math.min(rows, from + BLOCK_ROWS);
    for (const root of roots) {
      for (let row = from; row < to; row++) {
        const leaf = leafOf(model.trees, root, features, row * width);
        scores[row] = (scores[row] ?? 0) + (values[leaf] ?? 0);
      }
    }
  }
  return scores;
}

function leafOf(trees: Trees, root: number, features: Float64Array, base: number): number {
  let node = root;
  while (node >= 0) {
    const value = features[base + (trees.features[node] ?? 0)] ?? NaN;
    const isLeft = Number.isNaN(value)
      ? trees.unknownLeft[node] === 1
      : value <= (trees.thresholds[node] ?? 0);
    node = (isLeft ? trees.lefts[node] : trees.rights[node]) ?? -1;
  }
  return ~node;
}

/**
 * How likely a purchase is to follow each row.
 *
 * @param features [row, feature] as `sessionFeatures` gives them
 * @returns [row] probabilities
 */
export function predictTrees(model: TreeModel, features: Float64Array): Float32Array {
  const { slope, intercept } = model.calibration;
  return Float32Array.from(
    treeScores(model, features),
    (score) => 1 / (1 + Math.exp(-(slope * score + intercept))),
  );
}
