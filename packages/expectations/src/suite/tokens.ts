import { KwargsValueError } from '../errors.ts';
import { cutShort, shown } from '../shown.ts';

/** A piece of an expression: a name, a quoted text, a number, or a sign; `at` is its position from 0. */
export interface Token {
  readonly kind: 'name' | 'column' | 'text' | 'number' | 'sign' | 'end';
  readonly text: string;
  readonly at: number;
}

/**
 * Names in backticks are columns whatever they look like. Quotes make texts: with backslash escapes,
 * or as they are after an `r`, as in Python.
 */
const TOKEN =
  /\s*(?:(?<column>`[^`]*`)|(?<text>[rR]?(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'))|(?<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)|(?<name>[\p{L}_$][\p{L}\p{N}_$]*)|(?<sign>\*\*|\/\/|<>|[=!<>]=|&&|\|\||[-+*/%()[\],.<>=&|~!^:@]))/suy;

/** Brackets within brackets: far more than any condition needs, far less than the stack bears. */
const MOST_NESTED = 100;

/** So many characters of what may come: the functions by name, for one. */
const MOST_EXPECTED_CHARACTERS = 500;

/** Python's escapes of one letter; another letter keeps its backslash. */
const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  '\\': '\\',
  '"': '"',
  "'": "'",
  '\n': '',
};

const CODE_POINT = /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U(000[0-9a-fA-F]{5})|(.))/gsu;

function unquote(text: string): string {
  if (/^r/i.test(text)) return text.slice(2, -1);
  return text
    .slice(1, -1)
    .replaceAll(CODE_POINT, (whole, x?: string, u?: string, long?: string, letter?: string) => {
      const hex = x ?? u ?? long;
      if (hex !== undefined) return String.fromCodePoint(Number.parseInt(hex, 16));
      return ESCAPES[letter ?? ''] ?? whole;
    });
}

/** Cuts an expression into tokens, an `end` last; throws KwargsValueError at what it cannot read. */
function tokensOf(expression: string): readonly Token[] {
  const tokens: Token[] = [];
  const end = expression.trimEnd().length;
  const scanner = new RegExp(TOKEN);
  for (let at = 0; at < end; at = scanner.lastIndex) {
    scanner.lastIndex = at;
    const groups = scanner.exec(expression)?.groups;
    if (groups === undefined) {
      throw new KwargsValueError(
        `Cannot read ${shown(expression)} from position ${at}: ${JSON.stringify(expression.slice(at, at + 20))}.`,
      );
    }
    const { column, text, number, name, sign } = groups;
    const written = column ?? text ?? number ?? name ?? sign ?? '';
    const start = scanner.lastIndex - written.length;
    if (column !== undefined) {
      tokens.push({ kind: 'column', text: column.slice(1, -1), at: start });
    } else if (text !== undefined) tokens.push({ kind: 'text', text: unquote(text), at: start });
    else if (number !== undefined) tokens.push({ kind: 'number', text: number, at: start });
    else if (name !== undefined) tokens.push({ kind: 'name', text: name, at: start });
    else tokens.push({ kind: 'sign', text: written, at: start });
  }
  return [...tokens, { kind: 'end', text: '', at: end }];
}

/** Walks over the tokens of one expression. */
export class TokenReader {
  readonly expression: string;
  readonly #tokens: readonly Token[];
  #at = 0;
  #nested = 0;

  constructor(expression: string) {
    this.expression = expression;
    this.#tokens = tokensOf(expression);
  }

  /** The next token, or the one `ahead` after it, without taking it. */
  peek(ahead = 0): Token {
    return this.#tokens[this.#at + ahead] ?? { kind: 'end', text: '', at: this.expression.length };
  }

  take(): Token {
    const token = this.peek();
    this.#at += 1;
    return token;
  }

  /** Takes the next token if it is one of these signs or names (names in any case). */
  takeOne(...texts: readonly string[]): string | null {
    const { kind, text } = this.peek();
    const wanted = kind === 'name' ? text.toLowerCase() : text;
    if ((kind !== 'sign' && kind !== 'name') || !texts.includes(wanted)) return null;
    this.take();
    return wanted;
  }

  /** Takes a sign that must come now. */
  expect(sign: string): void {
    if (this.takeOne(sign) === null) this.fail(`"${sign}"`);
  }

  /** Reads what may hold itself; throws KwargsValueError where that goes too deep. */
  nested<T>(read: () => T): T {
    if (this.#nested >= MOST_NESTED) this.fail(`at most ${MOST_NESTED} levels`);
    this.#nested += 1;
    const inner = read();
    this.#nested -= 1;
    return inner;
  }

  /** Throws KwargsValueError: what was expected, what came, in which expression. */
  fail(expected: string, { kind, text, at }: Token = this.peek()): never {
    const came = kind === 'end' ? 'the end' : shown(text);
    throw new KwargsValueError(
      `Cannot read ${shown(this.expression)}: expected ${cutShort(expected, MOST_EXPECTED_CHARACTERS)} at position ${at}, came ${came}.`,
    );
  }
}
