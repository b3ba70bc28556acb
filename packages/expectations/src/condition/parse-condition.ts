import { TokenReader } from '../suite/tokens.ts';
import { between } from './expression.ts';
import type { Arguments, Arithmetic, Comparison, Expression } from './expression.ts';

const COMPARISONS: Readonly<Record<string, Comparison>> = {
  '==': '=',
  '=': '=',
  '!=': '<>',
  '<>': '<>',
  '<': '<',
  '<=': '<=',
  '>': '>',
  '>=': '>=',
};

const SUMS: Readonly<Record<string, Arithmetic>> = { '+': '+', '-': '-' };
const PRODUCTS: Readonly<Record<string, Arithmetic>> = {
  '*': '*',
  '/': '/',
  '//': '//',
  '%': '%',
};

/** Names of methods that ask for missing values, whatever engine a suite was written for. */
const NULL_TESTS: ReadonlyMap<string, boolean> = new Map([
  ...['isnull', 'isna', 'is_null', 'null'].map((name) => [name, true] as const),
  ...['notnull', 'notna', 'is_not_null'].map((name) => [name, false] as const),
]);

const NOTHING: Arguments = { plain: [], named: new Map() };

function not(inner: Expression): Expression {
  return { kind: 'not', inner };
}

/** Reads a condition top-down: or, and, not, comparison, sum, product, sign, power, methods, value. */
class ConditionParser {
  readonly #tokens: TokenReader;

  constructor(condition: string) {
    this.#tokens = new TokenReader(condition);
  }

  read(): Expression {
    const whole = this.#either();
    if (this.#tokens.peek().kind !== 'end') {
      this.#tokens.fail('a comparison, "and", "or" or the end');
    }
    return whole;
  }

  #either(): Expression {
    return this.#tokens.nested(() => {
      const parts = [this.#both()];
      while (this.#tokens.takeOne('or', '|', '||') !== null) parts.push(this.#both());
      const [only] = parts;
      return parts.length === 1 && only !== undefined ? only : { kind: 'or', parts };
    });
  }

  #both(): Expression {
    const parts = [this.#negation()];
    while (this.#tokens.takeOne('and', '&', '&&') !== null) parts.push(this.#negation());
    const [only] = parts;
    return parts.length === 1 && only !== undefined ? only : { kind: 'and', parts };
  }

  #negation(): Expression {
    if (this.#tokens.takeOne('not', '!') === null) return this.#comparison();
    return this.#tokens.nested(() => not(this.#negation()));
  }

  /** `1 < a <= 3` is two comparisons, as in Python. */
  #comparison(): Expression {
    let left = this.#sum();
    const parts: Expression[] = [];
    for (let part; (part = this.#compared(left)) !== null; left = part.right) {
      parts.push(part.holds);
    }
    const [only] = parts;
    if (only === undefined) return left;
    return parts.length === 1 ? only : { kind: 'and', parts };
  }

  #compared(left: Expression): { readonly holds: Expression; readonly right: Expression } | null {
    const sign = this.#takeSign(COMPARISONS);
    if (sign !== undefined) {
      const right = this.#sum();
      return { holds: this.#equality(left, sign, right), right };
    }
    const worded = this.#worded(left);
    return worded === null ? null : { holds: worded, right: left };
  }

  /** `a == [1, 2]` asks for membership, as in pandas. */
  #equality(left: Expression, sign: Comparison, right: Expression): Expression {
    if (right.kind !== 'list') return { kind: 'comparison', sign, left, right };
    if (sign !== '=' && sign !== '<>') return this.#tokens.fail('"==", "!=" or "in" before a list');
    const member: Expression = { kind: 'in', item: left, list: right.items };
    return sign === '=' ? member : not(member);
  }

  /** `is null`, `in`, `between`, `like`, and their opposites. */
  #worded(left: Expression): Expression | null {
    if (this.#takeWord('is')) {
      const isNegated = this.#takeWord('not');
      if (!this.#takeWord('null') && !this.#takeWord('none')) this.#tokens.fail('"null"');
      const test: Expression = { kind: 'isNull', inner: left };
      return isNegated ? not(test) : test;
    }
    const isNegated = this.#takeWord('not');
    const found = this.#test(left);
    if (found === null) return isNegated ? this.#tokens.fail('"in", "between" or "like"') : null;
    return isNegated ? not(found) : found;
  }

  #test(left: Expression): Expression | null {
    if (this.#takeWord('in')) {
      const from = this.#tokens.peek();
      const list = this.#tokens.nested(() => this.#listed());
      if (list === null) return this.#tokens.fail('a list of values', from);
      return { kind: 'in', item: left, list };
    }
    if (this.#takeWord('between')) {
      const least = this.#sum();
      if (!this.#takeWord('and')) this.#tokens.fail('"and"');
      return between(left, least, this.#sum());
    }
    if (!this.#takeWord('like')) return null;
    const { kind, text } = this.#tokens.peek();
    if (kind !== 'text') return this.#tokens.fail('a quoted pattern');
    this.#tokens.take();
    return { kind: 'like', inner: left, pattern: text };
  }

  #takeWord(word: string): boolean {
    return this.#tokens.peek().kind === 'name' && this.#tokens.takeOne(word) !== null;
  }

  #takeSign<Sign>(signs: Readonly<Record<string, Sign>>): Sign | undefined {
    return signs[this.#tokens.takeOne(...Object.keys(signs)) ?? ''];
  }

  #sum(): Expression {
    let left = this.#product();
    for (let sign; (sign = this.#takeSign(SUMS)) !== undefined;) {
      left = { kind: 'arithmetic', sign, left, right: this.#product() };
    }
    return left;
  }

  #product(): Expression {
    let left = this.#signed();
    for (let sign; (sign = this.#takeSign(PRODUCTS)) !== undefined;) {
      left = { kind: 'arithmetic', sign, left, right: this.#signed() };
    }
    return left;
  }

  #signed(): Expression {
    const sign = this.#tokens.takeOne('-', '+', '~');
    if (sign === null) return this.#power();
    return this.#tokens.nested(() => {
      const inner = this.#signed();
      if (sign === '~') return { kind: 'inverse', inner };
      return sign === '-' ? { kind: 'negative', inner } : inner;
    });
  }

  #power(): Expression {
    const left = this.#methods();
    if (this.#tokens.takeOne('**') === null) return left;
    return this.#tokens.nested(() => ({
      kind: 'arithmetic',
      sign: '**',
      left,
      right: this.#signed(),
    }));
  }

  /** `.isnull()`, `.str.len()`, `.dt.year` and their like after a value. */
  #methods(): Expression {
    let on = this.#atom();
    while (this.#tokens.takeOne('.') !== null) {
      let path = this.#name('the name of a method');
      if (path === 'str' && this.#tokens.takeOne('[') !== null) {
        on = { kind: 'piece', inner: on, ...this.#piece() };
        continue;
      }
      if (path === 'str' || path === 'dt') {
        this.#tokens.expect('.');
        path = `${path}.${this.#name(`the name of a method after .${path}`)}`;
      }
      const given = this.#tokens.takeOne('(') === null ? null : this.#arguments();
      on = this.#method(on, path, given);
    }
    return on;
  }

  /** `0]`, `-2:]` or `1:3]` after `.str[`. */
  #piece(): { readonly from: number | null; readonly to: number | null } {
    const from = this.#position();
    if (this.#tokens.takeOne(':') === null) {
      if (from === null) return this.#tokens.fail('a position');
      this.#tokens.expect(']');
      return { from, to: from === -1 ? null : from + 1 };
    }
    const to = this.#position();
    this.#tokens.expect(']');
    return { from, to };
  }

  #position(): number | null {
    const isNegative = this.#tokens.takeOne('-') !== null;
    const { kind, text } = this.#tokens.peek();
    if (kind === 'number' && /^\d{1,9}$/.test(text)) {
      this.#tokens.take();
      return isNegative ? -Number(text) : Number(text);
    }
    return isNegative ? this.#tokens.fail('a position') : null;
  }

  #method(on: Expression, path: string, given: Arguments | null): Expression {
    const isNull = NULL_TESTS.get(path.toLowerCase());
    if (isNull !== undefined) {
      if (given === null || given.plain.length > 0) this.#tokens.fail(`${path}()`);
      const test: Expression = { kind: 'isNull', inner: on };
      return isNull ? test : not(test);
    }
    if (given === null && !path.startsWith('dt.')) this.#tokens.fail(`"(" after .${path}`);
    return { kind: 'call', path, on, given: given ?? NOTHING };
  }

  #name(expected: string): string {
    const { kind, text } = this.#tokens.peek();
    if (kind !== 'name') return this.#tokens.fail(expected);
    this.#tokens.take();
    return text;
  }

  #arguments(): Arguments {
    const plain: Expression[] = [];
    const named = new Map<string, Expression>();
    while (this.#tokens.takeOne(')') === null) {
      const [name, sign] = [this.#tokens.peek(), this.#tokens.peek(1)];
      if (name.kind === 'name' && sign.kind === 'sign' && sign.text === '=') {
        this.#tokens.take();
        this.#tokens.take();
        named.set(name.text, this.#either());
      } else plain.push(this.#either());
      this.#separated(')');
    }
    return { plain, named };
  }

  #separated(close: string): void {
    const { kind, text } = this.#tokens.peek();
    if (this.#tokens.takeOne(',') === null && !(kind === 'sign' && text === close)) {
      this.#tokens.fail(`"," or "${close}"`);
    }
  }

  /** `[1, 2]` or `(1, 2)`; null where no bracket comes. */
  #listed(): readonly Expression[] | null {
    const open = this.#tokens.takeOne('[', '(');
    if (open === null) return null;
    const close = open === '[' ? ']' : ')';
    const items: Expression[] = [];
    while (this.#tokens.takeOne(close) === null) {
      items.push(this.#sum());
      this.#separated(close);
    }
    return items;
  }

  #atom(): Expression {
    const { kind, text } = this.#tokens.peek();
    if (kind === 'sign' && text === '[') {
      return { kind: 'list', items: this.#tokens.nested(() => this.#listed()) ?? [] };
    }
    if (kind === 'sign' && text === '(') return this.#bracketed();
    if (kind === 'sign' && text === '@') {
      return this.#tokens.fail(
        'a column or value (variables of Python are not known: write the value)',
      );
    }
    if (kind === 'sign' || kind === 'end') return this.#tokens.fail('a column or value');
    this.#tokens.take();
    if (kind === 'number') return { kind: 'number', text };
    if (kind === 'text') return { kind: 'value', value: text };
    if (kind === 'column') return { kind: 'column', name: text };
    if (this.#tokens.takeOne('(') !== null) return this.#function(text);
    const word = text.toLowerCase();
    if (word === 'true' || word === 'false') return { kind: 'value', value: word === 'true' };
    if (word === 'none' || word === 'null') return { kind: 'value', value: null };
    return { kind: 'column', name: text };
  }

  #bracketed(): Expression {
    this.#tokens.take();
    const inner = this.#either();
    if (this.#tokens.takeOne(',') !== null) {
      const items = [inner];
      while (this.#tokens.takeOne(')') === null) {
        items.push(this.#sum());
        this.#separated(')');
      }
      return { kind: 'list', items };
    }
    this.#tokens.expect(')');
    return inner;
  }

  /** `col("name")` is how GX's own syntax writes a column; others are functions of one value. */
  #function(name: string): Expression {
    const from = this.#tokens.peek();
    const { plain, named } = this.#arguments();
    const [only] = plain;
    if (plain.length !== 1 || only === undefined || named.size > 0) {
      return this.#tokens.fail(`one value in ${name}(...)`, from);
    }
    if (name !== 'col') return { kind: 'call', path: `${name}()`, on: only, given: NOTHING };
    if (only.kind === 'value' && typeof only.value === 'string') {
      return { kind: 'column', name: only.value };
    }
    return only.kind === 'column' ? only : this.#tokens.fail('the name of a column', from);
  }
}

/**
 * Reads a row condition in pandas' query syntax, in GX's own (`col("x") > 1`), or in simple SQL.
 * Throws KwargsValueError with the position of what it cannot read and what may come there.
 */
export function parseCondition(condition: string): Expression {
  return new ConditionParser(condition).read();
}
