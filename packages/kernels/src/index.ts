export { KernelsError, LstmInputError, LstmStateError } from './errors.ts';
export {
  type AdamOptions,
  createFusedLstm,
  type FusedLstm,
  type FusedLstmOptions,
} from './lstm/fusedLstm.ts';
export { initialLstmWeights } from './lstm/initialWeights.ts';
export type { LabelledBatch, SequenceBatch } from './lstm/sequenceBatch.ts';
export type { LstmWeights } from './lstm/weights.ts';
