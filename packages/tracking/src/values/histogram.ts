/** Counts of values by bin; bin i holds from `edges[i]` up to `edges[i + 1]`, the last one its upper edge too. */
export interface Histogram {
  /** One more than bins, rising. */
  readonly edges: readonly number[];
  readonly counts: readonly number[];
}

/** wandb draws 64 by default, TensorBoard resamples to 30: enough for both. */
const DEFAULT_BINS = 64;

/**
 * Counts values in bins of equal width. Values that are not finite are left out; of none, the histogram has no bin, and
 * of values that lie too near each other to be told apart by bins it has one.
 *
 * @example
 * countInBins([0, 1, 1, 2], 2); // { edges: [0, 1, 2], counts: [1, 3] }
 */
export function countInBins(values: ArrayLike<number>, bins: number = DEFAULT_BINS): Histogram {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let place = 0; place < values.length; place += 1) {
    const value = values[place] ?? Number.NaN;
    if (!Number.isFinite(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (low > high) return { edges: [], counts: [] };
  if (low === high) return { edges: [low - 0.5, high + 0.5], counts: [countFinite(values)] };
  // Half the range first: the whole may pass the largest double.
  const halfWidth = (high / 2 - low / 2) / bins;
  if (isTooNarrow(low, high, halfWidth)) {
    return { edges: [low, high], counts: [countFinite(values)] };
  }
  const counts = new Array<number>(bins).fill(0);
  for (let place = 0; place < values.length; place += 1) {
    const value = values[place] ?? Number.NaN;
    if (!Number.isFinite(value)) continue;
    const bin = Math.min(bins - 1, Math.floor((value / 2 - low / 2) / halfWidth));
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  const edges = Array.from({ length: bins + 1 }, (_, bin) =>
    bin === bins ? high : low + bin * halfWidth + bin * halfWidth,
  );
  return { edges, counts };
}

/** The least double that keeps all its digits. */
const LEAST_NORMAL = 2 ** -1022;

/** Whether bins would be narrower than doubles lie apart. */
function isTooNarrow(low: number, high: number, halfWidth: number): boolean {
  return halfWidth < LEAST_NORMAL || low + 2 * halfWidth === low || high - 2 * halfWidth === high;
}

function countFinite(values: ArrayLike<number>): number {
  let count = 0;
  for (let place = 0; place < values.length; place += 1) {
    if (Number.isFinite(values[place])) count += 1;
  }
  return count;
}
