// The model's words, as byte offsets from the address that the job's word MODEL holds. Axis letters as in layout.ts.
export const DIM: usize = 0;
export const TIMES: usize = 4; // T
export const ITEMS: usize = 8; // float32 [V, D]
export const ITEMS_FIRST: usize = 12; // Adam's moments
export const ITEMS_SECOND: usize = 16;
export const DENSE: usize = 20; // float32: scorer [D], places [T], repeats [T]
export const DENSE_COUNT: usize = 24; // values of one chunk's dense gradients, a multiple of 4
export const DENSE_GRADIENTS: usize = 28; // float32 [chunk, DENSE_COUNT]

// A step's batch.
export const TOKENS: usize = 32; // int32 [token], the items of each session in their order
export const OFFSETS: usize = 36; // int32 [B + 1]
export const TARGETS: usize = 40; // int32 [B]
export const TARGET_BIASES: usize = 44; // float32 [B]: correction of a target that stands in no session
export const ROW_COUNT: usize = 48; // B
export const PADDED_ROWS: usize = 52; // B up to a multiple of ROW_CHUNK
export const COLUMN_ITEMS: usize = 56; // int32 [C]: the samples, -1 behind them
export const COLUMN_BIASES: usize = 60; // float32 [C]
export const COLUMN_COUNT: usize = 64; // C
export const FIRST_COLUMN: usize = 68; // int32 [V]: the first column of an item, -1 where it has none
export const NEXT_COLUMN: usize = 72; // int32 [C]: the next column of the same item, -1 at the last

// What a step computes.
export const CHANCES: usize = 76; // float32 [token]: weight of each item in its session
export const SESSIONS: usize = 80; // float32 [B, D]: weighted sums
export const SESSION_INVERSE: usize = 84; // float32 [B]: 1 / length
export const UNITS: usize = 88; // float32 [B, D]: of length 1, then dropped
export const UNIT_GRADIENTS: usize = 92; // float32 [B, D]
export const LOGITS: usize = 96; // float32 [B, C]: logits, then their gradients
export const PANELS: usize = 100; // float32 [C / 8, D, 8]: the columns' rows, of length 1, then dropped
export const COLUMN_PANELS: usize = 104; // float32 [D / 8, C, 8]: the same
export const COLUMN_INVERSE: usize = 108; // float32 [C]: 1 / length
export const ROW_MAX: usize = 112; // float32 [B]: largest logit
export const ROW_SUM: usize = 116; // float32 [B]: sum of exponentials
export const TARGET_LOGITS: usize = 120; // float32 [B]
export const TOKEN_GRADIENTS: usize = 124; // float32 [token, D]
export const TARGET_GRADIENTS: usize = 128; // float32 [B, D]: of targets that stand in no session
export const COLUMN_GRADIENTS: usize = 132; // float32 [C, D]
// Items that have gradients: int32 [touched + 1, TOUCHED_WORDS].
export const TOUCHED: usize = 136;
export const TOUCHED_COUNT: usize = 140;
export const ADDRESSES: usize = 144; // int32: addresses of gradients [D]
export const SCRATCH: usize = 148; // see layout.ts
export const SCRATCH_BYTES: usize = 152;

// Numbers of the step, float32 unless said.
export const SCALE: usize = 156; // of cosines
export const INVERSE_ROWS: usize = 160; // 1 / B
export const DROPOUT_SEED: usize = 164; // int32
export const ITEM_BELOW: usize = 168; // uint32: drop where the hash lies below; 0 drops nothing
export const ITEM_KEEP: usize = 172; // 1 / (1 - rate)
export const SESSION_BELOW: usize = 176;
export const SESSION_KEEP: usize = 180;
export const COLUMN_BELOW: usize = 184;
export const COLUMN_KEEP: usize = 188;
export const STEP_SIZE: usize = 192;
export const ONE_MINUS_BETA_1: usize = 196;
export const ONE_MINUS_BETA_2: usize = 200;
export const EPSILON: usize = 204;
