/** Every draw of a schedule: the same seed gives the same draws. */
export interface Chance {
  /** A number from 0 to below 1. */
  next(): number;
  /** A whole number from 0 to below `count`. */
  below(count: number): number;
  /** True with that probability. */
  happens(probability: number): boolean;
  /** One of the items, each as likely as the others. */
  oneOf<T>(items: readonly [T, ...T[]]): T;
}

/** The generator mulberry32: 32 bits of state, good enough to choose among schedules. */
export function chanceOf(seed: number): Chance {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (count: number): number => Math.floor(next() * count);
  return {
    next,
    below,
    happens: (probability) => next() < probability,
    oneOf: (items) => items[below(items.length)] ?? items[0],
  };
}
