import type { Interval } from '@lf/contract';
import { estimateMean } from './estimate.ts';

/** How high the item that came next stood in the lists, cut off at k. Null without cases. */
export interface RankMetrics {
  readonly cases: number;
  /** Share of the cases whose target is among the k best. */
  readonly hr: Interval | null;
  /** Mean of 1 / rank; 0 for a target below k. */
  readonly mrr: Interval | null;
  /** Mean of 1 / log2(rank + 1): one item is right, so the ideal gain is 1; 0 for a target below k. */
  readonly ndcg: Interval | null;
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
  const mean = (gainAt: (rank: number) => number) =>
    estimateMean(gainsAt(ranks, k, gainAt), groups);
  return {
    cases: ranks.length,
    hr: mean(() => 1),
    mrr: mean((rank) => 1 / rank),
    ndcg: mean(ndcgGain),
  };
}

/** What a case adds to NDCG: one item is right, so the ideal gain is 1. */
export function ndcgGain(rank: number): number {
  return 1 / Math.log2(rank + 1);
}

/** @returns `[case]` what each adds to a metric, 0 for a target below k */
export function gainsAt(
  ranks: ArrayLike<number>,
  k: number,
  gainAt: (rank: number) => number,
): Float64Array {
  return Float64Array.from(ranks, (rank) => (rank === UNRANKED || rank > k ? 0 : gainAt(rank)));
}
