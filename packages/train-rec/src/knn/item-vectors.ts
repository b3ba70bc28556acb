import type { ItemSequences, RecConfig } from '@lf/recommenders';

/** Items with a vector, by index. */
export interface ItemVectors {
  /** `[row]`, rising. */
  readonly items: Uint32Array;
  readonly size: number;
  /** `[row, size]`, each of length 1: what an item says as a part of a session. */
  readonly vectors: Float32Array;
  /** `[row, size]`, each of length 1: the other side of the product, an item to be predicted; absent where it is not told. */
  readonly outputs?: Float32Array;
}

/** Learns the vectors of KNN elsewhere than in this process, as BlazingText does. */
export type LearnVectors = (of: {
  /** Items below `itemCount` alone. */
  readonly sentences: ItemSequences;
  readonly itemCount: number;
  readonly config: RecConfig;
}) => Promise<ItemVectors>;

/** The rows in an order, each of length 1; a row of zeros stays. */
export function unitRows(rows: Float32Array, size: number, order: Uint32Array): Float32Array {
  const units = new Float32Array(rows.length);
  order.forEach((row, target) => {
    const values = rows.subarray(row * size, (row + 1) * size);
    const length = Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
    values.forEach((value, column) => (units[target * size + column] = value / (length || 1)));
  });
  return units;
}

/** Rows in the order of their items, so that a tie of rows is one of items. */
export function orderOfItems(items: Uint32Array): Uint32Array {
  return Uint32Array.from(items.keys()).sort((a, b) => (items[a] ?? 0) - (items[b] ?? 0));
}
