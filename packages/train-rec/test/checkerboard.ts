import { toItemSequences } from '../src/index.ts';

/** Items of the set; a session holds items of one colour, even or odd, alone. */
export const CHECKERBOARD_ITEMS = 20;

const SESSIONS_PER_COLOUR = 100;

/**
 * Sessions whose answer is known by construction: each holds all but one of the items of its colour,
 * in a random order, so that what goes with a session are the other items of its colour.
 */
export function checkerboard() {
  let state = 1;
  // Numerical Recipes' linear congruential generator: good enough to mix ten items.
  const draw = (below: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  return toItemSequences(
    Array.from({ length: 2 * SESSIONS_PER_COLOUR }, (_, session) => {
      const left = Array.from(
        { length: CHECKERBOARD_ITEMS / 2 },
        (_item, i) => 2 * i + (session % 2),
      );
      const items: number[] = [];
      while (left.length > 1) items.push(...left.splice(draw(left.length), 1));
      return items;
    }),
  );
}
