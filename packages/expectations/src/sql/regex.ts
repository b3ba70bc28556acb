import { fromPython, RE2 } from './python-regex.ts';
import { text } from './quote.ts';

/** Look-around, back-references, over 999 repeats: outside RE2, which DuckDB uses because it cannot explode. */
const NEEDS_BACKTRACKING = /\(\?(=|!|<=|<!)|\\[1-9]|\(\?P=|\{(\d*,)?\d{4,}[,}]/;

/**
 * SQL that is true where `regex`, as Python writes it, is found in the text `value`. RE2 (linear time) where it can;
 * expressions that need backtracking run in JavaScript under a time limit per value.
 */
export function matchesRegex(value: string, regex: string): string {
  return NEEDS_BACKTRACKING.test(regex)
    ? `lf_matches_regex(${value}, ${text(regex)})`
    : // DuckDB answers NULL for some anchors (^\\z over a cast timestamp): nothing was found.
      `coalesce(regexp_matches(${value}, ${text(fromPython(regex, RE2))}), FALSE)`;
}
