import { KwargsValueError } from '../errors.ts';
import { aggregate } from '../plan/metric.ts';
import type { Metrics } from '../plan/metric.ts';
import type { PlainValue } from '../source/plain-value.ts';
import type { Column } from '../source/table-shape.ts';
import { number, text } from '../sql/quote.ts';
import type { CategoriesSummary, ColumnSummary, NumbersSummary } from './summary.ts';
import { cutShort, shownName } from '../shown.ts';

/** What a column's values are reckoned as. */
export type Unit = NumbersSummary['unit'];

/** Numbers, times, or (null) texts. */
export function unitOf({ kind, type }: Column): Unit | null {
  if (kind === 'date' || kind === 'timestamp') return 'epoch_ms';
  return ['integer', 'float', 'decimal'].includes(kind) && type !== 'BIGNUM' ? 'number' : null;
}

/** SQL of the column as doubles; infinite times count as missing. */
export function asNumber({ sql }: Column, unit: Unit): string {
  return unit === 'number'
    ? `CAST(${sql} AS DOUBLE)`
    : `CAST(CASE WHEN isfinite(${sql}) THEN epoch_ms(${sql}) END AS DOUBLE)`;
}

/** SQL of the column as texts. */
export const asText = ({ sql }: Column): string => `CAST(${sql} AS VARCHAR)`;

const bits = new DataView(new ArrayBuffer(Float64Array.BYTES_PER_ELEMENT));

/** The greatest double below a finite `value`. */
export function nextBelow(value: number): number {
  if (value === 0) return -Number.MIN_VALUE;
  bits.setFloat64(0, value);
  bits.setBigInt64(0, bits.getBigInt64(0) + (value > 0 ? -1n : 1n));
  return bits.getFloat64(0);
}

/** The upper edges of bins (edge before, edge] that tell `below` and `upTo` each point. */
function edgesOf(points: readonly number[]): readonly number[] {
  const edges = points.flatMap((point) => [nextBelow(point), point]);
  return [...new Set(edges)].filter(Number.isFinite).sort((a, b) => a - b);
}

/** DuckDB's histogram finds the bin by binary search: one aggregate, whatever the number of bins. */
export function numbersMetric(column: Column, unit: Unit, points: readonly number[]): Metrics {
  const value = asNumber(column, unit);
  const edges = edgesOf(points).map(number).join(', ');
  return {
    count: aggregate(`count(${value})`),
    bins: aggregate(`map_values(histogram(${value}, CAST([${edges}] AS DOUBLE[])))`),
  };
}

/** What `numbersMetric` counted, at each point. */
export function countsAtPoints(
  points: readonly number[],
  bins: readonly PlainValue[],
): { readonly below: readonly number[]; readonly upTo: readonly number[] } {
  const cumulative = new Map<number, number>();
  let total = 0;
  for (const [at, edge] of edgesOf(points).entries()) {
    total += Number(bins[at] ?? 0);
    cumulative.set(edge, total);
  }
  return {
    below: points.map((point) => cumulative.get(nextBelow(point)) ?? 0),
    upTo: points.map((point) => cumulative.get(point) ?? 0),
  };
}

/** How often each of these texts occurs. */
export function categoriesMetric(column: Column, values: readonly string[]): Metrics {
  const value = asText(column);
  const histogram = `histogram_exact(${value}, CAST([${values.map(text).join(', ')}] AS VARCHAR[]))`;
  return {
    count: aggregate(`count(${column.sql})`),
    keys: aggregate(`map_keys(${histogram})`),
    counts: aggregate(`map_values(${histogram})`),
  };
}

/** What `categoriesMetric` counted, in the order of `values`. */
export function countsOfValues(
  values: readonly string[],
  keys: readonly PlainValue[],
  counts: readonly PlainValue[],
): readonly number[] {
  // A last entry more than asked for is DuckDB's bin of all other values, whatever its key says.
  const found = new Map(values.map((_, at) => [keys[at], Number(counts[at] ?? 0)]));
  return values.map((value) => found.get(value) ?? 0);
}

/** The metrics that compare a column with its reference; throws KwargsValueError. */
export function metricsAgainst(column: Column, reference: ColumnSummary): Metrics {
  if (reference.kind === 'categories') return categoriesMetric(column, reference.values);
  const unit = unitOf(column);
  if (unit === reference.unit) return numbersMetric(column, unit, reference.points);
  throw new KwargsValueError(
    `The reference of ${shownName(column.name)} is of ${reference.unit === 'number' ? 'numbers' : 'times'}; the column is ${cutShort(column.type)}.`,
  );
}

/** Both sides of a comparison, counted alike. */
export type Comparison =
  | {
      readonly kind: 'numbers';
      readonly reference: NumbersSummary;
      readonly count: number;
      readonly below: readonly number[];
      readonly upTo: readonly number[];
    }
  | {
      readonly kind: 'categories';
      readonly reference: CategoriesSummary;
      readonly count: number;
      readonly counts: readonly number[];
    };
