/** How a dialect of regular expressions writes the members of Python's classes, inside brackets. */
export interface ClassMembers {
  readonly word: string;
  readonly digit: string;
  readonly nonDigit: string;
  readonly space: string;
  /** The words without some of their parts, by the parts that are left out. */
  readonly wordsWithout: Readonly<Record<string, string>>;
  /** What `\s` holds, as code points. */
  readonly spaces: readonly number[];
}

/** What Python's `\s` holds, as code points. */
export const SPACES: readonly number[] = [
  0x09, 0x0a, 0x0b, 0x0c, 0x0d, 0x1c, 0x1d, 0x1e, 0x1f, 0x20, 0x85, 0xa0, 0x1680, 0x2000, 0x2001,
  0x2002, 0x2003, 0x2004, 0x2005, 0x2006, 0x2007, 0x2008, 0x2009, 0x200a, 0x2028, 0x2029, 0x202f,
  0x205f, 0x3000,
];

/** A class of Python's `re`, taken apart: `[^\W_]` is not, without `\W`, `_`. */
export interface PythonClass {
  readonly isNegated: boolean;
  /** The members that both dialects can write, translated. */
  readonly rest: string;
  /** The escapes and letters behind `rest`, as Python writes them. */
  readonly given: readonly string[];
  /** Whether `\W`, and whether `\S`, is a member: all that is outside another class. */
  readonly hasNonWord: boolean;
  readonly hasNonSpace: boolean;
}

const ESCAPED_SPACES: Readonly<Record<string, number>> = {
  '\\t': 0x09,
  '\\n': 0x0a,
  '\\v': 0x0b,
  '\\f': 0x0c,
  '\\r': 0x0d,
  ' ': 0x20,
  '\\ ': 0x20,
};

/** All white space except the given members; null if a member is not a single space. */
function spacesWithout(given: readonly string[], spaces: readonly number[]): string | null {
  const left = new Set(spaces);
  for (const member of given) {
    const space = Object.hasOwn(ESCAPED_SPACES, member) ? ESCAPED_SPACES[member] : undefined;
    if (space === undefined && !/^[^\\\s-]$/u.test(member)) return null;
    if (space !== undefined) left.delete(space);
  }
  return [...left].map((space) => String.fromCodePoint(space)).join('');
}

/** The letters of words that are none of some given members; null where they are others than `_` and `\d`. */
function wordsWithout(
  given: readonly string[],
  words: Readonly<Record<string, string>>,
): string | null {
  const parts = new Set(given.map((member) => (member === '\\d' ? 'd' : member)));
  const known = ['d', '_'].filter((part) => parts.delete(part)).join('');
  return parts.size === 0 ? (words[known] ?? null) : null;
}

/**
 * A class in another dialect, which has no room in its brackets for what is outside another class.
 * `canLookAhead`: whether the dialect has `(?!...)`; without it null where nothing else would do.
 */
export function classFrom(
  { isNegated, rest, given, hasNonWord, hasNonSpace }: PythonClass,
  members: ClassMembers,
  canLookAhead: boolean,
): string | null {
  const outside = [...(hasNonWord ? [members.word] : []), ...(hasNonSpace ? [members.space] : [])];
  if (outside.length === 0) return `[${isNegated ? '^' : ''}${rest}]`;
  if (!isNegated) {
    const alternatives = outside.map((inside) => `[^${inside}]`);
    return `(?:${[...(rest === '' ? [] : [`[${rest}]`]), ...alternatives].join('|')})`;
  }
  // Inside words and spaces at once is nothing; a class must hold something, so this one fails.
  if (outside.length === 2) return '[^\\s\\S]';
  const left = hasNonWord
    ? wordsWithout(given, members.wordsWithout)
    : spacesWithout(given, members.spaces);
  if (left !== null) return left === '' ? '[^\\s\\S]' : `[${left}]`;
  return canLookAhead ? `(?:(?![${rest}])[${outside.join('')}])` : null;
}
