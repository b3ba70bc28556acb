export { type BackendName, BACKENDS } from './backend/backendNames.ts';
export type { BackendTry } from './backend/backendTry.ts';
export {
  chooseBackend,
  type ChooseBackendOptions,
  type ChosenBackend,
} from './backend/chooseBackend.ts';
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
} from './lstm/fusedLstm.ts';
export { initialLstmWeights } from './lstm/initialWeights.ts';
export type { LabelledBatch, SequenceBatch } from './lstm/sequenceBatch.ts';
export type { LstmWeights } from './lstm/weights.ts';
