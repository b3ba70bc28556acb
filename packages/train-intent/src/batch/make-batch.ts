import { type EncodedSequences, PADDING_CODE, rowLength } from '@lf/contract';

/** Rows that a model processes together; those that begin alike are best next to each other. */
export interface Batch {
  /** [row] */
  readonly size: number;
  /** Steps of the longest row. */
  readonly time: number;
  /** [row, time] codes 0..6, then PADDING_CODE */
  readonly codes: Uint8Array;
  /** [row] steps before the padding */
  readonly lengths: Uint32Array;
  /** [row] which row of the set this is */
  readonly rows: Uint32Array;
}

/**
 * Lays out rows of a set for a model.
 *
 * @param encoded rows of codes
 * @param rows which rows, in the batch's order
 */
export function makeBatch(encoded: EncodedSequences, rows: readonly number[] | Uint32Array): Batch {
  const chosen = Uint32Array.from(rows);
  const lengths = chosen.map((row) => rowLength(encoded, row));
  const time = lengths.reduce((longest, length) => Math.max(longest, length), 0);
  const codes = new Uint8Array(chosen.length * time).fill(PADDING_CODE);
  chosen.forEach((row, index) => {
    codes.set(encoded.codes.subarray(encoded.offsets[row], encoded.offsets[row + 1]), index * time);
  });
  return { size: chosen.length, time, codes, lengths, rows: chosen };
}
