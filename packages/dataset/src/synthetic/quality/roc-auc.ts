/**
 * Area under the ROC curve: the chance that a positive scores above a negative, ties counted half.
 *
 * @param scores `[row]`
 * @param labels `[row]`, 0 or 1.
 * @returns NaN if a class is missing.
 */
export function rocAuc(scores: Float64Array, labels: Uint8Array): number {
  const order = Uint32Array.from(scores.keys()).sort((a, b) => (scores[a] ?? 0) - (scores[b] ?? 0));
  let positives = 0;
  let rankSum = 0; // of the positives, ranks from 1, ties share their mean
  for (let from = 0; from < order.length;) {
    const score = scores[order[from] ?? 0];
    let to = from;
    let tiedPositives = 0;
    while (to < order.length && scores[order[to] ?? 0] === score) {
      tiedPositives += labels[order[to] ?? 0] ?? 0;
      to++;
    }
    rankSum += tiedPositives * ((from + 1 + to) / 2);
    positives += tiedPositives;
    from = to;
  }
  const negatives = order.length - positives;
  return (rankSum - (positives * (positives + 1)) / 2) / (positives * negatives);
}
