// Where everything lies in linear memory. Axis letters: A actions, U units (a multiple of 8),
// G = 4U gate columns in the order [unit block of 8][gate i, f, c, o][unit in block], R shard rows.
// The host reads this page, words.ts and modes.ts in src/generated/lstm-layout.ts.

export * from './words';

// A batch is cut into shards of so many rows: fixed, so that sums never depend on the threads.
export const SHARD_ROWS: i32 = 32;

// A shard's block: rows in descending order of length.
export const LENGTHS: usize = 0; // int32 [R]
export const LABELS: usize = LENGTHS + 4 * SHARD_ROWS; // float32 [R]
export const LOGITS: usize = LABELS + 4 * SHARD_ROWS; // float32 [R], output
export const ROW_COUNT: usize = LOGITS + 4 * SHARD_ROWS; // int32: how many rows are real
export const CODES: usize = ROW_COUNT + 16; // uint8 [time, R]

// Float32 values in the weights: kernel [A, G], recurrent [U, G], bias [G], dense [U], denseBias [4].
export function parameterCount(units: usize, actions: usize): usize {
  return (actions + units + 1) * units * 4 + units + 4;
}
