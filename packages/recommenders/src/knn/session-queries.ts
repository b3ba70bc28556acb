import type { ItemSequences } from '../recommender.ts';
import { sessionCount, sessionItems } from '../sessions/item-sequences.ts';

/** What stands for a session: a vector of length 1 for each one that has an item with a vector. */
export interface SessionQueries {
  /** `[query]`: its session. */
  readonly sessions: Uint32Array;
  /** `[query, size]` */
  readonly vectors: Float32Array;
}

/** The row of each item, or -1: `[item]`. */
export function rowsOfItems(items: Uint32Array, itemCount: number): Int32Array {
  const rows = new Int32Array(itemCount).fill(-1);
  items.forEach((item, row) => (rows[item] = row));
  return rows;
}

/**
 * Sums the vectors of each session's items; an event counts `decay` times as much as the next one: 1 is
 * their mean, 0 the last one's vector.
 */
export function sessionQueries(
  sessions: ItemSequences,
  { vectors, size }: { readonly vectors: Float32Array; readonly size: number },
  rows: Int32Array,
  decay: number,
): SessionQueries {
  const count = sessionCount(sessions);
  const asked = new Uint32Array(count);
  const queries = new Float32Array(count * size);
  const sum = new Float64Array(size);
  let query = 0;
  for (let session = 0; session < count; session++) {
    sum.fill(0);
    for (const item of sessionItems(sessions, session)) {
      const row = rows[item] ?? -1;
      if (row < 0) continue;
      const start = row * size;
      for (let column = 0; column < size; column++) {
        sum[column] = (sum[column] ?? 0) * decay + (vectors[start + column] ?? 0);
      }
    }
    const length = Math.sqrt(sum.reduce((squares, value) => squares + value * value, 0));
    if (length === 0) continue;
    for (let column = 0; column < size; column++) {
      queries[query * size + column] = (sum[column] ?? 0) / length;
    }
    asked[query++] = session;
  }
  return { sessions: asked.subarray(0, query), vectors: queries.subarray(0, query * size) };
}
