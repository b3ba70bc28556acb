/** Keras's clip: a probability of float32 closer to 0 or 1 than this says no more. */
const CLIP = 1e-7;

/**
 * Mean cross-entropy in nats, of probabilities clipped to [1e-7, 1 - 1e-7].
 *
 * @param probabilities [row]
 * @param labels [row] 0 or 1
 * @returns null without rows
 */
export function logLoss(
  probabilities: ArrayLike<number>,
  labels: ArrayLike<number>,
): number | null {
  if (labels.length === 0) return null;
  let sum = 0;
  for (let row = 0; row < labels.length; row++) {
    sum += crossEntropy(probabilities[row] ?? NaN, labels[row] === 1 ? 1 : 0);
  }
  return sum / labels.length;
}

/** Cross-entropy in nats of one clipped probability. */
export function crossEntropy(probability: number, label: 0 | 1): number {
  const p = Math.min(1 - CLIP, Math.max(CLIP, probability));
  return -Math.log(label === 1 ? p : 1 - p);
}
