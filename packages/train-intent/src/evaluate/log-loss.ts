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
    const p = Math.min(1 - CLIP, Math.max(CLIP, probabilities[row] ?? NaN));
    sum -= labels[row] === 1 ? Math.log(p) : Math.log(1 - p);
  }
  return sum / labels.length;
}
