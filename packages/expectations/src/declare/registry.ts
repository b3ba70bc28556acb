import leven from 'leven';
import type { Expectation } from './expectation.ts';

/** Expectations by type: the built-in ones, and yours over them. */
export interface Registry {
  readonly types: readonly string[];
  find(type: string): Expectation | undefined;
  /** The known type nearest to `type` by edits, or nothing near enough. */
  nearest(type: string): string | undefined;
}

/** How many letters may differ, as a share of the name, before a guess is worse than none. */
const NEAR_RATIO = 0.4;

/** A registry of these expectations; a later one of the same type replaces an earlier one. */
export function registry(expectations: readonly Expectation[]): Registry {
  const byType = new Map(expectations.map((each) => [each.type, each]));
  const types = [...byType.keys()].sort();
  return {
    types,
    find: (type) => byType.get(type),
    nearest: (type) => {
      const [best] = types
        // So many letters differ at least: a type of a megabyte is compared with none
        .filter((known) => Math.abs(type.length - known.length) <= type.length * NEAR_RATIO)
        .map((known) => ({ known, distance: leven(type, known) }))
        .sort((a, b) => a.distance - b.distance);
      return best !== undefined && best.distance <= type.length * NEAR_RATIO
        ? best.known
        : undefined;
    },
  };
}
