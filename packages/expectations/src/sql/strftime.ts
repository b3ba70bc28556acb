import { KwargsValueError } from '../errors.ts';
import { shown } from '../shown.ts';

/** The directives that Python's strptime reads (docs.python.org/3/library/datetime.html). */
const DIRECTIVES = 'aAwdbBmyYHIpMSfzZjUWcxXGuV%';

/** Throws KwargsValueError where a format holds a directive that no parser knows. */
export function checkStrftimeFormat(format: string): void {
  for (const [directive, letter] of format.matchAll(/%(.?)/gsu)) {
    if (letter !== undefined && letter !== '' && DIRECTIVES.includes(letter)) continue;
    throw new KwargsValueError(
      `Unable to use provided strftime_format. ${shown(format)} holds the directive "${directive}"; known ones are: ${DIRECTIVES}.`,
    );
  }
}

/** What these stand for in Python's own locale; DuckDB means ISO 8601. */
const STANDS_FOR: Readonly<Record<string, string>> = {
  '%c': '%a %b %d %H:%M:%S %Y',
  '%x': '%m/%d/%y',
  '%X': '%H:%M:%S',
};

/** A format without the directives that stand for several others. */
export function plainFormat(format: string): string {
  return format.replaceAll(/%./gsu, (directive) => STANDS_FOR[directive] ?? directive);
}

/** A digit of any script, as in Python. */
const DIGIT = '\\p{Nd}';
const UP_TO_59 = `(?:[0-5]${DIGIT}|${DIGIT})`;

/** What Python's strptime takes for a directive; DuckDB judges the other directives, and days of their month. */
const TAKEN: Readonly<Record<string, string>> = {
  Y: `${DIGIT}{4}`,
  G: `${DIGIT}{4}`,
  y: `${DIGIT}{2}`,
  d: `(?:3[0-1]|[1-2]${DIGIT}|0[1-9]|[1-9]| [1-9])`,
  m: '(?:1[0-2]|0[1-9]|[1-9])',
  H: `(?:2[0-3]|[0-1]${DIGIT}|${DIGIT})`,
  I: '(?:1[0-2]|0[1-9]|[1-9])',
  M: UP_TO_59,
  S: `(?:6[0-1]|[0-5]${DIGIT}|${DIGIT})`,
  f: '[0-9]{1,6}',
  // Python also takes the names of the machine's own zone: those would change with the machine
  Z: '(?:[Uu][Tt][Cc]|[Gg][Mm][Tt])',
  j: `(?:36[0-6]|3[0-5]${DIGIT}|[1-2]${DIGIT}${DIGIT}|0[1-9]${DIGIT}|00[1-9]|[1-9]${DIGIT}|0[1-9]|[1-9])`,
};

/** A regular expression for what Python's strptime takes for a format or a piece of one: white space is any white space. */
export function strptimePattern(format: string): string {
  return format.replaceAll(/%(.)|\s+|[^%\s]/gsu, (piece, letter?: string) => {
    if (letter === '%') return '%';
    if (letter !== undefined) return TAKEN[letter] ?? '(?:\\S|\\S.*\\S)';
    return /^\s/.test(piece) ? '\\s+' : piece.replace(/[\\^$.|?*+()[\]{}]/, '\\$&');
  });
}

/**
 * A regular expression for a text with a space before a day of one digit, which Python reads and DuckDB
 * does not: what comes before the space and what comes after it are its groups. Null without such a day.
 */
export function spacedDayPattern(format: string): string | null {
  // A `%%` before a `d` is a percent sign
  const before = /^(?:%[^d]|[^%])*?(?=%d)/su.exec(format)?.[0];
  if (before === undefined) return null;
  const after = format.slice(before.length + '%d'.length);
  return `^(${strptimePattern(before)}) ([1-9]${strptimePattern(after)})$`;
}

/** Code points end here for scripts with digits of their own. */
const LAST_DIGIT = 0x1ffff;

let digitsOfScripts: readonly [string, string] | null = null;

/** Every decimal digit beyond ASCII, and the ASCII digits that mean the same, in the same order. */
export function digitsBeyondAscii(): readonly [string, string] {
  if (digitsOfScripts !== null) return digitsOfScripts;
  let foreign = '';
  let plain = '';
  for (let code = 0x80; code <= LAST_DIGIT; code += 1) {
    const letter = String.fromCodePoint(code);
    if (!/\p{Nd}/u.test(letter)) continue;
    // Unicode keeps the ten digits of a script together, in order
    plain += String(foreign === '' ? 0 : plain.length % 10);
    foreign += letter;
  }
  return (digitsOfScripts = [foreign, plain]);
}
