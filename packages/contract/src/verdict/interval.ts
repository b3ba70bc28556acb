/** A figure with its 95 % confidence interval. */
export interface Interval {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** Two-sided 95 % quantile of the standard normal distribution. */
const NORMAL_95 = 1.959964;

/**
 * The normal interval of a figure over rows of which those of one group (session) may depend on each other: its
 * standard error is the cluster-robust one (Liang & Zeger 1986).
 *
 * @param influences `[row]` how much a row moves the figure, times the rows; their sum is 0. Of a mean: value - mean
 * @param groups `[row]` equal for rows of one session; every row its own when left out
 * @returns null with fewer than two groups: they show no spread
 */
export function clusteredInterval(
  value: number,
  influences: ArrayLike<number>,
  groups?: ArrayLike<number>,
): Interval | null {
  const sums = new Map<number, number>();
  for (let row = 0; row < influences.length; row++) {
    const group = groups?.[row] ?? row;
    sums.set(group, (sums.get(group) ?? 0) + (influences[row] ?? 0));
  }
  if (sums.size < 2) return null;
  let squares = 0;
  for (const sum of sums.values()) squares += sum * sum;
  const error = Math.sqrt((squares * sums.size) / (sums.size - 1)) / influences.length;
  return { value, low: value - NORMAL_95 * error, high: value + NORMAL_95 * error };
}

/** The standard error of a figure, by its interval. */
export function standardError({ low, high }: Interval): number {
  return (high - low) / (2 * NORMAL_95);
}
