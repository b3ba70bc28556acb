import { InteriorAnchors } from './interior-anchors.ts';
import { classFrom, SPACES } from './python-class.ts';
import type { ClassMembers } from './python-class.ts';
import { KwargsValueError } from '../errors.ts';
import { shown } from '../shown.ts';

/** How a dialect of regular expressions writes what Python's `re` means. */
interface Dialect {
  /** What is between the brackets of a class. */
  readonly members: ClassMembers;
  /** The same under the flag `a`: ASCII alone. */
  readonly asciiMembers: ClassMembers;
  /** Any letter but a newline. */
  readonly dot: string;
  /** `^` and `$` under the flag `m`: at the beginning and end of every line. */
  readonly lineStart: string;
  readonly lineEnd: string;
  /** `$`: the end, or before the newline that ends the text. */
  readonly end: string;
  /** `\Z`: the end. */
  readonly veryEnd: string;
  /** `\A`: the beginning. */
  readonly start: string;
  /** `\b` and `\B`; RE2 knows those of ASCII alone. */
  readonly boundary: (word: string) => string;
  readonly noBoundary: (word: string) => string;
  /** Whether there is `(?!...)`, and an anchor may be anywhere: DuckDB loses those inside an expression for RE2. */
  readonly canLookAhead: boolean;
  readonly codePoint: (hex: string) => string;
  /** An escape that means its letter. */
  readonly escaped: (letter: string) => string;
}

const WORDS = {
  word: '\\p{L}\\p{N}_',
  digit: '\\p{Nd}',
  nonDigit: '\\P{Nd}',
  wordsWithout: {
    '': '\\p{L}\\p{N}_',
    _: '\\p{L}\\p{N}',
    d: '\\p{L}\\p{Nl}\\p{No}_',
    d_: '\\p{L}\\p{Nl}\\p{No}',
  },
  spaces: SPACES,
};

/** What the classes hold under Python's flag `a`. */
const ASCII: ClassMembers = {
  word: 'a-zA-Z0-9_',
  digit: '0-9',
  nonDigit: '\\D',
  space: ' \\t\\n\\r\\f\\v',
  wordsWithout: { '': 'a-zA-Z0-9_', _: 'a-zA-Z0-9', d: 'a-zA-Z_', d_: 'a-zA-Z' },
  spaces: [0x09, 0x0a, 0x0b, 0x0c, 0x0d, 0x20],
};

/** RE2 as DuckDB has it: linear time. */
export const RE2: Dialect = {
  members: { ...WORDS, space: '\\s\\x0b\\x1c-\\x1f\\x{85}\\p{Z}' },
  asciiMembers: ASCII,
  dot: '.',
  lineStart: '^',
  lineEnd: '$',
  end: '(?:\\n?\\z)',
  veryEnd: '\\z',
  start: '\\A',
  boundary: () => '\\b',
  noBoundary: () => '\\B',
  canLookAhead: false,
  codePoint: (hex) => `\\x{${hex}}`,
  escaped: (letter) => `\\${letter}`,
};

/** JavaScript with the flag `u`, which forbids escapes that do nothing, and without `m`, which knows more newlines. */
export const JAVASCRIPT: Dialect = {
  members: { ...WORDS, space: '\\s\\x1c-\\x1f\\x85' },
  asciiMembers: ASCII,
  dot: '[^\\n]',
  lineStart: '(?<![^\\n])',
  lineEnd: '(?![^\\n])',
  end: '(?=\\n?(?![^]))',
  veryEnd: '(?![^])',
  start: '(?<![^])',
  boundary: (word) => `(?:(?<=[${word}])(?![${word}])|(?<![${word}])(?=[${word}]))`,
  // Never in an empty text, as in Python before 3.14
  noBoundary: (word) =>
    `(?:(?<=[^])|(?=[^]))(?:(?<=[${word}])(?=[${word}])|(?<![${word}])(?![${word}]))`,
  canLookAhead: true,
  codePoint: (hex) => `\\u{${hex}}`,
  escaped: (letter) => (/[\^$\\.*+?()[\]{}|/-]/.test(letter) ? `\\${letter}` : letter),
};

const ESCAPE = String.raw`\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([\s\S]))`;

/** Outside a class: an escape, `{,n}`, a comment, flags, a group's or a class's bracket, or any other letter. */
const OUTSIDE = new RegExp(
  String.raw`${ESCAPE}|\{,(\d+)\}|\(\?#[^)]*\)|\(\?[aiLmsux]+\)|\((?:\?(?:[a-zA-Z-]*:|P?<[\p{L}\p{N}_]+>|<?[=!]))?|\[\^?\]?|[\s\S]`,
  'uy',
);

/** In a class: an escape or any other letter. */
const INSIDE = new RegExp(String.raw`${ESCAPE}|[\s\S]`, 'uy');

/** In these flags `$` also means before every newline. */
const MULTILINE_GROUP = /\(\?[a-zA-Z]*m[a-zA-Z-]*:/;
const DOT_ALL_GROUP = /\(\?[a-zA-Z]*s[a-zA-Z-]*:/;

/** A regular expression without the flags that open it, `(?im)`. */
export interface Flagged {
  readonly flags: string;
  readonly body: string;
}

/** Takes the flags from the beginning of a regular expression of Python. */
export function flaggedFrom(regex: string): Flagged {
  const [opening = ''] = /^(?:\(\?[aiLmsux]+\))*/.exec(regex) ?? [];
  const flags = [...new Set(opening.replaceAll(/[^aiLmsux]/g, ''))].join('');
  return { flags, body: regex.slice(opening.length) };
}

const CLASSES = { w: 'word', d: 'digit', s: 'space' } as const;

function membersOf(letter: string, members: ClassMembers): string | null {
  return letter === 'w' || letter === 'd' || letter === 's' ? members[CLASSES[letter]] : null;
}

const isLetter = (letter: string) => /[\p{L}\p{N}]/u.test(letter);

/** Python's `i`, with its dot or without, is one letter where case is ignored; to both dialects three. */
const LETTERS_I = 'iI\u0130\u0131';

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

  escape(letter: string, dialect: Dialect, known: ClassMembers): void {
    if (letter === 'W') this.#hasNonWord = true;
    else if (letter === 'S') this.#hasNonSpace = true;
    // In a class \b is a backspace, in both dialects as \x08.
    else if (letter === 'b') this.add('\\b', '\\x08');
    else if (letter === 'D') this.add('\\D', known.nonDigit);
    else {
      const members = membersOf(letter, known);
      const plain = isLetter(letter) ? `\\${letter}` : dialect.escaped(letter);
      this.add(`\\${letter}`, members ?? plain);
    }
  }

  /** Whether a letter or a range of letters among the members is an i. */
  #holdsI(): boolean {
    return this.#given.some((member, at) => {
      if (LETTERS_I.includes(member)) return true;
      const [, dash, last] = this.#given.slice(at);
      return (
        dash === '-' &&
        last !== undefined &&
        Array.from(LETTERS_I).some((i) => member <= i && i <= last)
      );
    });
  }

  close(dialect: Dialect, members: ClassMembers, ignoresCase: boolean): string | null {
    const taken = {
      isNegated: this.#isNegated,
      rest: ignoresCase && this.#holdsI() ? `${this.#rest}${LETTERS_I}` : this.#rest,
      given: this.#given,
      hasNonWord: this.#hasNonWord,
      hasNonSpace: this.#hasNonSpace,
    };
    return classFrom(taken, members, dialect.canLookAhead);
  }
}

/** Writes what is outside of classes in a dialect. */
class Translation {
  readonly #dialect: Dialect;
  readonly #members: ClassMembers;
  readonly #ignoresCase: boolean;
  readonly #start: string;
  readonly #end: string;
  readonly #dot: string;

  constructor(dialect: Dialect, members: ClassMembers, { flags, body }: Flagged) {
    const isMultiline = flags.includes('m') || MULTILINE_GROUP.test(body);
    this.#dialect = dialect;
    this.#members = members;
    this.#ignoresCase = flags.includes('i');
    this.#start = isMultiline ? dialect.lineStart : '^';
    this.#end = isMultiline ? dialect.lineEnd : dialect.end;
    this.#dot = flags.includes('s') || DOT_ALL_GROUP.test(body) ? '.' : dialect.dot;
  }

  /** An escape outside of classes. */
  escape(letter: string): string {
    const { veryEnd, start, boundary, noBoundary, escaped } = this.#dialect;
    if (letter === 'Z') return veryEnd;
    if (letter === 'A') return start;
    if (letter === 'b') return boundary(this.#members.word);
    if (letter === 'B') return noBoundary(this.#members.word);
    const members = membersOf(letter.toLowerCase(), this.#members);
    if (members !== null) return `[${letter === letter.toLowerCase() ? '' : '^'}${members}]`;
    return isLetter(letter) ? `\\${letter}` : escaped(letter);
  }

  /** A token that is no escape. */
  token(token: string, most: string | undefined): string {
    if (most !== undefined) return `{0,${most}}`;
    if (token.startsWith('(?#')) return '';
    if (token === '^') return this.#start;
    if (token === '$') return this.#end;
    if (token === '.') return this.#dot;
    return this.#ignoresCase && LETTERS_I.includes(token) ? `[${LETTERS_I}]` : token;
  }
}

/**
 * A regular expression of Python's `re` in another dialect: `\w`, `\d` and `\s` know all of Unicode unless the flag
 * `a` is set, `$` is also before a last newline. Null where the dialect cannot say it.
 */
export function fromPython(flagged: Flagged, dialect: Dialect): string | null {
  const { flags, body: pattern } = flagged;
  const members = flags.includes('a') ? dialect.asciiMembers : dialect.members;
  const translation = new Translation(dialect, members, flagged);
  const anchors = new InteriorAnchors();
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
      if (/^\(\?[aiLmsux]+\)$/.test(token)) {
        throw new KwargsValueError(
          `The regular expression ${shown(pattern)} sets the flags ${token} inside: Python 3.11 and later read flags at the very beginning alone, or for a group as in (?i:...). Move them there.`,
        );
      }
      if (anchors.take(token) && !dialect.canLookAhead) return null;
      if (token.startsWith('[')) open = new OpenClass(token);
      else
        translated +=
          point ??
          (letter === undefined ? translation.token(token, most) : translation.escape(letter));
    } else if (point !== null) open.add(token, point);
    else if (letter !== undefined) open.escape(letter, dialect, members);
    else if (token === ']') {
      const closed: string | null = open.close(dialect, members, flags.includes('i'));
      if (closed === null) return null;
      translated += closed;
      open = null;
    } else open.add(token, token === '[' ? '\\[' : token);
  }
  // A class that nothing closes: the engine says what is wrong.
  return open === null ? translated : pattern;
}
