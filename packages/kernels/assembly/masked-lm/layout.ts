import { job } from '../tasks';

// Where everything lies in linear memory. Axis letters: D dimensions (a multiple of 8), H heads of K = D / H,
// F feed-forward width (a multiple of 8), L layers, T positions, V rows of the tables (items, the mask, padding
// to a multiple of 8), R rows of a shard, M masked rows (padded), C columns of the softmax.
// A table lies in panels [V / 8, D, 8]: eight rows side by side, ready for the product with hidden states.
// src/masked-lm/memory-layout.ts is the host's half of this page.

// The job's word after those of ../tasks.ts: the address of the words below.
const MODEL: usize = 20;

export const DIM: usize = 0;
export const HEADS: usize = 4;
export const FF: usize = 8;
export const LAYERS: usize = 12;
export const TIMES: usize = 16; // T
export const SHARD_ROWS: usize = 20; // R, a multiple of 4
export const DENSE_COUNT: usize = 24; // values of the dense parameters, a multiple of 4
export const DENSE: usize = 28; // address, float32: positions [T, D], then L layers, see LAYER_*
export const DENSE_FIRST: usize = 32; // Adam's moments
export const DENSE_SECOND: usize = 36;
export const DENSE_GRADIENTS: usize = 40; // float32 [shard, DENSE_COUNT]
export const PACKED: usize = 44; // see pack.ts
export const INPUT: usize = 48; // input table
export const INPUT_FIRST: usize = 52;
export const INPUT_SECOND: usize = 56;
export const OUTPUT: usize = 60; // output table; the input's where both are tied
export const OUTPUT_FIRST: usize = 64;
export const OUTPUT_SECOND: usize = 68;
export const BIAS: usize = 72; // float32 [V]
export const BIAS_FIRST: usize = 76;
export const BIAS_SECOND: usize = 80;
export const INPUT_GRADIENTS: usize = 84; // tables of gradients, only where they are asked for
export const OUTPUT_GRADIENTS: usize = 88;
export const BIAS_GRADIENTS: usize = 92; // float32 [V]
export const PANELS: usize = 96; // V / 8

// A step's batch.
export const TOKENS: usize = 100; // int32 [token]: rows of the input table
export const POSITIONS: usize = 104; // int32 [token]
export const OFFSETS: usize = 108; // int32 [session + 1]: the first token of each session
export const MASKED: usize = 112; // int32 [masked]: tokens, ascending
export const TARGETS: usize = 116; // int32 [masked]: columns of the softmax
export const SHARDS: usize = 120; // int32 [shard, SHARD_WORDS]
export const MASKED_COUNT: usize = 124;
export const MASKED_ROWS: usize = 128; // M: a multiple of 4, odd in fours
export const STATE: usize = 132; // see state.ts
export const STATE_BYTES: usize = 136;
export const SCRATCH: usize = 140;
export const SCRATCH_BYTES: usize = 144;
// Rows of a table that have gradients from tokens or columns, ascending: int32 [touched + 1, TOUCHED_WORDS].
export const OUTPUT_TOUCHED: usize = 148;
export const OUTPUT_TOUCHED_COUNT: usize = 152;
export const INPUT_TOUCHED: usize = 156;
export const INPUT_TOUCHED_COUNT: usize = 160;

// The head.
export const HIDDEN: usize = 164; // float32 [M, D]
export const HIDDEN_INVERSE: usize = 168; // float32 [M]: 1 / length before normalisation
export const HIDDEN_GRADIENTS: usize = 172; // float32 [block, M, D]
export const LOGITS: usize = 176; // float32 [C / 8, M, 8]: logits, then exponentials, then gradients
export const BLOCK_MAX: usize = 180; // float32 [block, M]
export const BLOCK_SUM: usize = 184; // float32 [block, M]; after the combination the factor from exponential to gradient
export const TARGET_LOGITS: usize = 188; // float32 [M]
export const HEAD_TABLE: usize = 196; // panels of the columns
export const HEAD_BIAS: usize = 200; // float32 [C]
export const HEAD_ITEMS: usize = 204; // int32 [C], only with samples
export const HEAD_PANELS: usize = 208; // C / 8
export const HEAD_OWN: usize = 212; // with samples: the first of M columns, each the target of its row alone
export const HEAD_INVERSE: usize = 216; // float32 [C]: 1 / length of each column's row
export const HEAD_SAMPLED: usize = 220; // 1 with samples
export const COLUMN_GRADIENTS: usize = 224; // panels, only with samples
export const ROW_SUM: usize = 228; // float32 [M]: sum of exponentials
export const ROW_MAX: usize = 232; // float32 [M]: the largest logit

// Numbers of the step, float32 unless said.
export const TEMPERATURE: usize = 240; // 0: plain products; else the scale of cosines
export const DROPOUT_SCALE: usize = 244; // 1 / (1 - rate)
export const DROPOUT_BELOW: usize = 248; // uint32: drop where the hash lies below; 0 drops nothing
export const DROPOUT_SEED: usize = 252; // int32
export const STEP_SIZE: usize = 256;
export const ONE_MINUS_BETA_1: usize = 260;
export const ONE_MINUS_BETA_2: usize = 264;
export const EPSILON: usize = 268;
export const KEEPS_GRADIENTS: usize = 272; // int32: 1 writes gradients in place of steps of Adam
export const TRAINS_BIAS: usize = 276; // int32
export const INVERSE_MASKED: usize = 284; // 1 / masked positions
export const INPUT_DROPOUT: usize = 288; // int32: 1 drops the embeddings too

export const SHARDS_USED: usize = 296;
export const COLUMN_BIASES: usize = 300; // float32 [C]: gradients of the columns' biases

// A touched row: its index, its first token gradient and its first column gradient; the entries of the last one
// end where those of the one behind it begin.
export const TOUCHED_WORDS: usize = 3;
export const TOKEN_ADDRESSES: usize = 280; // int32: addresses of gradients [D] of tokens
export const COLUMN_INDICES: usize = 292; // int32: columns

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
