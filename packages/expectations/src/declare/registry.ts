import type { Expectation } from './expectation.ts';
import { nearestOf } from './nearest.ts';

/** Expectations by type: the built-in ones, and yours over them. */
export interface Registry {
  readonly types: readonly string[];
  find(type: string): Expectation | undefined;
  /** The known type nearest to `type` by edits, or nothing near enough. */
  nearest(type: string): string | undefined;
}

/** A registry of these expectations; a later one of the same type replaces an earlier one. */
export function registry(expectations: readonly Expectation[]): Registry {
  const byType = new Map(expectations.map((each) => [each.type, each]));
  const types = [...byType.keys()].sort();
  return {
    types,
    find: (type) => byType.get(type),
    nearest: (type) => nearestOf(type, types),
  };
}
