import type { ActionSequences } from '../../src/index.ts';

/** Rows of the given codes, as columns. */
export function sequencesOf(rows: readonly (readonly number[])[]): ActionSequences {
  const offsets = new Uint32Array(rows.length + 1);
  rows.forEach((row, index) => {
    offsets[index + 1] = offsets[index]! + row.length;
  });
  return { offsets, actions: Uint8Array.from(rows.flat()) };
}
