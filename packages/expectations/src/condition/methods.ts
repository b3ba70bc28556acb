import { KwargsValueError } from '../errors.ts';
import { fitsLike } from '../sql/like.ts';
import { any, text } from '../sql/quote.ts';
import { matchesRegex } from '../sql/regex.ts';
import { between } from './expression.ts';
import type { Arguments, Comparison, Expression } from './expression.ts';
import { asNumber, familyOf, reckoned, shownOperand } from './operand.ts';
import type { Operand } from './operand.ts';
import { cutShort } from '../shown.ts';

/** A method of pandas, or a function, as another expression or as SQL of what it is called on. */
type Method =
  | { readonly rewrite: (on: Expression, given: Arguments) => Expression }
  | {
      readonly takes: readonly string[];
      readonly sql: (on: Operand, given: Given) => Operand;
    };

/** Constants given to a method, by position or name. */
type Given = ReadonlyMap<string, string | boolean | null | readonly string[]>;

function textOf(on: Operand, path: string): string {
  if (on.is === 'row' && on.column.kind === 'text') return `CAST(${on.column.sql} AS VARCHAR)`;
  throw new KwargsValueError(
    `A row condition asks for .${path} of texts only, came ${shownOperand(on)}.`,
  );
}

function dateOf(on: Operand, path: string): string {
  if (on.is === 'row' && familyOf(on.column) === 'date') return on.column.sql;
  throw new KwargsValueError(
    `A row condition asks for .${path} of dates only, came ${shownOperand(on)}.`,
  );
}

function needed(given: Given, name: string, path: string): string {
  const value = given.get(name);
  if (typeof value === 'string') return value;
  throw new KwargsValueError(`.${path}() needs a quoted text.`);
}

/** A test of texts: `na` is what a missing value counts as; unknown when left out. */
function test(
  path: string,
  takes: readonly string[],
  holds: (value: string, given: Given) => string,
) {
  const method: Method = {
    takes: [...takes, 'na'],
    sql: (on, given) => {
      const value = textOf(on, path);
      const na = given.get('na');
      const missing = typeof na === 'boolean' ? String(na).toUpperCase() : 'NULL';
      const sql = `(CASE WHEN ${value} IS NULL THEN ${missing} ELSE ${holds(value, given)} END)`;
      return reckoned('boolean', sql);
    },
  };
  return [path, method] as const;
}

function found(value: string, given: Given, path: string, around: (regex: string) => string) {
  const pattern = needed(given, 'pat', path);
  const isCased = given.get('case') !== false;
  if (given.get('regex') === false) {
    return isCased
      ? `contains(${value}, ${text(pattern)})`
      : `contains(lower(${value}), lower(${text(pattern)}))`;
  }
  return matchesRegex(value, `${isCased ? '' : '(?i)'}${around(pattern)}`);
}

/** `prefix` or one of several. */
function affixed(sqlFunction: string, path: string) {
  return test(path, ['pat'], (value, given) => {
    const pat = given.get('pat');
    const affixes = Array.isArray(pat) ? pat.map(String) : [needed(given, 'pat', path)];
    return any(affixes.map((each) => `${sqlFunction}(${value}, ${text(each)})`));
  });
}

function ofLetters(path: string, regex: string) {
  return test(path, [], (value) => `regexp_full_match(${value}, ${text(regex)})`);
}

function changed(path: string, sql: (value: string, given: Given) => string, takes: string[] = []) {
  const method: Method = {
    takes,
    sql: (on, given) => reckoned('text', sql(textOf(on, path), given)),
  };
  return [path, method] as const;
}

/** In capitals, as in Python and Spark: ß becomes SS, where DuckDB has a capital ß. */
function upperOf(value: string): string {
  return `upper(replace(${value}, 'ß', 'SS'))`;
}

/** What Python counts as white space, of ASCII. */
const SPACE = `' ' || chr(9) || chr(10) || chr(11) || chr(12) || chr(13)`;

function stripped(path: string, sqlFunction: string) {
  return changed(
    path,
    (value, given) => {
      const letters = given.get('to_strip');
      return `${sqlFunction}(${value}, ${typeof letters === 'string' ? text(letters) : SPACE})`;
    },
    ['to_strip'],
  );
}

function ofDate(name: string, sql: (value: string) => string) {
  const path = `dt.${name}`;
  const method: Method = { takes: [], sql: (on) => reckoned('integer', sql(dateOf(on, path))) };
  return [path, method] as const;
}

function ofNumber(path: string, sql: (value: string) => string, isAlwaysFloat: boolean) {
  const method: Method = {
    takes: [],
    sql: (on) => {
      const { sql: value, isInteger } = asNumber(on);
      return reckoned(isInteger && !isAlwaysFloat ? 'integer' : 'float', sql(value));
    },
  };
  return [path, method] as const;
}

function length(path: string) {
  const method: Method = {
    takes: [],
    sql: (on) => reckoned('integer', `length(${textOf(on, path)})`),
  };
  return [path, method] as const;
}

/** Arguments that a method must have, by position. */
function exactly(path: string, { plain, named }: Arguments, count: number): readonly Expression[] {
  if (plain.length === count && named.size === 0) return plain;
  throw new KwargsValueError(
    `.${path}() takes ${count} value${count === 1 ? '' : 's'} in a row condition.`,
  );
}

function membership(path: string, isNegated: boolean) {
  const method: Method = {
    rewrite: (item, given) => {
      const [list] = exactly(path, given, 1);
      if (list?.kind !== 'list') throw new KwargsValueError(`.${path}() needs a list in brackets.`);
      const member: Expression = { kind: 'in', item, list: list.items };
      return isNegated ? { kind: 'not', inner: member } : member;
    },
  };
  return [path, method] as const;
}

function comparison(path: string, sign: Comparison) {
  const method: Method = {
    rewrite: (left, given) => {
      const [right = left] = exactly(path, given, 1);
      return { kind: 'comparison', sign, left, right };
    },
  };
  return [path, method] as const;
}

const METHODS: ReadonlyMap<string, Method> = new Map<string, Method>([
  membership('isin', false),
  membership('is_in', false),
  membership('is_not_in', true),
  [
    'between',
    {
      rewrite: (on, given) => {
        const [least = on, most = on] = exactly('between', given, 2);
        return between(on, least, most);
      },
    },
  ],
  comparison('eq', '='),
  comparison('ne', '<>'),
  comparison('lt', '<'),
  comparison('le', '<='),
  comparison('gt', '>'),
  comparison('ge', '>='),
  ofNumber('abs', (value) => `abs(${value})`, false),
  ofNumber('abs()', (value) => `abs(${value})`, false),
  ofNumber('sqrt()', (value) => `sqrt(CASE WHEN ${value} >= 0 THEN ${value} END)`, true),
  ofNumber('floor()', (value) => `floor(${value})`, true),
  ofNumber('ceil()', (value) => `ceil(${value})`, true),
  test('str.contains', ['pat', 'case', 'flags', 'na', 'regex'], (value, given) =>
    found(value, given, 'str.contains', (regex) => regex),
  ),
  test('str.match', ['pat', 'case'], (value, given) =>
    found(value, given, 'str.match', (regex) => `\\A(?:${regex})`),
  ),
  test('str.fullmatch', ['pat', 'case'], (value, given) =>
    found(value, given, 'str.fullmatch', (regex) => `\\A(?:${regex})\\Z`),
  ),
  affixed('starts_with', 'str.startswith'),
  affixed('ends_with', 'str.endswith'),
  ofLetters('str.isdigit', '[\\p{Nd}\\x{b2}\\x{b3}\\x{b9}]+'),
  ofLetters('str.isdecimal', '\\p{Nd}+'),
  ofLetters('str.isnumeric', '\\p{N}+'),
  ofLetters('str.isalpha', '\\p{L}+'),
  ofLetters('str.isalnum', '[\\p{L}\\p{N}]+'),
  ofLetters('str.isspace', '\\s+'),
  test(
    'str.isupper',
    [],
    (value) => `(upper(${value}) = ${value} AND lower(${value}) <> ${value})`,
  ),
  test(
    'str.islower',
    [],
    (value) => `(lower(${value}) = ${value} AND upper(${value}) <> ${value})`,
  ),
  length('str.len'),
  length('length()'),
  changed('str.lower', (value) => `lower(${value})`),
  changed('lower()', (value) => `lower(${value})`),
  changed('str.upper', upperOf),
  changed('upper()', upperOf),
  stripped('str.strip', 'trim'),
  stripped('str.lstrip', 'ltrim'),
  stripped('str.rstrip', 'rtrim'),
  changed('trim()', (value) => `trim(${value})`),
  ofDate('year', (value) => `year(${value})`),
  ofDate('month', (value) => `month(${value})`),
  ofDate('day', (value) => `day(${value})`),
  ofDate('hour', (value) => `date_part('hour', ${value})`),
  ofDate('minute', (value) => `date_part('minute', ${value})`),
  ofDate('second', (value) => `date_part('second', ${value})`),
  ofDate('quarter', (value) => `quarter(${value})`),
  ofDate('dayofyear', (value) => `dayofyear(${value})`),
  // Monday is 0, as in pandas
  ofDate('dayofweek', (value) => `isodow(${value}) - 1`),
  ofDate('weekday', (value) => `isodow(${value}) - 1`),
]);

function constantOf(given: Expression, path: string): string | boolean | null | readonly string[] {
  if (given.kind === 'value') return given.value;
  if (given.kind === 'number' && given.text === '0') return null;
  if (given.kind === 'list') {
    return given.items.map((each) => {
      if (each.kind === 'value' && typeof each.value === 'string') return each.value;
      throw new KwargsValueError(`.${path}() takes a list of quoted texts.`);
    });
  }
  throw new KwargsValueError(`.${path}() takes quoted texts, True and False in a row condition.`);
}

function bind(path: string, takes: readonly string[], { plain, named }: Arguments): Given {
  const names = [...plain.keys()].map((at) => takes[at]);
  const unknown = [...named.keys()].find((name) => !takes.includes(name));
  if (unknown !== undefined || names.includes(undefined)) {
    throw new KwargsValueError(
      `.${path}() takes ${takes.length === 0 ? 'nothing' : takes.join(', ')} in a row condition${unknown === undefined ? '' : `, came ${cutShort(unknown)}`}.`,
    );
  }
  return new Map([
    ...plain.map((each, at) => [takes[at] ?? '', constantOf(each, path)] as const),
    ...[...named].map(([name, each]) => [name, constantOf(each, path)] as const),
  ]);
}

/** A call as another expression, or as what it makes of each row; throws KwargsValueError. */
export function callMethod(
  call: Extract<Expression, { kind: 'call' }>,
  operandOf: (expression: Expression) => Operand,
): Operand | { readonly rewritten: Expression } {
  const method = METHODS.get(call.path);
  if (method === undefined) {
    const [methods, functions] = [false, true].map((isFunction) =>
      [...METHODS.keys()].filter((name) => name.endsWith('()') === isFunction),
    );
    throw new KwargsValueError(
      `A row condition does not know ${cutShort(call.path)}. It knows the methods ${methods?.join(', ')}, isnull, notnull; and the functions ${functions?.join(', ')}.`,
    );
  }
  if ('rewrite' in method) return { rewritten: method.rewrite(call.on, call.given) };
  return method.sql(operandOf(call.on), bind(call.path, method.takes, call.given));
}

/** SQL of a piece of a text, counted as Python counts. */
export function pieceOf(on: Operand, from: number | null, to: number | null): Operand {
  const value = textOf(on, 'str[...]');
  const begin = from === null ? 1 : from < 0 ? from : from + 1;
  // DuckDB's end is included
  const end = to === null ? 'NULL' : String(to < 0 ? to - 1 : to);
  const slice =
    to === null ? `substring(${value}, ${begin})` : `array_slice(${value}, ${begin}, ${end})`;
  return reckoned('text', slice);
}

/** SQL of a LIKE test of texts. */
export function likeOf(on: Operand, pattern: string): string {
  return `(${fitsLike(textOf(on, 'like'), pattern)})`;
}
