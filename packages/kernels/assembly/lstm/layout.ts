// Where everything lies in linear memory. Axis letters: A actions, U units (a multiple of 8),
// G = 4U gate columns in the order [unit block of 8][gate i, f, c, o][unit in block], R shard rows.
// src/lstm/memory-layout.ts is the host's half of this page.

// A batch is cut into shards of so many rows: fixed, so that sums never depend on the threads.
export const SHARD_ROWS: i32 = 32;

// The job's words after those of ../tasks.ts.
export const UNITS: usize = 20;
export const ACTIONS: usize = 24;
export const WEIGHTS: usize = 28; // address, float32 [parameter]
export const PACKED: usize = 32; // address, see pack.ts
export const GRADIENTS: usize = 36; // address, float32 [shard + 1, parameter]; the last one is the sum
export const SHARDS: usize = 40; // address of the first shard's block
export const SHARD_BYTES: usize = 44;
export const SCRATCH: usize = 48; // address of the first thread's scratch
export const SCRATCH_BYTES: usize = 52;
export const INVERSE_BATCH: usize = 56; // float32

// Mode 0 predicts.
export const TRAIN: i32 = 1;

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
