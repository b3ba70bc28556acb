import type { Column } from '../source/table-shape.ts';
import { comparable } from './compare.ts';

/** Kinds whose values can equal each other: to Python, true is 1. */
const NUMBERS: readonly Column['kind'][] = ['integer', 'float', 'decimal', 'boolean'];

const isZoned = ({ type }: Column) => type.includes('TIME ZONE');

/** What a column's values compare with: only values of the same family are equal or in an order. */
function familyOf(column: Column): string {
  if (NUMBERS.includes(column.kind)) return 'number';
  if (column.kind === 'date') return 'moment';
  // A moment without a zone is none in any other zone
  if (column.kind === 'timestamp') return isZoned(column) ? 'moment in a zone' : 'moment';
  return column.kind === 'other' ? column.type : column.kind;
}

/** The column as SQL that compares with others of its family. */
function inFamily(column: Column): string {
  return column.kind === 'boolean' ? `CAST(${column.sql} AS INTEGER)` : comparable(column);
}

function inJson({ kind, sql }: Column): string {
  // A cast would read a text as JSON
  const json =
    kind === 'text' ? `CAST(to_json(${sql}) AS VARCHAR)` : `CAST(CAST(${sql} AS JSON) AS VARCHAR)`;
  return `CASE WHEN ${sql} IS NOT NULL THEN ${json} END`;
}

/** Whether values of two columns have an order: neither is greater than the other otherwise. */
export function areOrdered(a: Column, b: Column): boolean {
  return familyOf(a) === familyOf(b) && a.kind !== 'mixed';
}

/**
 * Both columns as SQL that is equal where their values are: mixed values compare as JSON.
 * Null where no value of the one equals any of the other (a number and a text).
 */
export function alike(a: Column, b: Column): readonly [string, string] | null {
  if (a.kind === 'mixed' || b.kind === 'mixed') return [inJson(a), inJson(b)];
  if (familyOf(a) !== familyOf(b)) return null;
  return a.kind === b.kind ? [comparable(a), comparable(b)] : [inFamily(a), inFamily(b)];
}
