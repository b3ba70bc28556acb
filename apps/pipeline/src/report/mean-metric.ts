/** Mean and standard deviation over trainings; null where one of them does not define the metric. */
export interface MeanMetric {
  readonly mean: number | null;
  /** Null of a single training too. */
  readonly sd: number | null;
}

/** @param values of one metric, one for each training */
export function meanMetric(values: readonly (number | null)[]): MeanMetric {
  const known = values.flatMap((value) => value ?? []);
  if (known.length === 0 || known.length < values.length) return { mean: null, sd: null };
  const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
  const squares = known.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, sd: known.length < 2 ? null : Math.sqrt(squares / (known.length - 1)) };
}
