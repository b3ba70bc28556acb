import type { LabelledSequences } from '@lf/dataset';

/** A model that any worthwhile LSTM must beat, trained on the same rows. */
export interface Baseline {
  readonly name: 'majority' | 'logistic-regression' | 'markov-chain';
  /** @returns what predicts rows from what `train` shows */
  fit(train: LabelledSequences): BaselinePredictor;
}

/** @returns [row] probabilities of a purchase */
export type BaselinePredictor = (sequences: LabelledSequences) => Float32Array;

/** 1 / (1 + e^-logit) without overflow. */
export function logistic(logit: number): number {
  return logit >= 0 ? 1 / (1 + Math.exp(-logit)) : 1 - 1 / (1 + Math.exp(logit));
}
