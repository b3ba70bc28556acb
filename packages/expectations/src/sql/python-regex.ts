import { classFrom } from './python-class.ts';
import type { ClassMembers } from './python-class.ts';

/** How a dialect of regular expressions writes what Python's `re` means. */
interface Dialect {
  /** What is between the brackets of a class. */
  readonly members: ClassMembers;
  /** `$`: the end, or before the newline that ends the text. */
  readonly end: string;
  /** `\Z`: the end. */
  readonly veryEnd: string;
  /** `\A`: the beginning. */
  readonly start: string;
  /** `\b` and `\B`; RE2 knows those of ASCII alone. */
  readonly boundary: string;
  readonly noBoundary: string;
  readonly canLookAhead: boolean;
  readonly codePoint: (hex: string) => string;
  /** An escape that means its letter. */
  readonly escaped: (letter: string) => string;
}

const WORD = '\\p{L}\\p{N}_';

/** RE2 as DuckDB has it: linear time. */
export const RE2: Dialect = {
  members: {
    word: WORD,
    digit: '\\p{Nd}',
    space: '\\s\\x0b\\x1c-\\x1f\\x{85}\\p{Z}',
  },
  end: '(?:\\n?\\z)',
  veryEnd: '\\z',
  start: '\\A',
  boundary: '\\b',
  noBoundary: '\\B',
  canLookAhead: false,
  codePoint: (hex) => `\\x{${hex}}`,
  escaped: (letter) => `\\${letter}`,
};

/** JavaScript with the flag `u`, which forbids escapes that do nothing. */
export const JAVASCRIPT: Dialect = {
  members: { word: WORD, digit: '\\p{Nd}', space: '\\s\\x1c-\\x1f\\x85' },
  end: '(?=\\n?(?![^]))',
  veryEnd: '(?![^])',
  start: '(?<![^])',
  boundary: `(?:(?<=[${WORD}])(?![${WORD}])|(?<![${WORD}])(?=[${WORD}]))`,
  noBoundary: `(?:(?<=[${WORD}])(?=[${WORD}])|(?<![${WORD}])(?![${WORD}]))`,
  canLookAhead: true,
  codePoint: (hex) => `\\u{${hex}}`,
  escaped: (letter) => (/[\^$\\.*+?()[\]{}|/-]/.test(letter) ? `\\${letter}` : letter),
};

const ESCAPE = String.raw`\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([\s\S]))`;

/** Outside a class: an escape, `{,n}`, a comment, a class's bracket, or any other letter. */
const OUTSIDE = new RegExp(String.raw`${ESCAPE}|\{,(\d+)\}|\(\?#[^)]*\)|\[\^?\]?|[\s\S]`, 'uy');

/** In a class: an escape or any other letter. */
const INSIDE = new RegExp(String.raw`${ESCAPE}|[\s\S]`, 'uy');

/** In these flags `$` also means before every newline, in Python as in both dialects. */
const MULTILINE = /\(\?[a-z]*m[a-z]*[):]/;

const CLASSES = { w: 'word', d: 'digit', s: 'space' } as const;

function membersOf(letter: string, { members }: Dialect): string | null {
  return letter === 'w' || letter === 'd' || letter === 's' ? members[CLASSES[letter]] : null;
}

/** An escape outside of classes. */
function escapeFrom(letter: string, dialect: Dialect): string {
  switch (letter) {
    case 'Z':
      return dialect.veryEnd;
    case 'A':
      return dialect.start;
    case 'b':
      return dialect.boundary;
    case 'B':
      return dialect.noBoundary;
    default: {
      const members = membersOf(letter.toLowerCase(), dialect);
      if (members !== null) return `[${letter === letter.toLowerCase() ? '' : '^'}${members}]`;
      return isLetter(letter) ? `\\${letter}` : dialect.escaped(letter);
    }
  }
}

const isLetter = (letter: string) => /[\p{L}\p{N}]/u.test(letter);

/** A class while it is read: from its bracket to the one that closes it. */
class OpenClass {
  readonly #isNegated: boolean;
  readonly #given: string[] = [];
  #rest = '';
  #hasNonWord = false;
  #hasNonSpace = false;

  constructor(bracket: string) {
    this.#isNegated = bracket.startsWith('[^');
    // A bracket that closes nothing is a letter.
    if (bracket.endsWith(']')) this.add(']', '\\]');
  }

  add(given: string, translated: string): void {
    this.#given.push(given);
    this.#rest += translated;
  }

  escape(letter: string, dialect: Dialect): void {
    if (letter === 'W') this.#hasNonWord = true;
    else if (letter === 'S') this.#hasNonSpace = true;
    // In a class \b is a backspace, in both dialects as \x08.
    else if (letter === 'b') this.add('\\b', '\\x08');
    else if (letter === 'D') this.add('\\D', '\\P{Nd}');
    else {
      const members = membersOf(letter, dialect);
      const plain = isLetter(letter) ? `\\${letter}` : dialect.escaped(letter);
      this.add(`\\${letter}`, members ?? plain);
    }
  }

  close(dialect: Dialect): string | null {
    const taken = {
      isNegated: this.#isNegated,
      rest: this.#rest,
      given: this.#given,
      hasNonWord: this.#hasNonWord,
      hasNonSpace: this.#hasNonSpace,
    };
    return classFrom(taken, dialect.members, dialect.canLookAhead);
  }
}

/** A token outside of classes that is no code point. */
function outsideFrom(
  token: string,
  letter: string | undefined,
  most: string | undefined,
  dialect: Dialect,
  end: string,
): string {
  if (letter !== undefined) return escapeFrom(letter, dialect);
  if (most !== undefined) return `{0,${most}}`;
  if (token.startsWith('(?#')) return '';
  return token === '$' ? end : token;
}

/**
 * A regular expression of Python's `re` in another dialect: `\w`, `\d` and `\s` know all of Unicode,
 * `$` is also before a last newline. Null where the dialect cannot say it.
 */
export function fromPython(pattern: string, dialect: Dialect): string | null {
  const end = MULTILINE.test(pattern) ? '$' : dialect.end;
  let open: OpenClass | null = null;
  let translated = '';
  for (let at = 0; at < pattern.length;) {
    const scanner: RegExp = open === null ? OUTSIDE : INSIDE;
    scanner.lastIndex = at;
    const [token = '', short, long, letter, most] = scanner.exec(pattern) ?? [pattern.charAt(at)];
    at += token.length;
    const code = short ?? long;
    const point = code === undefined ? null : dialect.codePoint(code.replace(/^0+(?=.)/, ''));
    if (open === null) {
      if (token.startsWith('[')) open = new OpenClass(token);
      else translated += point ?? outsideFrom(token, letter, most, dialect, end);
    } else if (point !== null) open.add(token, point);
    else if (letter !== undefined) open.escape(letter, dialect);
    else if (token === ']') {
      const closed: string | null = open.close(dialect);
      if (closed === null) return null;
      translated += closed;
      open = null;
    } else open.add(token, token === '[' ? '\\[' : token);
  }
  // A class that nothing closes: the engine says what is wrong.
  return open === null ? translated : pattern;
}
