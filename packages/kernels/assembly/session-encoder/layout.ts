import { job } from '../tasks';
import { DIM, SCRATCH, SCRATCH_BYTES } from './words';

// Where everything lies in linear memory. Axis letters: V items, D dimensions (a multiple of 8), T places of a session
// counted from its end, B sessions of a batch, C columns of the softmax (an odd number of eights, so that the rows of
// one column spread over the cache's sets).
// The host reads this page, words.ts and modes.ts in src/generated/session-encoder-layout.ts.

// The job's word after those of ../task-words.ts: the address of the model's words.
export const MODEL: usize = 20;

export * from './words';

// Sessions of a task, and touched items of one: fixed, so that sums never depend on the threads.
export const ROW_CHUNK: usize = 16;
export const TOUCHED_CHUNK: usize = 16;

// A touched item: its index and its first address; the last one's end where those of the one behind it begin.
export const TOUCHED_WORDS: usize = 2;

// One of a session's own candidates: an item of it, or a target that does not stand in it.
export const OWN_BYTES: usize = 20;
export const OWN_ITEM: usize = 0; // int32
export const OWN_PLACE: usize = 4; // int32: from the session's end, -1 for a target
export const OWN_LOGIT: usize = 8; // float32, then its exponential
export const OWN_DOT: usize = 12; // float32: product with the session's unit
export const OWN_INVERSE: usize = 16; // float32: 1 / length

// A thread's scratch: zeros [8], a panel [D, 8], vectors 2 x [D], slopes [T], own candidates [T + 1].
export const ZERO_FLOATS: usize = 8;

// What the hash of dropout is told apart by.
export const SESSION_SITE: i32 = 0x5bd1e995;
export const COLUMN_SITE: i32 = 0x3c6ef372;

export function model(field: usize): usize {
  return load<u32>(job(MODEL) + field);
}

export function number(field: usize): f32 {
  return load<f32>(job(MODEL) + field);
}

export function zerosOf(thread: usize): usize {
  return model(SCRATCH) + thread * model(SCRATCH_BYTES);
}

export function panelOf(thread: usize): usize {
  return zerosOf(thread) + (ZERO_FLOATS << 2);
}

export function vectorOf(thread: usize): usize {
  return panelOf(thread) + (model(DIM) << 5);
}
