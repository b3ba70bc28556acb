import { type EncodedSequences, PADDING_CODE, rowLength } from '@lf/contract';

/** Rows that a model processes together, longest first so that the active ones lead at every step. */
export interface Batch {
  /** [row] */
  readonly size: number;
  /** Steps of the longest row. */
  readonly time: number;
  /** [row, time] codes 0..6, then PADDING_CODE */
  readonly codes: Uint8Array;
  /** [row] steps before the padding, not increasing */
  readonly lengths: Uint32Array;
  /** [row] which row of the set this is */
  readonly rows: Uint32Array;
}

/**
 * Lays out rows of a set for a model.
 *
 * @param encoded rows of codes
 * @param rows which rows, in any order
 */
export function makeBatch(encoded: EncodedSequences, rows: readonly number[] | Uint32Array): Batch {
  const sorted = Uint32Array.from(rows);
  sorted.sort((a, b) => rowLength(encoded, b) - rowLength(encoded, a) || a - b);
  const lengths = sorted.map((row) => rowLength(encoded, row));
  const time = lengths[0] ?? 0;
  const codes = new Uint8Array(sorted.length * time).fill(PADDING_CODE);
  sorted.forEach((row, index) => {
    codes.set(encoded.codes.subarray(encoded.offsets[row], encoded.offsets[row + 1]), index * time);
  });
  return { size: sorted.length, time, codes, lengths, rows: sorted };
}
