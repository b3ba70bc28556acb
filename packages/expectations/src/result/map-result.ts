import { ROW_NUMBER } from '../plan/metric.ts';
import type { PlainRow, PlainValue } from '../source/plain-value.ts';
import { tellsAtLeast } from './result-format.ts';
import type { ResultFormat } from './result-format.ts';

/** How many rows there are, count, and fail. */
export interface RowCounts {
  readonly rows: number;
  readonly counted: number;
  readonly unexpected: number;
}

/** How a failing row is shown. */
export type ShownAs = 'value' | 'pair' | 'record';

/** Which columns show a failing row, whether rows can be missing, and the SQL that finds them. */
export interface MapShape {
  readonly columns: readonly string[];
  readonly shownAs: ShownAs;
  readonly hasMissing: boolean;
  readonly query: string;
}

const ROW_KEY = ROW_NUMBER.slice(1, -1);

/** Of 100; null where there is nothing to divide by. */
function percent(part: number, whole: number): number | null {
  return whole === 0 ? null : (part / whole) * 100;
}

function shownValue(row: PlainRow, { columns, shownAs }: MapShape): PlainValue {
  if (shownAs === 'value') return row[columns[0] ?? ''] ?? null;
  if (shownAs === 'pair') return columns.map((name) => row[name] ?? null);
  return Object.fromEntries(columns.map((name) => [name, row[name] ?? null]));
}

function indexOf(row: PlainRow, shown: readonly string[], format: ResultFormat): PlainValue {
  if (format.indexColumns.length === 0) return row[ROW_KEY] ?? null;
  return Object.fromEntries(
    [...new Set([...shown, ...format.indexColumns])].map((name) => [name, row[name] ?? null]),
  );
}

function withoutPosition({ [ROW_KEY]: _, ...row }: PlainRow): PlainRow {
  return row;
}

/** How often each value occurs: most frequent first, then by value. */
function countsOf(values: readonly PlainValue[]): { value: PlainValue; count: number }[] {
  const byText = new Map<string, { value: PlainValue; count: number }>();
  for (const value of values) {
    const key = JSON.stringify(value);
    const entry = byText.get(key) ?? { value, count: 0 };
    entry.count += 1;
    byText.set(key, entry);
  }
  return [...byText.values()].sort((a, b) => b.count - a.count || compare(a.value, b.value));
}

function compare(a: PlainValue, b: PlainValue): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  const [left, right] = [JSON.stringify(a), JSON.stringify(b)];
  return left < right ? -1 : Number(left > right);
}

/** GX counts hashable values only, which records are not in Python; readers of its results look here. */
const UNCOUNTED = {
  details: {
    partial_unexpected_counts_error:
      'partial_unexpected_counts requested, but requires a hashable type',
  },
};

/** The `result` of a map expectation, with the keys that `format` asks for. */
export function mapResult(
  shape: MapShape,
  counts: RowCounts,
  failing: readonly PlainRow[],
  format: ResultFormat,
): Record<string, unknown> {
  if (!tellsAtLeast(format, 'BASIC')) return {};
  const ofCounted = percent(counts.unexpected, counts.counted);
  const values = failing.map((row) => shownValue(row, shape));
  const partial = values.slice(0, format.partialCount);
  const indexes = failing.map((row) => indexOf(row, shape.columns, format));
  const missing = counts.rows - counts.counted;
  return {
    element_count: counts.rows,
    unexpected_count: counts.unexpected,
    unexpected_percent: ofCounted,
    ...(format.indexColumns.length > 0 && {
      unexpected_index_column_names: format.indexColumns,
    }),
    partial_unexpected_list: partial,
    ...(shape.hasMissing && {
      missing_count: missing,
      missing_percent: percent(missing, counts.rows),
      unexpected_percent_total: percent(counts.unexpected, counts.rows),
      unexpected_percent_nonmissing: ofCounted,
    }),
    ...(format.givesRows && { unexpected_rows: failing.map(withoutPosition) }),
    ...(tellsAtLeast(format, 'SUMMARY') && {
      ...(shape.shownAs === 'record'
        ? UNCOUNTED
        : { partial_unexpected_counts: countsOf(partial) }),
      partial_unexpected_index_list: indexes.slice(0, format.partialCount),
    }),
    ...(format.name === 'COMPLETE' && {
      unexpected_list: values,
      unexpected_index_list: indexes,
      ...(format.givesIndexQuery && { unexpected_index_query: shape.query }),
    }),
  };
}
