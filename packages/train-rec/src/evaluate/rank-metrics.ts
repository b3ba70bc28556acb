import { estimateMean, type Estimate } from './estimate.ts';

/** How high the item that came next stood in the lists, cut off at k. Null without cases. */
export interface RankMetrics {
  readonly cases: number;
  /** Share of the cases whose target is among the k best. */
  readonly hr: Estimate | null;
  /** Mean of 1 / rank; 0 for a target below k. */
  readonly mrr: Estimate | null;
  /** Mean of 1 / log2(rank + 1): one item is right, so the ideal gain is 1; 0 for a target below k. */
  readonly ndcg: Estimate | null;
}

/** A target that is not in its list. */
export const UNRANKED = 0;

/**
 * Computes the metrics at a cut-off.
 *
 * @param ranks `[case]` the target's place from 1, `UNRANKED` for a miss
 */
export function rankMetrics(
  ranks: ArrayLike<number>,
  k: number,
  groups?: Uint32Array,
): RankMetrics {
  const gains = (gainAt: (rank: number) => number) =>
    estimateMean(
      Float64Array.from(ranks, (rank) => (rank === UNRANKED || rank > k ? 0 : gainAt(rank))),
      groups,
    );
  return {
    cases: ranks.length,
    hr: gains(() => 1),
    mrr: gains((rank) => 1 / rank),
    ndcg: gains((rank) => 1 / Math.log2(rank + 1)),
  };
}
