/** A mean over the cases with its 95 % confidence interval. */
export interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** Two-sided 95 % quantile of the standard normal distribution. */
const NORMAL_95 = 1.959964;

/**
 * The mean of values in [0, 1], with a normal interval whose standard error lets the cases of one
 * group (session) depend on each other (cluster-robust, Liang & Zeger 1986), cut to [0, 1].
 *
 * @param values `[case]`
 * @param groups `[case]` equal for cases of one session; every case its own when left out
 * @returns null without cases; without a spread (one group) the interval is [0, 1]
 */
export function estimateMean(values: Float64Array, groups?: Uint32Array): Estimate | null {
  const cases = values.length;
  if (cases === 0) return null;
  const value = values.reduce((sum, one) => sum + one, 0) / cases;
  const residuals = new Map<number, number>();
  values.forEach((one, index) => {
    const group = groups?.[index] ?? index;
    residuals.set(group, (residuals.get(group) ?? 0) + one - value);
  });
  const groupCount = residuals.size;
  if (groupCount < 2) return { value, low: 0, high: 1 };
  let squares = 0;
  for (const residual of residuals.values()) squares += residual * residual;
  const error = Math.sqrt((squares * groupCount) / (groupCount - 1)) / cases;
  return {
    value,
    low: Math.max(0, value - NORMAL_95 * error),
    high: Math.min(1, value + NORMAL_95 * error),
  };
}
