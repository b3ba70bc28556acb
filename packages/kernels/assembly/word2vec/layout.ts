// Where everything lies in linear memory. Axis letters: V rows of the vocabulary, D floats of a row
// (a multiple of 16, so that a row fills cache lines), T tokens left, S sentences, C chunks.
// src/word2vec/memory-layout.ts is the host's half of this page.

// Rows whose products are taken together; see update.ts.
export const GROUP: usize = 6;

// The job's words after those of ../tasks.ts.
export const SIZE: usize = 20; // D
export const ROWS: usize = 24; // V
export const WINDOW: usize = 28;
export const NEGATIVE: usize = 32;
export const FLAGS: usize = 36;
export const CHUNKS: usize = 40; // C, of one epoch
export const CHUNK_STARTS: usize = 44; // address, uint32 [C + 1]: the first sentence of each
export const OFFSETS: usize = 48; // address, uint32 [S + 1]: the first token of each sentence
export const RAW_OFFSETS: usize = 52; // address, uint32 [S + 1]: raw words before each sentence
export const TOKENS: usize = 56; // address, uint32 [T], rows
export const INPUTS: usize = 60; // address, float32 [V, D]
export const OUTPUTS: usize = 64; // address, float32 [V, D]
export const ALIASES: usize = 68; // address, [V] of (uint32 threshold, uint32 alias)
export const KEEP: usize = 72; // address, uint32 [V]: keep probability times 2^32 - 1
export const SIGMOIDS: usize = 76; // address, float32 [TABLE]
export const SCRATCH: usize = 80; // address of the first thread's scratch
export const SCRATCH_BYTES: usize = 84;
export const ALPHA: usize = 88; // float32
export const MIN_ALPHA: usize = 92; // float32
export const SEED: usize = 96; // uint64
export const RAW_WORDS: usize = 104; // float64, of all epochs

// Bits of FLAGS.
export const SKIP_GRAM: usize = 1;
export const DIVIDED: usize = 2;
export const TABLED: usize = 4;

// A thread's scratch.
export const LOSS: usize = 0; // float64, sum over the sampled positions
export const LOSS_COUNT: usize = 8; // float64
export const TRAINED: usize = 16; // float64, words left by the vocabulary and by sampling
export const DOTS: usize = 64; // float32 [8]
export const RATES: usize = 96; // float32 [8]: alpha, or 0 for a row that takes no part
export const NO_ROW: usize = 128; // float32 [D], stays zero: fills the last group
// then hidden [D], work [D], addresses of rows [negative + 1 in whole groups], kept [longest sentence],
// addresses of the context [longest sentence]
