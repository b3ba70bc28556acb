import type { Scalar } from '../declare/fields.ts';
import type { Column, TableShape } from '../source/table-shape.ts';
import { comparable, literalFor } from '../sql/compare.ts';
import { TokenReader } from './tokens.ts';

/** One side of a comparison: a column, or a value. */
type Operand = { readonly column: Column } | { readonly value: Scalar | null };

const COMPARISONS: Readonly<Record<string, string>> = {
  '==': '=',
  '=': '=',
  '!=': '<>',
  '<': '<',
  '<=': '<=',
  '>': '>',
  '>=': '>=',
};

/** The sign that says the same with the sides swapped. */
const SWAPPED: Readonly<Record<string, string>> = { '<': '>', '<=': '>=', '>': '<', '>=': '<=' };

const NULL_TESTS: Readonly<Record<string, string>> = {
  isnull: 'IS NULL',
  isna: 'IS NULL',
  notnull: 'IS NOT NULL',
  notna: 'IS NOT NULL',
};

/** As in pandas: a missing value equals nothing, differs from everything, and is in no order. */
function compareSql(left: Operand, sign: string, right: Operand): string {
  const isEqual = sign === '=' || sign === '<>';
  if ('value' in left) {
    if ('value' in right) return String((left.value === right.value) === (sign === '='));
    return compareSql(right, SWAPPED[sign] ?? sign, left);
  }
  const holds = (sql: string) =>
    sign === '<>' ? `NOT coalesce(${sql}, FALSE)` : `coalesce(${sql}, FALSE)`;
  const operator = sign === '<>' ? '=' : sign;
  if ('column' in right) {
    return holds(`${comparable(left.column)} ${operator} ${comparable(right.column)}`);
  }
  if (right.value === null) {
    return `${left.column.sql} ${sign === '=' ? 'IS NULL' : 'IS NOT NULL'}`;
  }
  const literal =
    !isEqual && left.column.kind === 'mixed' ? null : literalFor(left.column, right.value);
  return literal === null
    ? holds('FALSE')
    : holds(`${comparable(left.column)} ${operator} ${literal}`);
}

/** Reads a condition top-down: or, and, not, comparison, operand. */
class ConditionReader {
  readonly #tokens: TokenReader;
  readonly #table: TableShape;

  constructor(condition: string, table: TableShape) {
    this.#tokens = new TokenReader(condition);
    this.#table = table;
  }

  read(): string {
    const sql = this.#either();
    if (this.#tokens.peek().kind !== 'end') this.#tokens.fail('"and", "or" or the end');
    return sql;
  }

  #either(): string {
    const parts = [this.#both()];
    while (this.#tokens.takeOne('or', '|', '||') !== null) parts.push(this.#both());
    return parts.length === 1 ? (parts[0] ?? '') : `(${parts.join(' OR ')})`;
  }

  #both(): string {
    const parts = [this.#negation()];
    while (this.#tokens.takeOne('and', '&', '&&') !== null) parts.push(this.#negation());
    return parts.length === 1 ? (parts[0] ?? '') : `(${parts.join(' AND ')})`;
  }

  #negation(): string {
    if (this.#tokens.takeOne('not', '~', '!') !== null) return `NOT (${this.#negation()})`;
    if (this.#tokens.takeOne('(') !== null) {
      const inner = this.#either();
      this.#tokens.expect(')');
      return `(${inner})`;
    }
    return this.#comparison();
  }

  #comparison(): string {
    let left = this.#operand();
    const test = this.#nullTest(left);
    if (test !== null) return test;
    const member = this.#membership(left);
    if (member !== null) return member;
    const parts: string[] = [];
    for (;;) {
      const sign = COMPARISONS[this.#tokens.takeOne(...Object.keys(COMPARISONS)) ?? ''];
      if (sign === undefined) break;
      const right = this.#operand();
      parts.push(compareSql(left, sign, right));
      left = right;
    }
    if (parts.length > 0) return `(${parts.join(' AND ')})`;
    if ('column' in left && left.column.kind === 'boolean')
      return `coalesce(${left.column.sql}, FALSE)`;
    return this.#tokens.fail('a comparison');
  }

  /** `.isnull()` and its like after a column. */
  #nullTest(left: Operand): string | null {
    if (this.#tokens.takeOne('.') === null) return null;
    const test = NULL_TESTS[this.#tokens.peek().text.toLowerCase()];
    if (test === undefined || !('column' in left))
      return this.#tokens.fail('isnull() or notnull()');
    this.#tokens.take();
    this.#tokens.expect('(');
    this.#tokens.expect(')');
    return `${left.column.sql} ${test}`;
  }

  #membership(left: Operand): string | null {
    const { kind, text } = this.#tokens.peek();
    const word = kind === 'name' ? text.toLowerCase() : '';
    if (word !== 'in' && word !== 'not') return null;
    this.#tokens.take();
    if (word === 'not' && this.#tokens.takeOne('in') === null) this.#tokens.fail('"in"');
    const close = this.#tokens.takeOne('[', '(') === '[' ? ']' : ')';
    const parts: string[] = [];
    while (this.#tokens.takeOne(close) === null) {
      parts.push(compareSql(left, '=', this.#operand()));
      if (this.#tokens.takeOne(',') === null && this.#tokens.peek().text !== close) {
        this.#tokens.fail(`"," or "${close}"`);
      }
    }
    const any = parts.length === 0 ? 'FALSE' : `(${parts.join(' OR ')})`;
    return word === 'in' ? any : `NOT ${any}`;
  }

  #operand(): Operand {
    const isNegative = this.#tokens.takeOne('-') !== null;
    const { kind, text } = this.#tokens.peek();
    if (kind === 'number') {
      this.#tokens.take();
      return { value: isNegative ? -Number(text) : Number(text) };
    }
    if (isNegative || kind === 'sign' || kind === 'end')
      return this.#tokens.fail('a column or value');
    this.#tokens.take();
    if (kind === 'text') return { value: text };
    if (kind === 'column') return { column: this.#table.column(text) };
    // col("name") is how GX's own syntax writes a column.
    if (text === 'col' && this.#tokens.takeOne('(') !== null) {
      const name = this.#tokens.take().text;
      this.#tokens.expect(')');
      return { column: this.#table.column(name) };
    }
    const word = text.toLowerCase();
    if (word === 'true' || word === 'false') return { value: word === 'true' };
    if (word === 'none' || word === 'null') return { value: null };
    return { column: this.#table.column(text) };
  }
}

/**
 * SQL of a row condition in pandas' query syntax or GX's own (`col("x") > 1`).
 * Throws KwargsValueError where it cannot be read, MissingColumnError where a column is not there.
 */
export function rowConditionSql(condition: string, table: TableShape): string {
  return new ConditionReader(condition, table).read();
}
