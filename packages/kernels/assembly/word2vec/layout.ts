// Where everything lies in linear memory. Axis letters: V rows of the vocabulary, D floats of a row
// (a multiple of 16, so that a row fills cache lines), T tokens left, S sentences, C chunks.
// The host reads this page and words.ts in src/generated/word2vec-layout.ts.

export * from './words';

// Rows whose products are taken together; see update.ts.
export const GROUP: usize = 6;

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
