import { aggregate } from '../plan/metric.ts';
import type { Metrics } from '../plan/metric.ts';
import type { MetricValues } from '../plan/metric-values.ts';
import type { Column } from '../source/table-shape.ts';

/** The metrics behind `countResult`. */
export function columnCounts({ sql }: Column): Metrics {
  return { rows: aggregate('count(*)'), present: aggregate(`count(${sql})`) };
}

/** How many rows there are and how many have no value, as GX names it. */
export function countResult(values: MetricValues): Readonly<Record<string, number | null>> {
  const rows = values.count('rows');
  const missing = rows - values.count('present');
  return {
    element_count: rows,
    missing_count: missing,
    missing_percent: rows === 0 ? null : (missing / rows) * 100,
  };
}
