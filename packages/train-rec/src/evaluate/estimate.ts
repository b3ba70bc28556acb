import { clusteredInterval, type Interval } from '@lf/contract';

/**
 * The mean of values in [0, 1] over the cases, with its 95 % interval: the cases of one group (session) may depend on
 * each other. It is cut to [0, 1].
 *
 * @param values `[case]`
 * @param groups `[case]` equal for cases of one session; every case its own when left out
 * @returns null without cases; without a spread (one group) the interval is [0, 1]
 */
export function estimateMean(values: Float64Array, groups?: Uint32Array): Interval | null {
  const cases = values.length;
  if (cases === 0) return null;
  const value = values.reduce((sum, one) => sum + one, 0) / cases;
  const found = clusteredInterval(
    value,
    values.map((one) => one - value),
    groups,
  );
  if (found === null) return { value, low: 0, high: 1 };
  return { value, low: Math.max(0, found.low), high: Math.min(1, found.high) };
}
