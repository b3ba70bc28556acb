// Where everything lies in linear memory. Axis letters: A actions, U units (a multiple of 8),
// G = 4U gate columns in the order [unit block of 8][gate i, f, c, o][unit in block], R shard rows.
// The host reads this page, words.ts and modes.ts in src/generated/lstm-layout.ts.

export * from './words';

// A batch is cut into shards of so many rows: fixed, so that sums never depend on the threads.
export const SHARD_ROWS: i32 = 64;

// A shard's block. Its rows form a tree: rows that begin alike share the nodes of that beginning, and
// level t holds the nodes after t + 1 events, at most one a row.
export const LENGTHS: usize = 0; // int32 [R]: levels to a row's last node
export const NODES: usize = LENGTHS + 4 * SHARD_ROWS; // int32 [R]: a row's last node, in its level
export const LABELS: usize = NODES + 4 * SHARD_ROWS; // float32 [R]
export const ROW_WEIGHTS: usize = LABELS + 4 * SHARD_ROWS; // float32 [R]
export const LOGITS: usize = ROW_WEIGHTS + 4 * SHARD_ROWS; // float32 [R], output
export const ROW_COUNT: usize = LOGITS + 4 * SHARD_ROWS; // int32: how many rows are real
export const LEVEL_COUNT: usize = ROW_COUNT + 4; // int32
export const LEVELS: usize = ROW_COUNT + 16; // [level] of LEVEL_BYTES

// A level, filled up with zeros to a multiple of four nodes.
export const LEVEL_CODES: usize = 0; // uint8 [R]
export const LEVEL_PARENTS: usize = LEVEL_CODES + SHARD_ROWS; // uint8 [R]: the node of the level before
export const LEVEL_WIDTH: usize = 2 * SHARD_ROWS; // int32: how many nodes are real
export const LEVEL_BYTES: usize = 2 * SHARD_ROWS + 4;

// Float32 values in the weights: kernel [A, G], recurrent [U, G], bias [G], dense [U], denseBias [4].
export function parameterCount(units: usize, actions: usize): usize {
  return (actions + units + 1) * units * 4 + units + 4;
}
