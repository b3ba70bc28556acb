/** Sizes of a masked-language model over items. */
export interface MaskedLmSize {
  /** Width of embeddings and hidden states: a multiple of 8. */
  readonly dimensions: number;
  /** Attention heads; `dimensions / heads` is a multiple of 4. */
  readonly heads: number;
  /** Width between the two layers of each feed-forward part: a multiple of 8. */
  readonly feedForward: number;
  readonly layers: number;
  /** Rows of the position table; no session is longer. */
  readonly positions: number;
  /** Items 0 to items - 1; token `items` is the mask. */
  readonly items: number;
  /** Whether the items' embeddings are the output weights too. */
  readonly isTied: boolean;
}

/**
 * The weights by name, row by row, as plain arrays that any exporter can read:
 * `embedding` [items + 1, D] (the last row is the mask), `positions` [positions, D], for each layer i
 * `layers.i.attention.kernel` [D, 3D] (queries, keys, values; each [heads, D / heads]),
 * `layers.i.attention.bias` [3D], `layers.i.merge.kernel` [D, D], `layers.i.merge.bias` [D],
 * `layers.i.norm1.gamma` and `.beta` [D], `layers.i.inner.kernel` [D, F], `layers.i.inner.bias` [F],
 * `layers.i.outer.kernel` [F, D], `layers.i.outer.bias` [D], `layers.i.norm2.gamma` and `.beta` [D];
 * then `output` [items, D] unless tied, and `bias` [items].
 */
export type MaskedLmWeights = ReadonlyMap<string, Float32Array>;

/** The arrays between the tables, in the order in which the kernel keeps them. */
export function denseShapes(size: MaskedLmSize): ReadonlyMap<string, readonly number[]> {
  const { dimensions: d, feedForward: f, layers, positions } = size;
  const shapes = new Map<string, readonly number[]>([['positions', [positions, d]]]);
  for (let layer = 0; layer < layers; layer++) {
    const add = (name: string, ...shape: number[]) => shapes.set(`layers.${layer}.${name}`, shape);
    add('attention.kernel', d, 3 * d);
    add('attention.bias', 3 * d);
    add('merge.kernel', d, d);
    add('merge.bias', d);
    add('norm1.gamma', d);
    add('norm1.beta', d);
    add('inner.kernel', d, f);
    add('inner.bias', f);
    add('outer.kernel', f, d);
    add('outer.bias', d);
    add('norm2.gamma', d);
    add('norm2.beta', d);
  }
  return shapes;
}

/** The shape of every array of `MaskedLmWeights`, by name, in the order in which they are listed there. */
export function maskedLmShapes(size: MaskedLmSize): ReadonlyMap<string, readonly number[]> {
  const { dimensions, items, isTied } = size;
  return new Map<string, readonly number[]>([
    ['embedding', [items + 1, dimensions]],
    ...denseShapes(size),
    ...(isTied ? [] : ([['output', [items, dimensions]]] as const)),
    ['bias', [items]],
  ]);
}

/** Values of an array of such a shape. */
export function valueCount(shape: readonly number[]): number {
  return shape.reduce((product, axis) => product * axis, 1);
}
