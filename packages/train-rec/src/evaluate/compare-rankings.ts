import type { Interval } from '@lf/contract';
import { splitMix } from '@lf/kernels';
import { RecOptionError } from '@lf/recommenders';
import { RecDataError } from '../errors.ts';
import { gainsAt, ndcgGain } from './rank-metrics.ts';

export interface CompareRankingsOptions {
  /** Where the lists are cut off. */
  readonly k: number;
  /** `[case]` equal for cases of one session; every case its own when left out. */
  readonly groups?: Uint32Array;
  /** Of the resamples; default 0. */
  readonly seed?: number;
  /** Default 2,000. */
  readonly resamples?: number;
}

/** How much a metric is higher in the first ranking than in the second. Null without cases. */
export interface RankingDifference {
  readonly hr: Interval | null;
  readonly mrr: Interval | null;
  readonly ndcg: Interval | null;
}

/** A percentile of 2.5 % then rests on 50 resamples. */
const RESAMPLES = 2000;

/**
 * Compares two rankings of the same cases: differences with their 95 % intervals by the paired bootstrap (Efron 1979). A
 * session is drawn with all its cases, the same for both rankings and for every metric.
 *
 * @param first `[case]` the target's place from 1, `UNRANKED` for a miss
 * @param second `[case]` of the other model
 * @throws RecDataError when the two, or the groups, differ in their number of cases
 * @throws RecOptionError when `k` or `resamples` is not a whole number from 1
 */
export function compareRankings(
  first: ArrayLike<number>,
  second: ArrayLike<number>,
  { k, groups, seed = 0, resamples = RESAMPLES }: CompareRankingsOptions,
): RankingDifference {
  requireAlike(first.length, second.length, 'rankings');
  requireAlike(first.length, groups?.length ?? first.length, 'groups');
  for (const [name, value] of Object.entries({ k, resamples })) {
    if (!Number.isInteger(value) || value < 1) {
      throw new RecOptionError(name, 'a whole number from 1', value);
    }
  }
  if (first.length === 0) return { hr: null, mrr: null, ndcg: null };
  const gains = [() => 1, (rank: number) => 1 / rank, ndcgGain];
  const differences = gains.map((gainAt) => {
    const others = gainsAt(second, k, gainAt);
    return gainsAt(first, k, gainAt).map((gain, row) => gain - (others[row] ?? 0));
  });
  const sums = sumsByGroup(differences, groups);
  const [hr, mrr, ndcg] = intervalsOf(sums, resamples, splitMix(seed));
  return { hr: hr ?? null, mrr: mrr ?? null, ndcg: ndcg ?? null };
}

function requireAlike(expected: number, got: number, what: string): void {
  if (expected === got) return;
  throw new RecDataError(
    'cases_uneven',
    `While comparing ${what}, expected ${expected} cases, got ${got}. Rank the same cases by both models.`,
  );
}

interface GroupSums {
  /** `[group]` cases. */
  readonly cases: Float64Array;
  /** `[metric][group]` */
  readonly differences: readonly Float64Array[];
}

function sumsByGroup(differences: readonly Float64Array[], groups?: Uint32Array): GroupSums {
  const rows = differences[0]?.length ?? 0;
  const places = new Map<number, number>();
  for (let row = 0; row < rows; row++) {
    const group = groups?.[row] ?? row;
    if (!places.has(group)) places.set(group, places.size);
  }
  const summed = (values: (row: number) => number) => {
    const sums = new Float64Array(places.size);
    for (let row = 0; row < rows; row++) {
      const place = places.get(groups?.[row] ?? row) ?? 0;
      sums[place] = (sums[place] ?? 0) + values(row);
    }
    return sums;
  };
  return {
    cases: summed(() => 1),
    differences: differences.map((metric) => summed((row) => metric[row] ?? 0)),
  };
}

/** The interval of each metric, by the percentiles of the resampled means. */
function intervalsOf(
  { cases, differences }: GroupSums,
  resamples: number,
  random: () => number,
): readonly Interval[] {
  const groupCount = cases.length;
  const means = differences.map(() => new Float64Array(resamples));
  const drawn = new Uint32Array(groupCount);
  const sumOver = (values: Float64Array) => {
    let sum = 0;
    for (let i = 0; i < groupCount; i++) sum += values[drawn[i] ?? 0] ?? 0;
    return sum;
  };
  for (let resample = 0; resample < resamples; resample++) {
    for (let i = 0; i < groupCount; i++) drawn[i] = Math.floor(random() * groupCount);
    const count = sumOver(cases);
    differences.forEach((metric, index) => {
      const own = means[index];
      if (own !== undefined) own[resample] = sumOver(metric) / count;
    });
  }
  const total = cases.reduce((sum, count) => sum + count, 0);
  return differences.map((metric, index) => {
    const sorted = (means[index] ?? new Float64Array(0)).sort();
    const at = (share: number) => sorted[Math.round(share * (resamples - 1))] ?? 0;
    const value = metric.reduce((sum, difference) => sum + difference, 0) / total;
    return { value, low: at(0.025), high: at(0.975) };
  });
}
