import {
  type ItemSequences,
  type Recommender,
  sessionItems,
  toItemSequences,
} from '@lf/recommenders';
import { nextItemCases } from './next-item-cases.ts';

const CUTOFF = 20;

/** Cases at most: a standard error of half a percent is enough to tell epochs apart. */
const MOST_CASES = 10_000;

type Ranking = Pick<Recommender, 'recommend' | 'dispose'>;

/**
 * Prepares the validation cases once: every event but the first of each session, evenly thinned out.
 *
 * @returns what gives the share of cases whose item is among the best twenty of a ranking, which it makes and disposes
 *   of; undefined without cases
 */
export function createHitRate(
  validation: ItemSequences | undefined,
  itemCount: number,
): ((makeRanking: () => Ranking) => number) | undefined {
  if (validation === undefined) return undefined;
  const all = nextItemCases(validation, { protocol: 'incremental', itemCount });
  const stride = Math.max(1, Math.ceil(all.targets.length / MOST_CASES));
  const kept = Array.from(all.targets.keys()).filter((index) => index % stride === 0);
  if (kept.length === 0) return undefined;
  const sessions = toItemSequences(kept.map((index) => [...sessionItems(all.sessions, index)]));
  const targets = kept.map((index) => all.targets[index] ?? -1);
  return (makeRanking) => {
    const ranking = makeRanking();
    try {
      const { items } = ranking.recommend(sessions, { k: CUTOFF });
      const hits = targets.filter(
        (target, row) =>
          target >= 0 && items.subarray(row * CUTOFF, (row + 1) * CUTOFF).includes(target),
      );
      return hits.length / targets.length;
    } finally {
      ranking.dispose();
    }
  };
}
