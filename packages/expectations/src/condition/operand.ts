import { KwargsValueError } from '../errors.ts';
import type { Column, ColumnKind } from '../source/table-shape.ts';
import { number } from '../sql/quote.ts';
import { cutShort, shown, shownName } from '../shown.ts';

/** A side of a comparison in SQL: something of each row (a column, or reckoned from one), or a constant. */
export type Operand =
  | { readonly is: 'row'; readonly column: Column }
  | { readonly is: 'number'; readonly text: string }
  | { readonly is: 'value'; readonly value: string | boolean | null };

/** What is reckoned from columns, so that it can be compared as a column is. */
export function reckoned(kind: ColumnKind, sql: string): Operand {
  const types: Partial<Record<ColumnKind, string>> = {
    boolean: 'BOOLEAN',
    integer: 'HUGEINT',
    float: 'DOUBLE',
    text: 'VARCHAR',
    date: 'DATE',
  };
  return { is: 'row', column: { name: sql, type: types[kind] ?? 'VARCHAR', kind, sql } };
}

/** Families within which values are ordered. */
export type Family = 'number' | 'text' | 'date' | 'time' | 'mixed' | 'other';

const FAMILIES: Readonly<Record<ColumnKind, Family>> = {
  boolean: 'number',
  integer: 'number',
  float: 'number',
  decimal: 'number',
  text: 'text',
  date: 'date',
  timestamp: 'date',
  time: 'time',
  mixed: 'mixed',
  other: 'other',
};

/** The family of a column's values. */
export function familyOf({ kind }: Column): Family {
  return FAMILIES[kind];
}

/** What an operand is, for messages. */
export function shownOperand(operand: Operand): string {
  if (operand.is === 'number') return cutShort(operand.text);
  if (operand.is === 'value') return shown(operand.value);
  return `${shownName(operand.column.name)} (${cutShort(operand.column.type)})`;
}

/** A number as it was written in SQL; integers of any size stay exact. */
function numberSql(text: string): string {
  return /^-?\d+$/.test(text) ? text : number(Number(text));
}

/** An operand to reckon with: booleans count as 0 and 1, integers are wide enough not to overflow. */
export function asNumber(operand: Operand): { readonly sql: string; readonly isInteger: boolean } {
  if (operand.is === 'number') {
    return { sql: numberSql(operand.text), isInteger: /^-?\d+$/.test(operand.text) };
  }
  if (operand.is === 'row' && familyOf(operand.column) === 'number') {
    const { kind, sql } = operand.column;
    if (kind === 'integer') return { sql: `CAST(${sql} AS HUGEINT)`, isInteger: true };
    if (kind === 'boolean') return { sql: `CAST(${sql} AS INTEGER)`, isInteger: true };
    return { sql: `CAST(${sql} AS DOUBLE)`, isInteger: false };
  }
  if (operand.is === 'value' && typeof operand.value === 'boolean') {
    return { sql: operand.value ? '1' : '0', isInteger: true };
  }
  throw new KwargsValueError(
    `A row condition reckons with numbers only, came ${shownOperand(operand)}.`,
  );
}
