import { longestRow, rowCount, type EncodedSequences } from './action-sequences.ts';
import { ACTIONS } from './actions.ts';

/** Sessions as the tensor `x` of an intent model. */
export interface OneHotBatch {
  /** [batch, time, action]: one-hot, all-zero rows after the end of a session */
  readonly values: Float32Array;
  readonly batch: number;
  readonly time: number;
}

/** Writes encoded sessions as the model's tensor. */
export function oneHotBatch(encoded: EncodedSequences): OneHotBatch {
  const { offsets, codes } = encoded;
  const batch = rowCount(encoded);
  const time = longestRow(encoded);
  const values = new Float32Array(batch * time * ACTIONS.length);
  for (let row = 0; row < batch; row++) {
    const from = offsets[row] ?? 0;
    codes.subarray(from, offsets[row + 1]).forEach((code, step) => {
      values[(row * time + step) * ACTIONS.length + code] = 1;
    });
  }
  return { values, batch, time };
}

/** The one-hot row of each code: [code, action]. */
const ROWS = ACTIONS.map((_, code) => ACTIONS.map((__, action) => Number(action === code)));

/**
 * An encoded session as TensorFlow Serving's JSON takes it.
 *
 * @param codes [time] 0..6, as `intentCodes` gives them
 * @returns one element of `instances`, [time, action]
 */
export function intentInstance(codes: readonly number[]): readonly (readonly number[])[] {
  return codes.map((code) => ROWS[code] ?? ACTIONS.map(() => 0));
}
