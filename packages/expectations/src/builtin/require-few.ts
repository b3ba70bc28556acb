import { KwargsValueError } from '../errors.ts';

/**
 * Throws KwargsValueError where a list is longer than what is quick to check: each member is a piece of SQL, and
 * DuckDB takes four times as long for twice as many of them.
 */
export function requireFew(name: string, list: readonly unknown[], most: number): void {
  if (list.length <= most) return;
  throw new KwargsValueError(
    `${name} may have at most ${most} members, came ${list.length}: split the expectation into several.`,
  );
}
