import type { Scalar } from '../declare/fields.ts';
import type { Column } from '../source/table-shape.ts';
import { number, text } from './quote.ts';

const ISO_LIKE = /^\s*\d{4}-\d{1,2}(-\d{1,2})?/;
/**
 * `value` as an SQL literal that compares with the column's own type, or null when no value of the
 * column can equal it (a text beside a column of numbers).
 */
export function literalFor(column: Column, value: Scalar): string | null {
  switch (column.kind) {
    case 'integer':
    case 'float':
    case 'decimal':
      if (typeof value === 'string') return null;
      return number(Number(value));
    case 'boolean':
      if (typeof value === 'boolean') return String(value).toUpperCase();
      return value === 0 ? 'FALSE' : value === 1 ? 'TRUE' : null;
    case 'date':
    case 'timestamp':
      // A date is compared as a point in time, whatever the column's resolution.
      if (typeof value !== 'string' || !ISO_LIKE.test(value)) return null;
      return column.type.includes('TIME ZONE')
        ? `CAST(${text(value)} AS TIMESTAMPTZ)`
        : `CAST(${text(value)} AS TIMESTAMP)`;
    case 'time':
      return typeof value === 'string' ? `CAST(${text(value)} AS TIME)` : null;
    case 'mixed':
      return text(JSON.stringify(value));
    case 'text':
    case 'other':
      return typeof value === 'string' ? text(value) : null;
  }
}

/** The column as SQL of a form in which equal values are equal, whatever its type. */
export function comparable(column: Column): string {
  if (column.kind === 'mixed') return `CAST(CAST(${column.sql} AS JSON) AS VARCHAR)`;
  return column.kind === 'other' || column.type.startsWith('ENUM') || column.type === 'UUID'
    ? `CAST(${column.sql} AS VARCHAR)`
    : column.sql;
}

/** Above so many values a hash table, built once, answers faster than a look at each. */
const MOST_IN_A_LIST = 16;

/** Membership of a set as SQL that is true where a row's value is in it, and null where it has none. */
export interface Membership {
  /** For a look at single rows: it keeps their order. */
  readonly ofRow: string;
  /** For all rows at once: a long set is a join, which may shuffle them. */
  readonly ofAll: string;
}

/** Whether the column's value is one of `values` (nulls among them are ignored). */
export function membership(column: Column, values: readonly (Scalar | null)[]): Membership {
  const literals = values
    .filter((value) => value !== null)
    .map((value) => literalFor(column, value))
    .filter((literal) => literal !== null);
  if (literals.length === 0) return { ofRow: 'FALSE', ofAll: 'FALSE' };
  const list = `[${literals.join(', ')}]`;
  // Unlike IN, a function of one column is evaluated once per entry of a Parquet dictionary.
  const ofRow = `list_contains(${list}, ${comparable(column)})`;
  return {
    ofRow,
    ofAll:
      literals.length > MOST_IN_A_LIST
        ? `${comparable(column)} IN (SELECT unnest(${list}))`
        : ofRow,
  };
}
