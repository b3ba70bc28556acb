import { wholeText } from '../in-javascript/whole-text.ts';
import { flaggedFrom, fromPython, RE2 } from './python-regex.ts';
import { text } from './quote.ts';
import { withoutVerbose } from './verbose-regex.ts';

/** Look-around, back-references, over 999 repeats: outside RE2, which DuckDB uses because it cannot explode. */
const NEEDS_BACKTRACKING = /\(\?(=|!|<=|<!)|\\[1-9]|\(\?P=|\{(\d*,)?\d{4,}[,}]/;

/** A border between a word and what is none: RE2 knows only the words of ASCII. */
const BOUNDARY = /(?<!\\)(?:\\\\)*\\[bB]/;

/**
 * SQL that is true where `given`, as Python writes it, is found in the text `value`. RE2 (linear time) where it can;
 * expressions that need backtracking run in JavaScript within a time for the whole check.
 */
export function matchesRegex(value: string, given: string): string {
  const regex = withoutVerbose(given);
  const inJavaScript = `lf_matches_regex(${wholeText(value)}, ${wholeText(text(regex))})`;
  const flagged = flaggedFrom(regex);
  const translated = fromPython(flagged, RE2);
  if (translated === null || NEEDS_BACKTRACKING.test(regex)) return inJavaScript;
  // The others have done their work, or mean nothing to a text
  const flags = flagged.flags.replaceAll(/[aux]/g, '');
  const whole = flags === '' ? translated : `(?${flags})${translated}`;
  // DuckDB answers NULL for some anchors (^\\z over a cast timestamp): nothing was found.
  const inRe2 = `coalesce(regexp_matches(${value}, ${text(whole)}), FALSE)`;
  return BOUNDARY.test(regex)
    ? `CASE WHEN strlen(${value}) = length(${value}) AND ${value} <> '' THEN ${inRe2} ELSE ${inJavaScript} END`
    : inRe2;
}
