/** Share of the rows whose label equals `probability >= threshold`; null without rows. */
export function accuracy(
  probabilities: ArrayLike<number>,
  labels: ArrayLike<number>,
  threshold: number,
): number | null {
  if (labels.length === 0) return null;
  let right = 0;
  for (let row = 0; row < labels.length; row++) {
    if ((probabilities[row] ?? NaN) >= threshold === (labels[row] === 1)) right++;
  }
  return right / labels.length;
}

/**
 * 2 TP / (2 TP + FP + FN), a row being called positive when `probability >= threshold`.
 *
 * @returns null when all labels are alike, or without rows
 */
export function f1(
  probabilities: ArrayLike<number>,
  labels: ArrayLike<number>,
  threshold: number,
): number | null {
  let positives = 0;
  let called = 0;
  let found = 0;
  for (let row = 0; row < labels.length; row++) {
    const isPositive = labels[row] === 1;
    const isCalled = (probabilities[row] ?? NaN) >= threshold;
    if (isPositive) positives++;
    if (isCalled) called++;
    if (isPositive && isCalled) found++;
  }
  if (positives === 0 || positives === labels.length) return null;
  return (2 * found) / (called + positives);
}

/**
 * The threshold of the highest F1: choose it on rows that the evaluation does not see. Ties go to
 * the highest threshold.
 *
 * @returns a probability that occurs; .5 without a positive row
 */
export function bestF1Threshold(
  probabilities: ArrayLike<number>,
  labels: ArrayLike<number>,
): number {
  const order = Uint32Array.from({ length: labels.length }, (_, row) => row);
  order.sort((a, b) => (probabilities[b] ?? NaN) - (probabilities[a] ?? NaN));
  const positives = order.reduce((sum, row) => sum + (labels[row] ?? 0), 0);
  let best = 0.5;
  let bestF1 = 0;
  let found = 0;
  order.forEach((row, index) => {
    found += labels[row] ?? 0;
    const probability = probabilities[row] ?? NaN;
    const next = order[index + 1];
    if (next !== undefined && probabilities[next] === probability) return; // within a tie
    const score = (2 * found) / (index + 1 + positives);
    if (score > bestF1) {
      best = probability;
      bestF1 = score;
    }
  });
  return best;
}
