import { UNKNOWN_BIN } from './bin-features.ts';
import type { TreeOptions } from './tree-options.ts';

/** Values of a bin in a histogram: the sums of gradients and of curvatures, and the rows. */
export const CHANNELS = 3;

/** How a node is split best. */
export interface Split {
  readonly feature: number;
  /** Rows of a known bin up to this one go left. */
  readonly lastLeftBin: number;
  readonly unknownLeft: boolean;
  /** By how much the loss falls, doubled; above 0. */
  readonly gain: number;
}

/** The sums of a node's rows. */
export interface NodeSums {
  readonly gradient: number;
  readonly curvature: number;
  readonly rows: number;
}

/**
 * Tries every bin of every feature, with the unknown values on either side.
 *
 * @param histogram [feature, bin, channel]
 * @param features that may be asked
 * @param binCounts [feature] bins of each, the one of unknown values with them
 * @param stride bins that the histogram has room for
 * @returns null where no split leaves enough rows on both sides and lowers the loss
 */
export function findSplit(
  histogram: Float64Array,
  features: readonly number[],
  binCounts: readonly number[],
  stride: number,
  node: NodeSums,
  { minLeafRows, l2 }: Pick<TreeOptions, 'minLeafRows' | 'l2'>,
): Split | null {
  const parent = (node.gradient * node.gradient) / (node.curvature + l2);
  let bestGain = MIN_GAIN;
  let best: Split | null = null;
  const consider = (
    feature: number,
    lastLeftBin: number,
    unknownLeft: boolean,
    gradient: number,
    curvature: number,
    rows: number,
  ) => {
    if (rows < minLeafRows || node.rows - rows < minLeafRows) return;
    const otherGradient = node.gradient - gradient;
    const gain =
      (gradient * gradient) / (curvature + l2) +
      (otherGradient * otherGradient) / (node.curvature - curvature + l2) -
      parent;
    if (!(gain > bestGain)) return;
    bestGain = gain;
    best = { feature, lastLeftBin, unknownLeft, gain };
  };
  for (const feature of features) {
    const base = feature * stride * CHANNELS;
    const unknown = base + UNKNOWN_BIN * CHANNELS;
    const unknownGradient = histogram[unknown] ?? 0;
    const unknownCurvature = histogram[unknown + 1] ?? 0;
    const unknownRows = histogram[unknown + 2] ?? 0;
    // Where no row is unknown, those that come later go where most rows go.
    const isMixed = unknownRows > 0;
    let gradient = 0;
    let curvature = 0;
    let rows = 0;
    const bins = binCounts[feature] ?? 0;
    for (let bin = 1; bin < bins; bin++) {
      const at = base + bin * CHANNELS;
      const added = histogram[at + 2] ?? 0;
      if (added === 0) continue;
      gradient += histogram[at] ?? 0;
      curvature += histogram[at + 1] ?? 0;
      rows += added;
      consider(feature, bin, !isMixed && rows * 2 > node.rows, gradient, curvature, rows);
      if (isMixed) {
        consider(
          feature,
          bin,
          true,
          gradient + unknownGradient,
          curvature + unknownCurvature,
          rows + unknownRows,
        );
      }
    }
  }
  return best;
}

/** What rounding may pretend. */
const MIN_GAIN = 1e-9;
