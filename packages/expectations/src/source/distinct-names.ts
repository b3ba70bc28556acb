import { ExpectationsError } from '../errors.ts';
import { shownName } from '../shown.ts';

/**
 * Throws ExpectationsError (`ambiguous_columns`) where two names differ in letter case alone: to
 * DuckDB they are one, and it would read the first column in place of the second.
 */
export function requireDistinctNames(names: readonly string[]): void {
  const seen = new Map<string, string>();
  for (const name of names) {
    const known = name.toLowerCase();
    const before = seen.get(known);
    if (before !== undefined) {
      throw new ExpectationsError(
        'ambiguous_columns',
        `The columns ${shownName(before)} and ${shownName(name)} have one name, but for letter case. Rename one of them.`,
      );
    }
    seen.set(known, name);
  }
}
