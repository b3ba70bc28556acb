import { KwargsValueError } from '../errors.ts';
import type { Comparison, Expression } from './expression.ts';
import { parseCondition } from './parse-condition.ts';
import { cutShort, shown } from '../shown.ts';

type Json = Readonly<Record<string, unknown>>;

const COMPARISONS: ReadonlyMap<unknown, Comparison> = new Map([
  ['==', '='],
  ['!=', '<>'],
  ['<', '<'],
  ['<=', '<='],
  ['>', '>'],
  ['>=', '>='],
] as const);

/** What each type of condition holds besides its `type`. */
const KEYS: Readonly<Record<string, readonly string[]>> = {
  comparison: ['column', 'operator', 'parameter'],
  nullity: ['column', 'is_null'],
  pass_through: ['pass_through_filter'],
  and: ['conditions'],
  or: ['conditions'],
};

/** Far more than people write, far less than the stack bears. */
const MOST_NESTED = 100;

function fail(where: string, expected: string, came: unknown): never {
  throw new KwargsValueError(`${cutShort(where)} must be ${expected}, came ${shown(came)}.`);
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function columnOf({ column }: Json, where: string): Expression {
  const name = isObject(column) ? column['name'] : undefined;
  if (typeof name === 'string') return { kind: 'column', name };
  return fail(`${where}.column`, 'an object with the name of a column', column);
}

function valueOf(value: unknown, where: string): Expression {
  if (typeof value === 'string' || typeof value === 'boolean') return { kind: 'value', value };
  if (typeof value === 'bigint') return { kind: 'number', text: value.toString() };
  if (typeof value === 'number' && Number.isFinite(value)) {
    const text = String(Math.abs(value));
    return value < 0
      ? { kind: 'negative', inner: { kind: 'number', text } }
      : { kind: 'number', text };
  }
  return fail(where, 'a text, a number or a boolean (for null use a nullity condition)', value);
}

function comparisonOf(given: Json, where: string): Expression {
  const { operator, parameter } = given;
  const column = columnOf(given, where);
  const at = `${where}.parameter`;
  if (operator === 'IN' || operator === 'NOT_IN') {
    if (!Array.isArray(parameter)) return fail(at, 'a list', parameter);
    const list = parameter.map((each: unknown) => valueOf(each, at));
    const member: Expression = { kind: 'in', item: column, list };
    return operator === 'IN' ? member : { kind: 'not', inner: member };
  }
  const sign = COMPARISONS.get(operator);
  if (sign === undefined) {
    const known = [...COMPARISONS.keys(), 'IN', 'NOT_IN'].join(', ');
    return fail(`${where}.operator`, `one of ${known}`, operator);
  }
  return { kind: 'comparison', sign, left: column, right: valueOf(parameter, at) };
}

function read(given: unknown, where: string, nested: number): Expression {
  if (nested > MOST_NESTED) return fail(where, `nested at most ${MOST_NESTED} deep`, given);
  if (!isObject(given)) return fail(where, 'a condition: a text, or an object with a type', given);
  const { type } = given;
  const keys = typeof type === 'string' && Object.hasOwn(KEYS, type) ? KEYS[type] : undefined;
  if (keys === undefined)
    return fail(`${where}.type`, `one of ${Object.keys(KEYS).join(', ')}`, type);
  const unknown = Object.keys(given).find((key) => key !== 'type' && !keys.includes(key));
  if (unknown !== undefined) {
    return fail(`${where} of type ${String(type)}`, `of the keys ${keys.join(', ')}`, unknown);
  }
  switch (type) {
    case 'comparison':
      return comparisonOf(given, where);
    case 'nullity': {
      const test: Expression = { kind: 'isNull', inner: columnOf(given, where) };
      if (given['is_null'] === true) return test;
      if (given['is_null'] === false) return { kind: 'not', inner: test };
      return fail(`${where}.is_null`, 'true or false', given['is_null']);
    }
    case 'pass_through': {
      const { pass_through_filter: filter } = given;
      if (typeof filter === 'string') return parseCondition(filter);
      return fail(`${where}.pass_through_filter`, 'a text', filter);
    }
    default: {
      const { conditions } = given;
      if (!Array.isArray(conditions) || conditions.length === 0) {
        return fail(`${where}.conditions`, 'a list of conditions', conditions);
      }
      return {
        kind: type === 'or' ? 'or' : 'and',
        parts: conditions.map((each: unknown, at) =>
          read(each, `${where}.conditions[${at}]`, nested + 1),
        ),
      };
    }
  }
}

/**
 * Reads a row condition as GX writes it since 1.8: an object of the type comparison, nullity, and, or,
 * or pass_through (a text for the engine). Throws KwargsValueError.
 */
export function readConditionObject(given: unknown): Expression {
  return read(given, 'row_condition', 0);
}
