import { clusteredInterval, type Interval } from '@lf/contract';

/** Scores of the same rows by one model, or by two whose ROC-AUC are compared. */
export interface JudgedScores {
  /** [row] */
  readonly scores: ArrayLike<number>;
  /** [row] of a second model: the interval is then that of the difference, the first less the second */
  readonly others?: ArrayLike<number>;
  /** [row] 0 or 1 */
  readonly labels: ArrayLike<number>;
  /** [row] equal for rows of one session: they may depend on each other */
  readonly groups: ArrayLike<number>;
}

/**
 * The ROC-AUC, or the difference of two, with a normal interval. Its standard error is that of DeLong, DeLong and
 * Clarke-Pearson (1988), written as the sum of what each row adds, and lets the rows of one group depend on each other
 * (cluster-robust, as Obuchowski 1997).
 *
 * @returns null when all labels are alike, or with fewer than two groups
 */
export function rocAucInterval({ scores, others, labels, groups }: JudgedScores): Interval | null {
  const own = rowInfluences(scores, labels);
  const other = others === undefined ? null : rowInfluences(others, labels);
  if (own === null || (others !== undefined && other === null)) return null;
  const influences =
    other === null
      ? own.influences
      : own.influences.map((influence, row) => influence - (other.influences[row] ?? 0));
  return clusteredInterval(own.rocAuc - (other?.rocAuc ?? 0), influences, groups);
}

/**
 * How much each row moves the ROC-AUC: (placement - AUC) over the share of the rows of its label, the placement being
 * the share of rows of the other label that it is on the right side of, a tie counting half.
 */
function rowInfluences(
  scores: ArrayLike<number>,
  labels: ArrayLike<number>,
): { readonly rocAuc: number; readonly influences: Float64Array } | null {
  const rows = labels.length;
  const order = Uint32Array.from({ length: rows }, (_, row) => row);
  order.sort((a, b) => (scores[a] ?? NaN) - (scores[b] ?? NaN));
  const positives = order.reduce((sum, row) => sum + (labels[row] ?? 0), 0);
  const negatives = rows - positives;
  if (positives === 0 || negatives === 0) return null;
  const placements = new Float64Array(rows);
  let negativesBelow = 0;
  let positivesBelow = 0;
  let sum = 0;
  for (let from = 0; from < rows;) {
    const score = scores[order[from] ?? 0];
    let to = from;
    let tiedPositives = 0;
    while (to < rows && scores[order[to] ?? 0] === score) {
      tiedPositives += labels[order[to] ?? 0] ?? 0;
      to++;
    }
    to = Math.max(to, from + 1); // a NaN equals nothing, not even itself
    const tiedNegatives = to - from - tiedPositives;
    for (const row of order.subarray(from, to)) {
      const isPositive = labels[row] === 1;
      placements[row] = isPositive
        ? (negativesBelow + tiedNegatives / 2) / negatives
        : (positives - positivesBelow - tiedPositives / 2) / positives;
      if (isPositive) sum += placements[row] ?? 0;
    }
    negativesBelow += tiedNegatives;
    positivesBelow += tiedPositives;
    from = to;
  }
  const rocAuc = sum / positives;
  const influences = placements.map(
    (placement, row) => ((placement - rocAuc) * rows) / (labels[row] === 1 ? positives : negatives),
  );
  return { rocAuc, influences };
}
