/** Bins of equal width over [0, 1]. */
const CALIBRATION_BINS = 10;

/**
 * Expected calibration error: over 10 bins of equal width ([0, .1), ..., [.9, 1]), the distance
 * between mean probability and rate of positives, weighted by the bin's share of the rows.
 *
 * @param probabilities [row]
 * @param labels [row] 0 or 1
 * @returns 0..1; null without rows
 */
export function calibrationError(
  probabilities: ArrayLike<number>,
  labels: ArrayLike<number>,
): number | null {
  if (labels.length === 0) return null;
  const surplus = new Float64Array(CALIBRATION_BINS); // sum of probability - label
  for (let row = 0; row < labels.length; row++) {
    const probability = probabilities[row] ?? NaN;
    const bin = Math.min(CALIBRATION_BINS - 1, Math.floor(probability * CALIBRATION_BINS));
    surplus[bin] = (surplus[bin] ?? 0) + probability - (labels[row] ?? 0);
  }
  return surplus.reduce((sum, value) => sum + Math.abs(value), 0) / labels.length;
}
