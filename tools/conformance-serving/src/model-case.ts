/** Values of a tensor, row-major. */
export interface TensorValues {
  readonly shape: readonly number[];
  readonly values: Float32Array | Int32Array;
}

/** A tensor at a model's border as a signature declares it: -1 for an axis that is free. */
export interface Port {
  readonly dtype: string;
  readonly shape: readonly number[];
}

/** What a SavedModel declares. */
export interface Signature {
  readonly tags: readonly string[];
  readonly method: string;
  readonly inputs: Readonly<Record<string, Port>>;
  readonly outputs: Readonly<Record<string, Port>>;
}

/** Outputs of a batch by their names. */
export type Outputs = Readonly<Record<string, TensorValues>>;

/** A trained model, exported, with sessions to ask it about and what our own runtime answers. */
export interface ModelCase {
  readonly name: string;
  /** Path in a bundle -> bytes. */
  readonly files: Readonly<Record<string, Uint8Array>>;
  readonly inputName: string;
  readonly signature: Pick<Signature, 'inputs' | 'outputs'>;
  readonly batches: readonly TensorValues[];
  /** Whether TensorFlow.js is asked too, whose layers cannot do all that a graph can; true when left out. */
  readonly isForLayersToo?: boolean;
  /**
   * How far a runtime's answer for a batch is from ours.
   *
   * @returns [session] the difference of what is compared; Infinity where the answers are not alike
   */
  differences(batch: number, outputs: Outputs): readonly number[];
}

/** Beyond this, two runtimes do not compute the same model. */
export const TOLERANCE = 1e-5;
