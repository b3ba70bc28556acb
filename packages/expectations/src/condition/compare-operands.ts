import { KwargsValueError } from '../errors.ts';
import { comparable, literalFor } from '../sql/compare.ts';
import type { Column } from '../source/table-shape.ts';
import type { Comparison, MissingRule } from './expression.ts';
import { asNumber, familyOf, numberSql, shown } from './operand.ts';
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
    `A row condition cannot compare ${shown(left)} with ${shown(right)}: give both sides the same type.`,
  );
}

function holds(sign: Comparison, left: string, right: string, rule: MissingRule): string {
  if (rule === 'sql') return `(${left} ${sign} ${right})`;
  return sign === '<>'
    ? `(NOT coalesce(${left} = ${right}, FALSE))`
    : `coalesce(${left} ${sign} ${right}, FALSE)`;
}

/** A constant in the form that compares with a column; null where they are of different kinds. */
export function constantFor(column: Column, constant: Operand): string | null {
  if (constant.is === 'row') return null;
  const family = familyOf(column);
  if (constant.is === 'number') {
    if (family === 'number') return numberSql(constant.text);
    return family === 'mixed' ? literalFor(column, Number(constant.text)) : null;
  }
  const { value } = constant;
  if (value === null) return null;
  if (family === 'number') {
    if (typeof value !== 'boolean') return null;
    return column.kind === 'boolean' ? String(value).toUpperCase() : String(Number(value));
  }
  return literalFor(column, value);
}

/** The column in the form that compares with a constant. */
export function sideFor(column: Column, constant: Operand): string {
  return column.kind === 'boolean' && constant.is === 'number'
    ? `CAST(${column.sql} AS INTEGER)`
    : comparable(column);
}

function withConstant(left: Operand, sign: Comparison, right: Operand, rule: MissingRule): string {
  if (left.is !== 'row' || right.is === 'row') return 'FALSE';
  const { column } = left;
  const isEqual = sign === '=' || sign === '<>';
  if (right.is === 'value' && right.value === null) {
    if (rule === 'sql' || !isEqual) {
      throw new KwargsValueError(
        `A row condition cannot compare ${shown(left)} with null: write "is null" or .isnull().`,
      );
    }
    return `(${column.sql} IS ${sign === '=' ? '' : 'NOT '}NULL)`;
  }
  const literal = constantFor(column, right);
  const family = familyOf(column);
  const hasOrder = isEqual || (family !== 'mixed' && family !== 'other');
  if (literal !== null && hasOrder) return holds(sign, sideFor(column, right), literal, rule);
  if (family === 'date' || family === 'time') {
    throw new KwargsValueError(
      `A row condition cannot read ${shown(right)} as a date or time to compare with ${shown(left)}: write one such as "2020-01-31".`,
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
  return holds(sign, side(a), side(b), rule);
}
