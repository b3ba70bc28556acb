import { job } from '../tasks';
import { DIM, FF, HEADS, LAYERS, SHARDS, SHARD_ROWS, STATE, STATE_BYTES, TIMES } from './words';

// Where everything lies in linear memory. Axis letters: D dimensions (a multiple of 8), H heads of K = D / H,
// F feed-forward width (a multiple of 8), L layers, T positions, V rows of the tables (items, the mask, padding
// to a multiple of 8), R rows of a shard, M masked rows (padded), C columns of the softmax.
// A table lies in panels [V / 8, D, 8]: eight rows side by side, ready for the product with hidden states.
// The host reads this page, words.ts and modes.ts in src/generated/masked-lm-layout.ts.

// The job's word after those of ../task-words.ts: the address of the model's words.
export const MODEL: usize = 20;

export * from './words';

// A touched row: its index, its first token gradient and its first column gradient; the entries of the last one
// end where those of the one behind it begin.
export const TOUCHED_WORDS: usize = 3;

// A shard: some sessions in a row.
export const SHARD_WORDS: usize = 6;
export const FIRST_SESSION: usize = 0;
export const SESSIONS: usize = 4;
export const FIRST_TOKEN: usize = 8;
export const SHARD_TOKENS: usize = 12;
export const FIRST_MASKED: usize = 16;
export const SHARD_MASKED: usize = 20;

// Panels of a block of the head: 512 columns, whose rows (128 KiB at D = 64) stay in the second-level cache.
export const BLOCK_PANELS: usize = 64;
// Dense values, and touched rows, that one task updates.
export const DENSE_CHUNK: usize = 8192;
export const TOUCHED_CHUNK: usize = 16;

export function model(field: usize): usize {
  return load<u32>(job(MODEL) + field);
}

export function number(field: usize): f32 {
  return load<f32>(job(MODEL) + field);
}

export function shardAt(shard: usize): usize {
  return model(SHARDS) + shard * SHARD_WORDS * 4;
}

// Bytes from a layer's first dense parameter to each of its arrays.
export function attentionBias(d: usize): usize {
  return 12 * d * d; // after the kernel [D, 3D] of queries, keys and values
}
export function mergeKernel(d: usize): usize {
  return attentionBias(d) + 12 * d;
}
export function mergeBias(d: usize): usize {
  return mergeKernel(d) + 4 * d * d;
}
export function firstNorm(d: usize): usize {
  return mergeBias(d) + 4 * d; // gamma [D], beta [D]
}
export function innerKernel(d: usize): usize {
  return firstNorm(d) + 8 * d;
}
export function innerBias(d: usize, f: usize): usize {
  return innerKernel(d) + 4 * d * f;
}
export function outerKernel(d: usize, f: usize): usize {
  return innerBias(d, f) + 4 * f;
}
export function outerBias(d: usize, f: usize): usize {
  return outerKernel(d, f) + 4 * d * f;
}
export function secondNorm(d: usize, f: usize): usize {
  return outerBias(d, f) + 4 * d;
}
export function layerBytes(d: usize, f: usize): usize {
  return secondNorm(d, f) + 8 * d;
}

// Bytes of what one layer keeps of a shard for the way back; see encoder.ts.
export function layerStateBytes(d: usize, f: usize, rows: usize, headTimes: usize): usize {
  return 4 * rows * (8 * d + f + 2 + headTimes);
}

// The final hidden states [R, D] of a shard, and on the way back the gradients of its embeddings.
export function shardResult(shard: usize): usize {
  const layer = layerStateBytes(
    model(DIM),
    model(FF),
    model(SHARD_ROWS),
    model(HEADS) * model(TIMES),
  );
  return model(STATE) + shard * model(STATE_BYTES) + model(LAYERS) * layer;
}
