import type { Column, ColumnKind } from '../../source/table-shape.ts';
import { text } from '../../sql/quote.ts';

/** How many characters of a text a profile keeps: more than a page shows in one line. */
const KEPT_CHARS = 100;

/** How many values that may be frequent are counted: one in every 300 rows is surely among them. */
const CANDIDATES = 100;

/** How many bins a histogram has at most. */
const BINS = 24;

/** Kinds whose values may be of any length as text. */
const UNBOUNDED: readonly ColumnKind[] = ['text', 'mixed', 'other'];

/** The column as text of bounded length. Long texts that start alike and are equally long count as one. */
function keptText({ sql, kind }: Column): string {
  const held =
    kind === 'mixed' ? `CAST(CAST(${sql} AS JSON) AS VARCHAR)` : `CAST(${sql} AS VARCHAR)`;
  if (!UNBOUNDED.includes(kind)) return held;
  return `CASE WHEN length(${held}) <= ${KEPT_CHARS} THEN ${held} ELSE left(${held}, ${KEPT_CHARS}) || '… (' || length(${held}) || ' characters)' END`;
}

/** The column as DOUBLE; null where its values are no numbers and no times. Not finite ones are null. */
function asDouble({ sql, kind }: Column): string | null {
  switch (kind) {
    case 'integer':
    case 'decimal':
      return `CAST(${sql} AS DOUBLE)`;
    case 'float':
      return `CASE WHEN isfinite(${sql}) THEN CAST(${sql} AS DOUBLE) END`;
    case 'date':
    case 'timestamp':
      return `CASE WHEN isfinite(${sql}) THEN CAST(epoch_ms(CAST(${sql} AS TIMESTAMP)) AS DOUBLE) END`;
    case 'boolean':
    case 'text':
    case 'time':
    case 'mixed':
    case 'other':
      return null;
  }
}

/** Nested and mixed values have no order that a reader would expect. */
const isOrdered = ({ kind }: Column) => kind !== 'other' && kind !== 'mixed';

/** The aggregates of the first scan, as fields of one struct. */
export function summarySql(column: Column): string {
  const double = asDouble(column);
  const isNumber = double !== null && column.kind !== 'date' && column.kind !== 'timestamp';
  // Values of bounded length are told apart faster as they are.
  const counted = UNBOUNDED.includes(column.kind) ? keptText(column) : column.sql;
  const shown = (aggregate: string) => keptText({ ...column, sql: aggregate });
  return `struct_pack(${[
    `present := count(${column.sql})`,
    `"distinct" := approx_count_distinct(${counted})`,
    `least := ${isOrdered(column) ? shown(`min(${column.sql})`) : 'NULL'}`,
    `greatest := ${isOrdered(column) ? shown(`max(${column.sql})`) : 'NULL'}`,
    `"from" := ${double === null ? 'NULL' : `min(${double})`}`,
    `"to" := ${double === null ? 'NULL' : `max(${double})`}`,
    `mean := ${isNumber ? `avg(${double})` : 'NULL'}`,
    `stdev := ${isNumber ? spreadSql(double) : 'NULL'}`,
    `top := CAST(approx_top_k(${counted}, ${CANDIDATES}) AS VARCHAR[])`,
  ].join(', ')})`;
}

/** The sample deviation; none where the squares go past what a DOUBLE holds. */
function spreadSql(double: string): string {
  return `CASE WHEN max(abs(${double})) < 1e150 THEN stddev_samp(CASE WHEN abs(${double}) < 1e150 THEN ${double} END) END`;
}

/** Where a histogram starts and ends, and in how many bins. */
export interface BinEdges {
  readonly from: number;
  readonly to: number;
  readonly bins: number;
}

/** The edges that suit values from `min` to `max`: a bin for each whole number where there are few. */
export function binEdges({ kind }: Column, min: number, max: number): BinEdges {
  const range = max - min;
  if (kind === 'integer' && range < BINS) return { from: min, to: max + 1, bins: range + 1 };
  return { from: min, to: max, bins: range === 0 ? 1 : BINS };
}

/** What the second scan counts in one column. */
export interface Counted {
  readonly edges: BinEdges | null;
  readonly top: readonly string[];
  /** Whether there are few enough distinct values to count them. */
  readonly countsDistinct: boolean;
}

/** The counts of the second scan as fields of a struct: distinct values, and entries of maps of rows by bin and by frequent value. */
export function countsSql(column: Column, { edges, top, countsDistinct }: Counted): string {
  const double = asDouble(column);
  const width = edges === null ? 0 : edges.to / edges.bins - edges.from / edges.bins;
  const scaled = `floor(${double ?? 'NULL'} / ${exact(width)} - ${exact(edges === null ? 0 : edges.from / width)})`;
  const bin =
    width === 0 ? '0' : `least(${(edges?.bins ?? 1) - 1}, greatest(0, CAST(${scaled} AS INTEGER)))`;
  // NULL first: least and greatest pass over it.
  const bins = `map_entries(histogram(CASE WHEN ${double ?? 'NULL'} IS NOT NULL THEN ${bin} END))`;
  const kept = keptText(column);
  const among = `${kept} IN (${top.map(text).join(', ')})`;
  return `struct_pack(${[
    `"distinct" := ${countsDistinct ? `count(DISTINCT ${UNBOUNDED.includes(column.kind) ? kept : column.sql})` : 'NULL'}`,
    `bins := ${edges === null ? 'NULL' : bins}`,
    `top := ${top.length === 0 ? 'NULL' : `map_entries(histogram(CASE WHEN ${among} THEN ${kept} END))`}`,
  ].join(', ')})`;
}

const exact = (value: number): string => `CAST('${value}' AS DOUBLE)`;
