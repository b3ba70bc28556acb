/** How a dialect of regular expressions writes what Python's `re` means. */
interface Dialect {
  /** What stands between the brackets of a class. */
  readonly word: string;
  readonly digit: string;
  readonly space: string;
  /** `$`: the end, or before the newline that ends the text. */
  readonly end: string;
  /** `\Z`: the end. */
  readonly veryEnd: string;
  /** `\A`: the beginning. */
  readonly start: string;
  readonly codePoint: (hex: string) => string;
  /** An escape that stands for its letter. */
  readonly escaped: (letter: string) => string;
}

/** RE2 as DuckDB has it: linear time. */
export const RE2: Dialect = {
  word: '\\p{L}\\p{N}_',
  digit: '\\p{Nd}',
  space: '\\s\\x0b\\x1c-\\x1f\\x{85}\\p{Z}',
  end: '(?:\\n?\\z)',
  veryEnd: '\\z',
  start: '\\A',
  codePoint: (hex) => `\\x{${hex}}`,
  escaped: (letter) => `\\${letter}`,
};

/** JavaScript with the flag `u`, which forbids escapes that do nothing. */
export const JAVASCRIPT: Dialect = {
  word: '\\p{L}\\p{N}_',
  digit: '\\p{Nd}',
  space: '\\s\\x1c-\\x1f\\x85',
  end: '(?=\\n?(?![^]))',
  veryEnd: '(?![^])',
  start: '(?<![^])',
  codePoint: (hex) => `\\u{${hex}}`,
  escaped: (letter) => (/[\^$\\.*+?()[\]{}|/-]/.test(letter) ? `\\${letter}` : letter),
};

/** An escape, a class's bracket, `$`, `{,n}`, a comment, or any other letter. */
const TOKEN =
  /\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))|\{,(\d+)\}|\(\?#[^)]*\)|\[\^?\]?|[\s\S]/gu;

/** In these flags `$` also stands before every newline, in Python as in both dialects. */
const MULTILINE = /\(\?[a-z]*m[a-z]*[):]/;

const CLASSES = { w: 'word', d: 'digit', s: 'space' } as const;

function classOf(letter: string, dialect: Dialect, isInside: boolean): string | null {
  const lower = letter.toLowerCase();
  if (lower !== 'w' && lower !== 'd' && lower !== 's') return null;
  const members = dialect[CLASSES[lower]];
  if (letter === lower) return isInside ? members : `[${members}]`;
  // A class has no room for what is outside another one, save for \p's own opposite.
  if (!isInside) return `[^${members}]`;
  return letter === 'D' ? '\\P{Nd}' : `\\${letter}`;
}

/**
 * A regular expression of Python's `re` in another dialect: `\w`, `\d` and `\s` know all of Unicode,
 * `$` stands before a last newline too. Not translated: `\b` (ASCII), `\W` and `\S` within a class.
 */
export function fromPython(pattern: string, dialect: Dialect): string {
  const end = MULTILINE.test(pattern) ? '$' : dialect.end;
  let isInside = false;
  return pattern.replaceAll(
    TOKEN,
    (token, short?: string, long?: string, letter?: string, most?: string) => {
      const code = short ?? long;
      if (code !== undefined) return dialect.codePoint(code.replace(/^0+(?=.)/, ''));
      if (letter !== undefined) {
        if (letter === 'Z' && !isInside) return dialect.veryEnd;
        if (letter === 'A' && !isInside) return dialect.start;
        return (
          classOf(letter, dialect, isInside) ??
          (/[\p{L}\p{N}]/u.test(letter) ? token : dialect.escaped(letter))
        );
      }
      if (isInside) {
        if (token === ']') isInside = false;
        return token;
      }
      if (most !== undefined) return `{0,${most}}`;
      if (token.startsWith('(?#')) return '';
      if (token === '$') return end;
      if (token.startsWith('[')) {
        isInside = true;
        // A bracket that closes nothing is a letter.
        return token.endsWith(']') ? `${token.slice(0, -1)}\\]` : token;
      }
      return token;
    },
  );
}
