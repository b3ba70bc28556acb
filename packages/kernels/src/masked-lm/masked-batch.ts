/** Sessions with some tokens masked, back to back without padding. */
export interface MaskedBatch {
  /** `[token]`: items, or `items` (the number) where masked. */
  readonly tokens: Int32Array;
  /** `[token]`: rows of the position table. */
  readonly positions: Int32Array;
  /** `[session + 1]`: the first token of each session, then the end. */
  readonly offsets: Int32Array;
  /** `[masked]`: the tokens whose items are asked for, ascending. */
  readonly masked: Int32Array;
}

/** Masked sessions with their answers. */
export interface MaskedTrainingBatch extends MaskedBatch {
  /** `[masked]`: the items. */
  readonly targets: Int32Array;
  readonly dropout?: Dropout;
  /** Required by a kernel with `samples`, refused by one without. */
  readonly samples?: SampledItems;
}

/** What is dropped in a step: the same seed drops the same values, whatever the threads. */
export interface Dropout {
  /** Of each value, 0 to below 1. */
  readonly rate: number;
  /** A 32-bit integer, another one each step. */
  readonly seed: number;
  /** Whether the embeddings are dropped too, not the layers' outputs alone. */
  readonly isOnInput: boolean;
}

/** Items drawn to stand for all others in the softmax. */
export interface SampledItems {
  /** `[sample]`, the number of samples that the kernel was created with; repeats count. */
  readonly items: Int32Array;
  /** `[item]`: logarithm of how often each item is expected among the samples (Bengio & Senécal 2008). */
  readonly logCounts: Float32Array;
}
