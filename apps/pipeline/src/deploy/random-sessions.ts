import { ACTION_CODES, type ActionSequences } from '@lf/contract';

/** Most sessions are short. */
const USUAL_EVENTS = 40;
const CODES = [
  ACTION_CODES.add,
  ACTION_CODES.remove,
  ACTION_CODES.purchase,
  ACTION_CODES.detail,
  ACTION_CODES.view,
] as const;

/**
 * Sessions of any actions in any order; the same for the same seed. Most have 0 to 40 events, the first five as many as a
 * model reads, one less, one more, and far more.
 *
 * @param of.maxEvents how many events the model reads
 */
export function randomSessions(
  count: number,
  { seed, maxEvents }: { readonly seed: number; readonly maxEvents: number },
): ActionSequences {
  const lengths = [maxEvents - 1, maxEvents, maxEvents + 1, maxEvents + 100, maxEvents + 800];
  let state = (seed ^ 0x9e3779b9) >>> 0;
  // Numerical Recipes' linear congruential generator; its high bits are good enough for test cases
  const below = (limit: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
  const offsets = new Uint32Array(count + 1);
  const actions: number[] = [];
  for (let row = 0; row < count; row++) {
    const length = lengths[row] ?? below(USUAL_EVENTS + 1);
    for (let event = 0; event < length; event++) {
      actions.push(CODES[below(CODES.length)] ?? ACTION_CODES.view);
    }
    offsets[row + 1] = actions.length;
  }
  return { offsets, actions: Uint8Array.from(actions) };
}
