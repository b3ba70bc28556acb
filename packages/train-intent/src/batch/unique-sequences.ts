import { rowCount, type EncodedSequences } from '@lf/contract';

/** The different rows of a set, in the order of their codes: rows that begin alike follow each other. */
export interface UniqueSequences {
  readonly sequences: EncodedSequences;
  /** [row of the original set] which unique row equals it */
  readonly uniqueOf: Uint32Array;
}

/**
 * Finds the different rows of a set: short sessions repeat, and one prediction serves all equals.
 *
 * @param encoded rows of codes
 */
export function findUniqueSequences(encoded: EncodedSequences): UniqueSequences {
  const rows = rowCount(encoded);
  const bytes = Buffer.from(encoded.codes.buffer, encoded.codes.byteOffset, encoded.codes.length);
  const firstSeen = new Map<string, number>(); // codes as text -> the first row that has them
  const representatives = new Uint32Array(rows);
  for (let row = 0; row < rows; row++) {
    const key = bytes.toString('latin1', encoded.offsets[row], encoded.offsets[row + 1]);
    const first = firstSeen.get(key);
    if (first === undefined) firstSeen.set(key, row);
    representatives[row] = first ?? row;
  }
  const sorted = [...firstSeen.keys()].sort().map((key) => firstSeen.get(key) ?? 0);
  const places = new Uint32Array(rows); // [first row] its place among the sorted ones
  sorted.forEach((row, place) => (places[row] = place));
  return {
    sequences: takeRows(encoded, sorted),
    uniqueOf: representatives.map((first) => places[first] ?? 0),
  };
}

/** The given rows of a set, in the given order. */
function takeRows(
  encoded: EncodedSequences,
  rows: readonly number[] | Uint32Array,
): EncodedSequences {
  const offsets = new Uint32Array(rows.length + 1);
  rows.forEach((row, index) => {
    offsets[index + 1] =
      (offsets[index] ?? 0) + (encoded.offsets[row + 1] ?? 0) - (encoded.offsets[row] ?? 0);
  });
  const codes = new Uint8Array(offsets[rows.length] ?? 0);
  rows.forEach((row, index) => {
    codes.set(
      encoded.codes.subarray(encoded.offsets[row], encoded.offsets[row + 1]),
      offsets[index],
    );
  });
  return { offsets, codes };
}
