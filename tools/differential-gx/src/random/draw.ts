import fc from 'fast-check';
import type { Arbitrary } from 'fast-check';

/** Draws values from arbitraries, one after the other, from one seed. */
export interface Draw {
  /** A whole number from 0 to below `below`. */
  readonly below: (below: number) => number;
  /** True once in `every`. */
  readonly oneIn: (every: number) => boolean;
  readonly oneOf: <T>(choices: readonly [T, ...T[]]) => T;
  /** One of `choices`, or `fallback` where there is none. */
  readonly anyOf: <T>(choices: readonly T[], fallback: T) => T;
  readonly from: <T>(arbitrary: Arbitrary<T>) => T;
}

/** What `make` makes of one seed, `count` times over. */
export function drawMany<T>(make: (draw: Draw) => T, count: number, seed: number): readonly T[] {
  const arbitrary = fc.gen().map((gen) => {
    const below = (limit: number) => gen(fc.nat, { max: Math.max(0, limit - 1) });
    const anyOf = <C>(choices: readonly C[], fallback: C) =>
      choices[below(choices.length)] ?? fallback;
    return make({
      below,
      oneIn: (every) => below(every) === 0,
      oneOf: (choices) => anyOf(choices, choices[0]),
      anyOf,
      from: (drawn) => gen(() => drawn),
    });
  });
  return fc.sample(arbitrary, { numRuns: count, seed });
}
