import { rowCount, type EncodedSequences } from '@lf/contract';

/** The different rows of a set, in the order in which each first appears. */
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
  const firstSeen = new Map<string, number>();
  const uniqueOf = new Uint32Array(rows);
  const representatives: number[] = [];
  for (let row = 0; row < rows; row++) {
    const key = bytes.toString('latin1', encoded.offsets[row], encoded.offsets[row + 1]);
    let unique = firstSeen.get(key);
    if (unique === undefined) {
      unique = representatives.length;
      firstSeen.set(key, unique);
      representatives.push(row);
    }
    uniqueOf[row] = unique;
  }
  return { sequences: takeRows(encoded, representatives), uniqueOf };
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
