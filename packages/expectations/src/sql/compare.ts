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

/** SQL that is true where the column's value is one of `values` (nulls among them are ignored). */
export function memberOf(column: Column, values: readonly (Scalar | null)[]): string {
  const literals = values
    .filter((value) => value !== null)
    .map((value) => literalFor(column, value))
    .filter((literal) => literal !== null);
  return literals.length === 0 ? 'FALSE' : `${comparable(column)} IN (${literals.join(', ')})`;
}
