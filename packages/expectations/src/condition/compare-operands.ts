import { KwargsValueError } from '../errors.ts';
import type { Scalar } from '../declare/fields.ts';
import { exactNumber, scaledNumber } from '../exact/number.ts';
import { comparable, comparisonSql, literalFor } from '../sql/compare.ts';
import type { Column } from '../source/table-shape.ts';
import type { Comparison, MissingRule } from './expression.ts';
import { asNumber, familyOf, shownOperand } from './operand.ts';
import type { Operand } from './operand.ts';

/** The sign that says the same with the sides swapped. */
const SWAPPED: Readonly<Record<Comparison, Comparison>> = {
  '=': '=',
  '<>': '<>',
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
};

/** What a comparison of values of different kinds is: two such values are never equal and have no order. */
function unlike(left: Operand, sign: Comparison, right: Operand, rule: MissingRule): string {
  if (rule === 'pandas' && (sign === '=' || sign === '<>')) return sign === '=' ? 'FALSE' : 'TRUE';
  throw new KwargsValueError(
    `A row condition cannot compare ${shownOperand(left)} with ${shownOperand(right)}: give both sides the same type.`,
  );
}

/** `compare` is the SQL of a comparison with this sign, null where one side is. */
function holds(sign: Comparison, compare: (sign: Comparison) => string, rule: MissingRule): string {
  if (rule === 'sql') return `(${compare(sign)})`;
  return sign === '<>'
    ? `(NOT coalesce(${compare('=')}, FALSE))`
    : `coalesce(${compare(sign)}, FALSE)`;
}

/** A number as it was written, without loss. */
function exactly(text: string): Scalar {
  const number = exactNumber(text) ?? Number(text);
  const scaled = scaledNumber(number);
  const isLarge = typeof number === 'number' && !Number.isSafeInteger(number);
  return isLarge && scaled?.scale === 0 ? scaled.digits : number;
}

/** The value that a constant is beside a column; null where they are of different kinds. */
function valueFor(column: Column, constant: Operand): Scalar | null {
  if (constant.is === 'row') return null;
  const family = familyOf(column);
  if (constant.is === 'number') {
    return family === 'number' || family === 'mixed' ? exactly(constant.text) : null;
  }
  const { value } = constant;
  return family === 'number' && typeof value === 'string' ? null : value;
}

/** A constant in the form that equals the same value of a column; null where none does. */
export function constantFor(column: Column, constant: Operand): string | null {
  const value = valueFor(column, constant);
  return value === null ? null : literalFor(besideConstant(column, constant), value);
}

/** The column as it compares with a constant: booleans beside numbers are 0 and 1. */
function besideConstant(column: Column, constant: Operand): Column {
  return column.kind === 'boolean' && constant.is === 'number'
    ? { ...column, kind: 'integer', type: 'INTEGER', sql: `CAST(${column.sql} AS INTEGER)` }
    : column;
}

/** The column in the form that compares with a constant. */
export function sideFor(column: Column, constant: Operand): string {
  return comparable(besideConstant(column, constant));
}

function withConstant(left: Operand, sign: Comparison, right: Operand, rule: MissingRule): string {
  if (left.is !== 'row' || right.is === 'row') return 'FALSE';
  const { column } = left;
  const isEqual = sign === '=' || sign === '<>';
  if (right.is === 'value' && right.value === null) {
    if (rule === 'sql' || !isEqual) {
      throw new KwargsValueError(
        `A row condition cannot compare ${shownOperand(left)} with null: write "is null" or .isnull().`,
      );
    }
    return `(${column.sql} IS ${sign === '=' ? '' : 'NOT '}NULL)`;
  }
  const family = familyOf(column);
  const value = valueFor(column, right);
  const hasOrder = isEqual || (family !== 'mixed' && family !== 'other');
  if (value !== null && hasOrder) {
    const beside = besideConstant(column, right);
    if (comparisonSql(beside, sign, value) !== null) {
      return holds(sign, (each) => comparisonSql(beside, each, value) ?? 'FALSE', rule);
    }
  }
  if (family === 'date' || family === 'time') {
    throw new KwargsValueError(
      `A row condition cannot read ${shownOperand(right)} as a date or time to compare with ${shownOperand(left)}: write one such as "2020-01-31".`,
    );
  }
  return unlike(left, sign, right, rule);
}

const isNumeric = (operand: Operand) =>
  operand.is === 'number' || (operand.is === 'value' && typeof operand.value === 'boolean');

function constants(left: Operand, sign: Comparison, right: Operand, rule: MissingRule): string {
  // True is 1, as in Python
  if (isNumeric(left) && isNumeric(right)) {
    return `(${asNumber(left).sql} ${sign} ${asNumber(right).sql})`;
  }
  if (left.is === 'value' && right.is === 'value' && typeof left.value === typeof right.value) {
    const isSame = left.value === right.value;
    if (sign === '=' || sign === '<>') return String(isSame === (sign === '=')).toUpperCase();
  }
  return unlike(left, sign, right, rule);
}

/** Whether values of two columns can be compared as they are. */
function areAlike(left: Column, right: Column): boolean {
  const hasZone = ({ type }: Column) => type.includes('TIME ZONE');
  return familyOf(left) === familyOf(right) && hasZone(left) === hasZone(right);
}

/** SQL of a comparison; throws KwargsValueError where the sides are of kinds that have no order. */
export function compareOperands(
  left: Operand,
  sign: Comparison,
  right: Operand,
  rule: MissingRule,
): string {
  if (left.is !== 'row') {
    return right.is === 'row'
      ? withConstant(right, SWAPPED[sign], left, rule)
      : constants(left, sign, right, rule);
  }
  if (right.is !== 'row') return withConstant(left, sign, right, rule);
  const [a, b] = [left.column, right.column];
  const hasOrder = sign === '=' || sign === '<>' || familyOf(a) !== 'mixed';
  if (!areAlike(a, b) || !hasOrder) return unlike(left, sign, right, rule);
  const side = (column: Column) =>
    column.kind === 'boolean' ? `CAST(${column.sql} AS INTEGER)` : comparable(column);
  return holds(sign, (each) => `${side(a)} ${each} ${side(b)}`, rule);
}
