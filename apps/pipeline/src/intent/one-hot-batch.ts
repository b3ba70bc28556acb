import { ACTIONS, ACTION_CODES } from '@lf/dataset';
import type { ActionSequences } from '@lf/train-intent';

/** Sessions as the model's input `x`. */
export interface OneHotBatch {
  /** [batch, time, action]: one-hot, all-zero rows behind the end of a session */
  readonly values: Float32Array;
  readonly batch: number;
  readonly time: number;
}

/** Encodes sessions as the endpoint gets them: start, the actions, end, then padding. */
export function oneHotBatch({ offsets, actions }: ActionSequences): OneHotBatch {
  const batch = offsets.length - 1;
  const lengthOf = (row: number) => (offsets[row + 1] ?? 0) - (offsets[row] ?? 0);
  let time = 0;
  for (let row = 0; row < batch; row++) time = Math.max(time, lengthOf(row) + 2);
  const values = new Float32Array(batch * time * ACTIONS.length);
  for (let row = 0; row < batch; row++) {
    const begin = offsets[row] ?? 0;
    const end = begin + lengthOf(row);
    const codes = [ACTION_CODES.start, ...actions.subarray(begin, end), ACTION_CODES.end];
    codes.forEach((code, step) => (values[(row * time + step) * ACTIONS.length + code] = 1));
  }
  return { values, batch, time };
}
