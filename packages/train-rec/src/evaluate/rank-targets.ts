import type { Recommender } from '@lf/recommenders';
import type { NextItemCases } from '../sessions/next-item-cases.ts';
import { UNRANKED } from './rank-metrics.ts';

interface RankTargetsOptions {
  readonly recommender: Recommender;
  readonly cases: NextItemCases;
  /** In rising order. */
  readonly cutoffs: readonly number[];
  readonly excludeSeen: boolean;
  readonly onProgress?: (doneCases: number) => void;
}

/** Where the targets stand in the recommender's lists, and what those lists hold. */
interface RankedTargets {
  /** `[case]` from 1; `UNRANKED` below the widest cut-off or for an unseen target. */
  readonly ranks: Uint32Array;
  /** `[cutoff][item]` how many lists, cut there, hold the item. */
  readonly recommended: readonly Uint32Array[];
}

/** Cases ranked at a time: enough to keep a batched model busy, few enough to hold their lists. */
const BATCH_CASES = 512;

export function rankTargets(options: RankTargetsOptions): RankedTargets {
  const { recommender, cases, cutoffs, excludeSeen, onProgress } = options;
  const { sessions, targets } = cases;
  const widest = cutoffs.at(-1) ?? 1;
  const ranks = new Uint32Array(targets.length).fill(UNRANKED);
  const recommended = cutoffs.map(() => new Uint32Array(recommender.itemCount));
  for (let from = 0; from < targets.length; from += BATCH_CASES) {
    const to = Math.min(targets.length, from + BATCH_CASES);
    const start = sessions.offsets[from] ?? 0;
    const batch = {
      offsets: sessions.offsets.slice(from, to + 1).map((offset) => offset - start),
      items: sessions.items.subarray(start, sessions.offsets[to]),
    };
    const { items } = recommender.recommend(batch, { k: widest, excludeSeen });
    for (let row = 0; row < to - from; row++) {
      const list = items.subarray(row * widest, (row + 1) * widest);
      const target = targets[from + row] ?? -1;
      if (target >= 0) ranks[from + row] = list.indexOf(target) + 1;
      cutoffs.forEach((k, index) => {
        const lists = recommended[index];
        if (lists === undefined) return;
        for (const item of list.subarray(0, k)) {
          if (item >= 0) lists[item] = (lists[item] ?? 0) + 1;
        }
      });
    }
    onProgress?.(to);
  }
  return { ranks, recommended };
}
