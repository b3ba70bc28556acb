import type { SampledItems } from '../masked-lm/masked-batch.ts';

/** Shares of values that are dropped in a step, and what decides which. */
export interface EncoderDropout {
  /** int32; the same seed drops the same values. */
  readonly seed: number;
  /** Of the embeddings that a session is made of; 0 to below 1. */
  readonly items: number;
  /** Of a session's vector. */
  readonly session: number;
  /** Of the embeddings that it is compared with. */
  readonly columns: number;
}

/** Sessions and the item that followed each. */
export interface TrainingSessions {
  /** `[token]` items of the sessions, each in its order: session s holds `tokens[offsets[s] .. offsets[s + 1])`. */
  readonly tokens: Int32Array;
  /** `[session + 1]` */
  readonly offsets: Int32Array;
  /** `[session]` */
  readonly targets: Int32Array;
  /** Where the kernel has `samples`: as many items, and how often each item is expected among them. */
  readonly samples?: SampledItems;
  readonly dropout?: EncoderDropout;
}
