export { type BackendName, BACKENDS } from './backend/backend-names.ts';
export type { BackendTry } from './backend/backend-try.ts';
export {
  chooseBackend,
  type ChooseBackendOptions,
  type ChosenBackend,
} from './backend/choose-backend.ts';
export {
  BackendUnavailableError,
  KernelsError,
  LstmInputError,
  LstmStateError,
  UnknownBackendError,
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
