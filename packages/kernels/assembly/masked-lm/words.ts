// The model's words, as byte offsets from the address that the job's word MODEL holds. Axis letters as in layout.ts.
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
export const TOKEN_ADDRESSES: usize = 280; // int32: addresses of gradients [D] of tokens
export const COLUMN_INDICES: usize = 292; // int32: columns
