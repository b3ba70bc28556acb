import { KwargsValueError } from '../errors.ts';

/** A piece of an expression: a name, a quoted text, a number, or a sign. */
export interface Token {
  readonly kind: 'name' | 'column' | 'text' | 'number' | 'sign' | 'end';
  readonly text: string;
}

/** Names in backticks are columns whatever they look like; quotes make texts, with backslash escapes. */
const TOKEN =
  /\s*(?:(?<column>`[^`]*`)|(?<text>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|(?<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)|(?<name>[\p{L}_$][\p{L}\p{N}_$]*)|(?<sign>\*\*|[=!<>]=|&&|\|\||[-+*/%()[\],.<>=&|~!]))/uy;

function unquote(text: string): string {
  return text.slice(1, -1).replaceAll(/\\(.)/gsu, '$1');
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
        `Cannot read ${JSON.stringify(expression)} from position ${at}: ${JSON.stringify(expression.slice(at, at + 20))}.`,
      );
    }
    const { column, text, number, name, sign } = groups;
    if (column !== undefined) tokens.push({ kind: 'column', text: column.slice(1, -1) });
    else if (text !== undefined) tokens.push({ kind: 'text', text: unquote(text) });
    else if (number !== undefined) tokens.push({ kind: 'number', text: number });
    else if (name !== undefined) tokens.push({ kind: 'name', text: name });
    else tokens.push({ kind: 'sign', text: sign ?? '' });
  }
  return [...tokens, { kind: 'end', text: '' }];
}

/** Walks over the tokens of one expression. */
export class TokenReader {
  readonly expression: string;
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(expression: string) {
    this.expression = expression;
    this.#tokens = tokensOf(expression);
  }

  /** The next token, or the one `ahead` after it, without taking it. */
  peek(ahead = 0): Token {
    return this.#tokens[this.#at + ahead] ?? { kind: 'end', text: '' };
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

  /** Throws KwargsValueError: what was expected, what came, in which expression. */
  fail(expected: string): never {
    const { kind, text } = this.peek();
    const came = kind === 'end' ? 'the end' : JSON.stringify(text);
    throw new KwargsValueError(
      `Cannot read ${JSON.stringify(this.expression)}: expected ${expected}, came ${came}.`,
    );
  }
}
