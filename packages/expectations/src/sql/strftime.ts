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

const UP_TO_TWO = '\\d{1,2}';

/** The digits that Python wants of a directive; DuckDB judges their value, and the other directives. */
const DIGITS: Readonly<Record<string, string>> = {
  Y: '\\d{4}',
  G: '\\d{4}',
  y: '\\d{2}',
  d: UP_TO_TWO,
  m: UP_TO_TWO,
  H: UP_TO_TWO,
  I: UP_TO_TWO,
  M: UP_TO_TWO,
  S: UP_TO_TWO,
  f: '\\d{1,6}',
  j: '\\d{1,3}',
};

/**
 * A regular expression that every text in this format matches as a whole, as Python's strptime reads
 * it: white space in the format is any white space, and there is none elsewhere at its ends.
 */
export function strptimePattern(format: string): string {
  return format.replaceAll(/%(.)|\s+|[^%\s]/gsu, (piece, letter?: string) => {
    if (letter === '%') return '%';
    if (letter !== undefined) return DIGITS[letter] ?? '(?:\\S|\\S.*\\S)';
    return /^\s/.test(piece) ? '\\s+' : piece.replace(/[\\^$.|?*+()[\]{}]/, '\\$&');
  });
}
