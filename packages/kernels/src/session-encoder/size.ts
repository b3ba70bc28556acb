/** Sizes of a session encoder. */
export interface SessionEncoderSize {
  /** Width of the embeddings: a multiple of 8. */
  readonly dimensions: number;
  /** Items of a session that are read, counted from its end; no session of a batch is longer. */
  readonly positions: number;
  readonly items: number;
}

/** The weights of a session encoder. */
export interface SessionEncoderWeights {
  /** `[item, dimension]`: items and sessions lie in one space. */
  readonly embedding: Float32Array;
  /** `[dimension]`: its product with an item's embedding adds to the item's say in a session. */
  readonly scorer: Float32Array;
  /** `[position]` what adds to the say of the last item, of the one before, ... */
  readonly places: Float32Array;
  /** `[position]` what adds to the logit of an item that the session holds, by its latest position from the end. */
  readonly repeats: Float32Array;
}

/** The small weights, in the order in which the kernel keeps them. */
export const DENSE_NAMES = ['scorer', 'places', 'repeats'] as const;

/** How many values each of the weights has. */
export function sessionEncoderLengths({
  dimensions,
  positions,
  items,
}: SessionEncoderSize): Readonly<Record<keyof SessionEncoderWeights, number>> {
  return {
    embedding: items * dimensions,
    scorer: dimensions,
    places: positions,
    repeats: positions,
  };
}
