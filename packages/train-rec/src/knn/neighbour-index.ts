import { createApproximateTopK, createTopK, type TopKResult } from '@lf/kernels';
import type { ItemVectors } from '../prod2vec/train-prod2vec.ts';
import type { KnnConfig } from './knn-properties.ts';

/** Past so many items INDEX auto is approximate: where an exact query passes a millisecond (docs/decisions). */
const MOST_EXACT_ITEMS = 200_000;

/** Finds the rows nearest to each query. */
export interface NeighbourIndex {
  search(queries: Float32Array, k: number): TopKResult;
  dispose(): void;
}

/** The index that the config asks for. */
export function neighbourIndex(
  { vectors, size, items }: ItemVectors,
  { INDEX, THREADS, SEED }: KnnConfig,
): NeighbourIndex {
  const threads = THREADS === 0 ? {} : { threads: THREADS };
  const isExact = INDEX === 'auto' ? items.length <= MOST_EXACT_ITEMS : INDEX === 'exact';
  return isExact
    ? createTopK({ rows: vectors, size, ...threads })
    : createApproximateTopK({ rows: vectors, size, seed: SEED, ...threads });
}
