export { type BackendName, BACKENDS } from './backend/backend-names.ts';
export type { BackendTry } from './backend/backend-try.ts';
export { ENGINE_PROPERTIES } from './backend/engine-properties.ts';
export {
  BackendUnavailableError,
  KernelInputError,
  KernelsError,
  LstmInputError,
  LstmStateError,
  MaskedLmInputError,
  MaskedLmStateError,
  SessionEncoderInputError,
  SessionEncoderStateError,
  TopKInputError,
  TopKStateError,
  UnknownBackendError,
  Word2VecInputError,
} from './errors.ts';
export {
  type AdamOptions,
  createFusedLstm,
  type FusedLstm,
  type FusedLstmOptions,
} from './lstm/fused-lstm.ts';
export { initialLstmWeights } from './lstm/initial-weights.ts';
export type { LabelledBatch, SequenceBatch } from './lstm/sequence-batch.ts';
export type { LstmWeights } from './lstm/weights.ts';
export { dropoutFactor } from './masked-lm/dropout.ts';
export {
  createFusedMaskedLm,
  type FusedMaskedLm,
  type FusedMaskedLmOptions,
} from './masked-lm/fused-masked-lm.ts';
export { initialMaskedLmWeights } from './masked-lm/initial-weights.ts';
export type {
  Dropout,
  MaskedBatch,
  MaskedTrainingBatch,
  SampledItems,
} from './masked-lm/masked-batch.ts';
export { maskedLmShapes, type MaskedLmSize, type MaskedLmWeights } from './masked-lm/size.ts';
export {
  type ApproximateTopK,
  type ApproximateTopKOptions,
  createApproximateTopK,
} from './top-k/approximate-top-k.ts';
export { createRandom, type Random } from './random/random.ts';
export { randomStream } from './random/random-stream.ts';
export { shuffle } from './random/shuffle.ts';
export { splitMix } from './random/split-mix.ts';
export {
  createFusedSessionEncoder,
  type FusedSessionEncoder,
  type FusedSessionEncoderOptions,
} from './session-encoder/fused-session-encoder.ts';
export {
  sessionEncoderLengths,
  type SessionEncoderSize,
  type SessionEncoderWeights,
} from './session-encoder/size.ts';
export type { EncoderDropout, TrainingSessions } from './session-encoder/training-sessions.ts';
export { createTopK, type TopK, type TopKOptions, type TopKResult } from './top-k/top-k.ts';
export type { RowLists } from './top-k/row-panels.ts';
export {
  type Sentences,
  WORD2VEC_DEFAULTS,
  type Word2VecProgress,
  type Word2VecSettings,
} from './word2vec/options.ts';
export {
  trainWord2Vec,
  type Word2VecOptions,
  type Word2VecVectors,
} from './word2vec/train-word2vec.ts';
export type { TrainingState } from './training-state.ts';
