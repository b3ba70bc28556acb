import { createRandom } from '../src/random/random.ts';
import type { LabelledBatch } from '../src/index.ts';

export const UNITS = 48;
export const ACTIONS = 7;
export const BATCH = 128;

/** A batch without padding, the densest work of its size. */
export function fullBatch(time: number): LabelledBatch {
  const random = createRandom(7);
  const below = (n: number): number => Math.floor(random.uniform() * n);
  return {
    codes: Uint8Array.from({ length: BATCH * time }, () => below(ACTIONS)),
    lengths: new Int32Array(BATCH).fill(time),
    labels: Uint8Array.from({ length: BATCH }, () => below(2)),
    batch: BATCH,
    time,
  };
}

/**
 * Multiplications and additions of the three recurrent products of a step: hidden x recurrent, its
 * gradient for hidden and its gradient for recurrent. The first event needs none; the one-hot input
 * is a gather, and the gates are not counted.
 */
export function productFlop(time: number): number {
  return 3 * (time - 1) * BATCH * 2 * UNITS * 4 * UNITS;
}
