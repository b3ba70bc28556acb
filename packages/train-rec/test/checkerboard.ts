import { toItemSequences } from '../src/index.ts';

/** Items of the set; a session holds items of one colour alone. */
export const CHECKERBOARD_ITEMS = 20;

const ITEMS_PER_COLOUR = CHECKERBOARD_ITEMS / 2;

/**
 * Sessions whose answer is known by construction: every one holds items of one parity, and walks
 * through all but one of them, so that the items that go with a session are the rest of its colour.
 * Session s starts at place s and takes every second item, around the board.
 */
export function checkerboard() {
  return toItemSequences(
    Array.from({ length: CHECKERBOARD_ITEMS * 4 }, (_, session) =>
      Array.from(
        { length: ITEMS_PER_COLOUR - 1 },
        (_step, step) => (session + 2 * step) % CHECKERBOARD_ITEMS,
      ),
    ),
  );
}
