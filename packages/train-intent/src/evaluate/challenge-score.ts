/** Weight of the accuracy at each cut, in the Coveo SIGIR eCom 2021 challenge; they sum to 4.5. */
const CHALLENGE_WEIGHTS: ReadonlyMap<number, number> = new Map([
  [0, 1],
  [2, 0.9],
  [4, 0.8],
  [6, 0.7],
  [8, 0.6],
  [10, 0.5],
]);

/**
 * The challenge's score of cart-abandonment predictions: the weighted sum of the accuracies at 0,
 * 2, 4, 6, 8 and 10 events after the first add, at most 4.5.
 *
 * @param accuracyByCut accuracy at each cut
 * @returns null when one of the six cuts has no rows
 */
export function challengeScore(accuracyByCut: ReadonlyMap<number, number | null>): number | null {
  let score = 0;
  for (const [cut, weight] of CHALLENGE_WEIGHTS) {
    const accuracy = accuracyByCut.get(cut) ?? null;
    if (accuracy === null) return null;
    score += weight * accuracy;
  }
  return score;
}
