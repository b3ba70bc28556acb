/**
 * The chance that a positive row scores above a negative one, a tie counting half (midranks).
 *
 * @param scores [row]
 * @param labels [row] 0 or 1
 * @returns null when all labels are alike, or without rows
 */
export function rocAuc(scores: ArrayLike<number>, labels: ArrayLike<number>): number | null {
  const order = Uint32Array.from({ length: labels.length }, (_, row) => row);
  order.sort((a, b) => (scores[a] ?? NaN) - (scores[b] ?? NaN));
  let positives = 0;
  let positiveRankSum = 0;
  for (let from = 0; from < order.length;) {
    const score = scores[order[from] ?? 0];
    let to = from;
    let tiedPositives = 0;
    while (to < order.length && scores[order[to] ?? 0] === score) {
      tiedPositives += labels[order[to] ?? 0] ?? 0;
      to++;
    }
    const midrank = (from + 1 + to) / 2; // the mean of the ranks from + 1 .. to
    positiveRankSum += tiedPositives * midrank;
    positives += tiedPositives;
    from = Math.max(to, from + 1); // a NaN equals nothing, not even itself
  }
  const negatives = labels.length - positives;
  if (positives === 0 || negatives === 0) return null;
  return (positiveRankSum - (positives * (positives + 1)) / 2) / (positives * negatives);
}
