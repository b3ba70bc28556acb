import { ACTION_CODES, ACTIONS, rowCount, rowLength } from '@lf/contract';
import { type LabelledSequences } from '@lf/dataset';

/** The codes before it, start and end, are no events. */
const FIRST_EVENT = ACTION_CODES.end + 1;

/** How often each action occurs in the row, its events, and its cut. */
export const COUNT_FEATURES = [...ACTIONS.slice(FIRST_EVENT), 'events', 'cut'] as const;

/** @returns [row, feature] in the order of COUNT_FEATURES */
export function countFeatures(sequences: LabelledSequences): Float64Array {
  const rows = rowCount(sequences);
  const width = COUNT_FEATURES.length;
  const features = new Float64Array(rows * width);
  for (let row = 0; row < rows; row++) {
    const base = row * width;
    const to = sequences.offsets[row + 1] ?? 0;
    for (let event = sequences.offsets[row] ?? 0; event < to; event++) {
      const feature = base + (sequences.actions[event] ?? 0) - FIRST_EVENT;
      features[feature] = (features[feature] ?? 0) + 1;
    }
    features[base + width - 2] = rowLength(sequences, row);
    features[base + width - 1] = sequences.cuts[row] ?? 0;
  }
  return features;
}

/** Means and deviations of the training rows, and how to apply them to others. */
export interface Standardizer {
  /** @returns [row, feature] of mean 0 and deviation 1 on the training rows; a constant one is 0 */
  apply(features: Float64Array): Float64Array;
}

/** @param features [row, feature] of the training rows */
export function fitStandardizer(features: Float64Array, width: number): Standardizer {
  const rows = features.length / width;
  const means = new Float64Array(width);
  const scales = new Float64Array(width);
  features.forEach((value, index) => {
    means[index % width] = (means[index % width] ?? 0) + value / rows;
  });
  features.forEach((value, index) => {
    const distance = value - (means[index % width] ?? 0);
    scales[index % width] = (scales[index % width] ?? 0) + (distance * distance) / rows;
  });
  // Far below any count's deviation: only a constant column is this flat.
  const factors = scales.map((variance) => (variance < 1e-18 ? 0 : 1 / Math.sqrt(variance)));
  return {
    apply: (values) =>
      values.map(
        (value, index) => (value - (means[index % width] ?? 0)) * (factors[index % width] ?? 0),
      ),
  };
}
