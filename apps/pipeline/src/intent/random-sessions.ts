import { ACTION_CODES } from '@lf/dataset';
import type { ActionSequences } from '@lf/train-intent';

const MAX_LENGTH = 40;
const CODES = [
  ACTION_CODES.add,
  ACTION_CODES.remove,
  ACTION_CODES.purchase,
  ACTION_CODES.detail,
  ACTION_CODES.view,
] as const;

/** Sessions of any actions in any order, 0 to 40 events long; the same for the same seed. */
export function randomSessions(count: number, seed: number): ActionSequences {
  let state = (seed ^ 0x9e3779b9) >>> 0;
  // Numerical Recipes' linear congruential generator; its high bits are good enough for test cases
  const below = (limit: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
  const offsets = new Uint32Array(count + 1);
  const actions: number[] = [];
  for (let row = 0; row < count; row++) {
    const length = below(MAX_LENGTH + 1);
    for (let event = 0; event < length; event++) {
      actions.push(CODES[below(CODES.length)] ?? ACTION_CODES.view);
    }
    offsets[row + 1] = actions.length;
  }
  return { offsets, actions: Uint8Array.from(actions) };
}
