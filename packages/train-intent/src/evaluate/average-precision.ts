/**
 * Area under the precision-recall steps: the sum over distinct scores, highest first, of the
 * precision at that score times the recall it adds. Rows of one score enter together, so their
 * order does not matter; nothing is interpolated.
 *
 * @param scores [row]
 * @param labels [row] 0 or 1
 * @returns null when all labels are alike, or without rows
 */
export function averagePrecision(
  scores: ArrayLike<number>,
  labels: ArrayLike<number>,
): number | null {
  const order = Uint32Array.from({ length: labels.length }, (_, row) => row);
  order.sort((a, b) => (scores[b] ?? NaN) - (scores[a] ?? NaN));
  const positives = order.reduce((sum, row) => sum + (labels[row] ?? 0), 0);
  if (positives === 0 || positives === labels.length) return null;
  let area = 0;
  let found = 0;
  for (let from = 0; from < order.length;) {
    const score = scores[order[from] ?? 0];
    let to = from;
    let added = 0;
    while (to < order.length && scores[order[to] ?? 0] === score) {
      added += labels[order[to] ?? 0] ?? 0;
      to++;
    }
    to = Math.max(to, from + 1); // a NaN equals nothing, not even itself
    found += added;
    area += (found / to) * (added / positives);
    from = to;
  }
  return area;
}
