// Read from assembly/ by `npm run build:wasm`; a test holds it to what stands there.

/** Index of each 32-bit word. */
export const LSTM_WORD = {
  units: 5,
  actions: 6,
  weights: 7,
  packed: 8,
  gradients: 9,
  shards: 10,
  shardBytes: 11,
  scratch: 12,
  scratchBytes: 13,
} as const;

/** What a job or task does. */
export const LSTM_MODE = {
  predict: 0,
  train: 1,
} as const;

/** Numbers that both halves use; offsets are bytes. */
export const LSTM_NUMBER = {
  lengths: 0,
  levelCodes: 0,
  levelParents: 64,
  shardRows: 64,
  levelWidth: 128,
  levelBytes: 132,
  nodes: 256,
  labels: 512,
  rowWeights: 768,
  logits: 1024,
  rowCount: 1280,
  levelCount: 1284,
  levels: 1296,
} as const;
