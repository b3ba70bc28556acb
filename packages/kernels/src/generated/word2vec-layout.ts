// Read from assembly/ by `npm run build:wasm`; a test holds it to what stands there.

/** Index of each 32-bit word. */
export const WORD2VEC_WORD = {
  size: 5,
  rows: 6,
  window: 7,
  negative: 8,
  flags: 9,
  chunks: 10,
  chunkStarts: 11,
  offsets: 12,
  rawOffsets: 13,
  tokens: 14,
  inputs: 15,
  outputs: 16,
  aliases: 17,
  keep: 18,
  sigmoids: 19,
  scratch: 20,
  scratchBytes: 21,
  alpha: 22,
  minAlpha: 23,
  seed: 24,
  rawWords: 26,
} as const;

/** Numbers that both halves use; offsets are bytes. */
export const WORD2VEC_NUMBER = {
  loss: 0,
  skipGram: 1,
  divided: 2,
  tabled: 4,
  group: 6,
  lossCount: 8,
  trained: 16,
  dots: 64,
  rates: 96,
  noRow: 128,
} as const;
