import { type Recommender, RecOptionError, sessionCount } from '@lf/recommenders';
import { RecDataError } from '../errors.ts';
import type { NextItemCases } from '../sessions/next-item-cases.ts';
import { POPULARITY_BANDS, popularityBands, type PopularityBand } from './popularity-bands.ts';
import { rankMetrics, type RankMetrics } from './rank-metrics.ts';
import { rankTargets } from './rank-targets.ts';
import { listMetrics, type ListMetrics } from './recommended-items.ts';

export interface EvaluateRecommenderOptions {
  readonly recommender: Recommender;
  readonly cases: NextItemCases;
  /** `[item]` training events, as `countItems` gives them: popularity is measured by them. */
  readonly itemCounts: Uint32Array;
  /** Default 5, 10, 20. */
  readonly cutoffs?: readonly number[];
  /** Default false: an item may come again. */
  readonly excludeSeen?: boolean;
  /** Called with the cases done so far. */
  readonly onProgress?: (doneCases: number) => void;
}

/** How well a recommender ranks the items that came next. */
export interface RecEvaluation {
  readonly cases: number;
  /** Cases whose target the training has not seen: each is a miss. */
  readonly unseenTargets: number;
  /** `[case]` the target's place from 1; 0 for a miss at the largest cut-off. */
  readonly ranks: Uint32Array;
  /** In rising order of k. */
  readonly cutoffs: readonly (RankMetrics & ListMetrics & { readonly k: number })[];
  /** At the largest cut-off, by the events of the prefix; `to` is Infinity for the last. */
  readonly bySessionLength: readonly (RankMetrics & {
    readonly from: number;
    readonly to: number;
  })[];
  /** At the largest cut-off, by how popular the target is. */
  readonly byItemPopularity: readonly (RankMetrics & { readonly band: PopularityBand })[];
}

const DEFAULT_CUTOFFS = [5, 10, 20];

/** First prefix length of each group of cases; half of most shops' prefixes are of 1 to 3 events. */
const LENGTH_STARTS = [0, 1, 2, 3, 5, 10, 20];

/**
 * Ranks all items for every case and measures where the targets stand.
 *
 * @throws RecDataError when cases and targets differ in number
 * @throws RecOptionError when a cut-off is not a whole number from 1
 */
export function evaluateRecommender(options: EvaluateRecommenderOptions): RecEvaluation {
  const { recommender, cases, itemCounts } = options;
  const { sessions, targets, groups } = cases;
  if (sessionCount(sessions) !== targets.length) {
    throw new RecDataError(
      'cases_uneven',
      `While evaluating, expected a target for each of ${sessionCount(sessions)} prefixes, got ${targets.length}.`,
    );
  }
  const cutoffs = [...(options.cutoffs ?? DEFAULT_CUTOFFS)].sort((a, b) => a - b);
  const widest = cutoffs.at(-1) ?? 0;
  const wrong = cutoffs.find((k) => !Number.isInteger(k) || k < 1);
  if (wrong !== undefined || widest === 0) {
    throw new RecOptionError('cutoffs', 'whole numbers from 1', wrong ?? 'none');
  }
  const { ranks, recommended } = rankTargets({
    recommender,
    cases,
    cutoffs,
    excludeSeen: options.excludeSeen ?? false,
    ...(options.onProgress === undefined ? {} : { onProgress: options.onProgress }),
  });

  const measureWhere = (holds: (row: number) => boolean) => {
    const rows = [...targets.keys()].filter(holds);
    return rankMetrics(
      rows.map((row) => ranks[row] ?? 0),
      widest,
      groups && Uint32Array.from(rows, (row) => groups[row] ?? 0),
    );
  };
  const lengthOf = (row: number) => (sessions.offsets[row + 1] ?? 0) - (sessions.offsets[row] ?? 0);
  const bandOf = popularityBands(itemCounts);

  return {
    cases: targets.length,
    unseenTargets: targets.filter((target) => bandOf(target) === 'unseen').length,
    ranks,
    cutoffs: cutoffs.map((k, index) => ({
      k,
      ...rankMetrics(ranks, k, groups),
      ...listMetrics(recommended[index] ?? new Uint32Array(0), itemCounts),
    })),
    bySessionLength: LENGTH_STARTS.map((from, index) => {
      const to = (LENGTH_STARTS[index + 1] ?? Infinity) - 1;
      return {
        from,
        to,
        ...measureWhere((row) => lengthOf(row) >= from && lengthOf(row) <= to),
      };
    }).filter(({ cases: count }) => count > 0),
    byItemPopularity: POPULARITY_BANDS.map((band) => ({
      band,
      ...measureWhere((row) => bandOf(targets[row] ?? -1) === band),
    })),
  };
}
