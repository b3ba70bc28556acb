import type { MaskedLmSize, MaskedLmWeights } from '@lf/kernels';
import { type ItemSequences, sessionItems, toItemSequences } from '@lf/recommenders';
import { createItemRanking, type ProdbConfig } from '@lf/recommenders/training';
import { nextItemCases } from '../sessions/next-item-cases.ts';

const CUTOFF = 20;

/** Cases at most: a standard error of half a percent is enough to tell epochs apart. */
const MOST_CASES = 10_000;

/**
 * Prepares the validation cases once: every event but the first of each session, evenly thinned out.
 *
 * @returns what gives the share of cases whose item is among the best twenty; undefined without cases
 */
export function createValidation(
  validation: ItemSequences | undefined,
  size: MaskedLmSize,
  config: ProdbConfig,
): ((weights: MaskedLmWeights) => number) | undefined {
  if (validation === undefined) return undefined;
  const all = nextItemCases(validation, { protocol: 'incremental', itemCount: size.items });
  const stride = Math.max(1, Math.ceil(all.targets.length / MOST_CASES));
  const kept = Array.from(all.targets.keys()).filter((index) => index % stride === 0);
  if (kept.length === 0) return undefined;
  const sessions = toItemSequences(kept.map((index) => [...sessionItems(all.sessions, index)]));
  const targets = kept.map((index) => all.targets[index] ?? -1);
  return (weights) => {
    const ranking = createItemRanking(weights, size, config);
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
