import { createApproximateTopK, createTopK, type TopKResult } from '@lf/kernels';
import { threadsOf } from '../files/threads-of.ts';
import type { KnnConfig } from './knn-properties.ts';

/** Past so many items INDEX auto is approximate: where an exact query passes a millisecond (docs/decisions). */
const MOST_EXACT_ITEMS = 200_000;

/** Finds the rows nearest to each query. */
export interface NeighbourIndex {
  search(queries: Float32Array, k: number): TopKResult;
  dispose(): void;
}

/** The index over `[row, size]` that the config asks for. */
export function neighbourIndex(
  rows: Float32Array,
  { INDEX, THREADS, SEED, SIZE: size }: KnnConfig,
): NeighbourIndex {
  const threads = threadsOf(THREADS);
  const isExact = INDEX === 'auto' ? rows.length / size <= MOST_EXACT_ITEMS : INDEX === 'exact';
  return isExact
    ? createTopK({ rows, size, ...threads })
    : createApproximateTopK({ rows, size, seed: SEED, ...threads });
}
