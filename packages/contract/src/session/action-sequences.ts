/** Sessions of action codes as columns: row r holds `actions[offsets[r] .. offsets[r + 1])`. */
export interface ActionSequences {
  /** [row + 1] */
  readonly offsets: Uint32Array;
  /** [event] 2..6 */
  readonly actions: Uint8Array;
}

/** What an intent model reads, as columns: each row is start, actions, end. */
export interface EncodedSequences {
  /** [row + 1] */
  readonly offsets: Uint32Array;
  /** [code] 0..6 */
  readonly codes: Uint8Array;
}

/** How many rows a set of columns holds. */
export function rowCount({ offsets }: { readonly offsets: Uint32Array }): number {
  return Math.max(0, offsets.length - 1);
}

/** How many entries row `row` holds. */
export function rowLength({ offsets }: { readonly offsets: Uint32Array }, row: number): number {
  return (offsets[row + 1] ?? 0) - (offsets[row] ?? 0);
}

/** How many entries the longest row holds; 1 without rows. */
export function longestRow(sequences: { readonly offsets: Uint32Array }): number {
  let longest = 1;
  for (let row = 0; row < rowCount(sequences); row++) {
    longest = Math.max(longest, rowLength(sequences, row));
  }
  return longest;
}
