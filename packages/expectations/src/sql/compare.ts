import type { Scalar } from '../declare/fields.ts';
import { KwargsValueError } from '../errors.ts';
import { isExactNumber, isLongNumber, exactNumber } from '../exact/number.ts';
import { readsAsDate } from '../in-javascript/date-text.ts';
import type { Column } from '../source/table-shape.ts';
import { fittedDouble, fittedMoment, fittedNumber, fittedTime } from './fitted.ts';
import type { Fitted } from './fitted.ts';
import { text } from './quote.ts';
import { cutShort, shown, shownName } from '../shown.ts';

/** How a value of a column stands to another value. */
export type Comparison = '=' | '<>' | '<' | '<=' | '>' | '>=';

const exactly = (literal: string): Fitted => ({ among: 'floor', literal, isExact: true });

/** JSON as DuckDB writes it: a long number by its digits. */
function jsonText(value: Scalar): string {
  return isExactNumber(value) ? String(value).replace('e+', 'e') : JSON.stringify(value);
}

/** A number for a column of numbers: texts are none, save for digits that a double would round. */
function numberFor(value: Scalar) {
  if (typeof value === 'boolean') return Number(value);
  if (typeof value !== 'string') return value;
  return isLongNumber(value) ? exactNumber(value) : null;
}

/** A text beside dates: one that a person reads as a date must not be passed over in silence. */
function requireIso({ name, type }: Column, value: string): void {
  if (!readsAsDate(value) || !/\d/.test(value) || exactNumber(value) !== null) return;
  throw new KwargsValueError(
    `Cannot compare ${shownName(name)} (${cutShort(type)}) with ${shown(value)}: write it in the order of ISO 8601, such as "2020-01-31" or "2020-01-31 12:30:00".`,
  );
}

/**
 * `value` among the values of the column's type: numbers exact whatever their size, times to the
 * column's resolution, in UTC where neither has a zone. Null where the two are of different kinds, and
 * for the order of mixed values. Throws KwargsValueError for a date in another notation than ISO's.
 */
export function fitted(column: Column, value: Scalar): Fitted | null {
  switch (column.kind) {
    case 'integer':
    case 'decimal': {
      const number = numberFor(value);
      return number === null ? null : fittedNumber(column, number);
    }
    case 'float': {
      const number = numberFor(value);
      return number === null ? null : fittedDouble(number);
    }
    case 'boolean':
      if (typeof value === 'boolean') return exactly(String(value).toUpperCase());
      return value === 0 ? exactly('FALSE') : value === 1 ? exactly('TRUE') : null;
    case 'date':
    case 'timestamp': {
      if (typeof value !== 'string') return null;
      const moment = fittedMoment(column, value);
      if (moment === null) requireIso(column, value);
      return moment;
    }
    case 'time':
      return typeof value === 'string' ? fittedTime(column, value) : null;
    case 'mixed':
      return exactly(text(jsonText(value)));
    case 'text':
    case 'other':
      return typeof value === 'string' ? exactly(text(value)) : null;
  }
}

/** Throws KwargsValueError where a set holds a number of which nobody knows what it was before a double rounded it. */
function requireUnrounded({ name, type, kind }: Column, value: Scalar): void {
  if (kind !== 'integer' || typeof value !== 'number') return;
  if (!Number.isInteger(value) || Number.isSafeInteger(value)) return;
  throw new KwargsValueError(
    `Cannot compare ${shownName(name)} (${cutShort(type)}) with ${value}: integers past 2^53 are rounded where JavaScript reads them as numbers. Give a bigint or a text of its digits, or read the suite with parseExactJson.`,
  );
}

/**
 * `value` as an SQL literal that equals the same value of the column, or null when no value of the
 * column can equal it (a text beside numbers, a fraction beside integers).
 */
export function literalFor(column: Column, value: Scalar): string | null {
  requireUnrounded(column, value);
  const held = fitted(column, value);
  return held?.among === 'floor' && held.isExact ? held.literal : null;
}

/** Where all values are on one side of another: whether that is what is asked for. */
const HOLDS: Readonly<Record<'below' | 'above', readonly Comparison[]>> = {
  below: ['<', '<=', '<>'],
  above: ['>', '>=', '<>'],
};

/** Between two values of the column, the lower one is the floor. */
const BETWEEN: Readonly<Record<Comparison, string>> = {
  '=': '',
  '<>': '',
  '<': '<=',
  '<=': '<=',
  '>': '>',
  '>=': '>',
};

/** SQL that is true where `sql`, a value of a column's type, compares so with a fitted one; null where it is null. */
export function comparedWith(sql: string, comparison: Comparison, value: Fitted): string {
  const always = `(${sql} IS NOT NULL OR NULL)`;
  const never = `${sql} IS NULL AND NULL`;
  if (value.among !== 'floor') return HOLDS[value.among].includes(comparison) ? always : never;
  if (value.isExact) return `${sql} ${comparison} ${value.literal}`;
  const operator = BETWEEN[comparison];
  if (operator === '') return comparison === '<>' ? always : never;
  return `${sql} ${operator} ${value.literal}`;
}

/** SQL of `column <comparison> value`, exact; null where values of the column and the value are of different kinds. */
export function comparisonSql(
  column: Column,
  comparison: Comparison,
  value: Scalar,
): string | null {
  const isEqual = comparison === '=' || comparison === '<>';
  if (isEqual) requireUnrounded(column, value);
  if (column.kind === 'mixed' && !isEqual) return null;
  const held = fitted(column, value);
  return held === null ? null : comparedWith(comparable(column), comparison, held);
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
