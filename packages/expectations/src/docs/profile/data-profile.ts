import type { ColumnKind } from '../../source/table-shape.ts';

/** How often values fall into bins of equal width, from the least value to the greatest. */
export interface Histogram {
  readonly from: number;
  readonly to: number;
  /** [bin] rows; a value on an edge belongs to the bin above it, the greatest to the last bin. */
  readonly counts: readonly number[];
}

/** A value, cut where it is long, and how many rows have it. */
export interface ValueCount {
  readonly value: string;
  readonly count: number;
}

/** What the values of one column look like. */
export interface ColumnProfile {
  readonly name: string;
  /** DuckDB's name of the type. */
  readonly type: string;
  readonly kind: ColumnKind;
  /** Rows without a value; NaN counts as none. */
  readonly missing: number;
  readonly distinct: number;
  /** Whether `distinct` is counted; past a few thousand it is estimated (HyperLogLog, about 10% off). */
  readonly isDistinctExact: boolean;
  /** As text, shortened if long; null if there is no value. */
  readonly min: string | null;
  readonly max: string | null;
  /** Of finite values; null if the column has no numbers. */
  readonly mean: number | null;
  readonly stdev: number | null;
  /** Of numbers, and of dates in milliseconds since 1970; null for others. */
  readonly histogram: Histogram | null;
  /** Most frequent first; values that occur once, or in fewer than one row of 300, may be missing. */
  readonly topValues: readonly ValueCount[];
}

/** What a table's values look like. */
export interface DataProfile {
  readonly rows: number;
  readonly columns: readonly ColumnProfile[];
}
