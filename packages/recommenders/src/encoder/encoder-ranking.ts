import { createTopK, type SessionEncoderWeights } from '@lf/kernels';
import { threadsOf } from '../files/threads-of.ts';
import { assertListLength } from '../rank/rank-sessions.ts';
import { TopSelection } from '../rank/top-selection.ts';
import type { ItemSequences, RecommendOptions, TopItems } from '../recommender.ts';
import { sessionCount, sessionItems } from '../sessions/item-sequences.ts';
import { encodeSession } from './encode-session.ts';
import type { EncoderConfig } from './encoder-properties.ts';
import { unitRows } from './unit-rows.ts';

/** Trained weights at work. */
export interface EncoderRanking {
  recommend(sessions: ItemSequences, options: RecommendOptions): TopItems;
  dispose(): void;
}

/** Sessions that are searched for at a time: enough for all threads of a small machine. */
const BATCH_SESSIONS = 256;

/** Ranks all items by their cosine with the session, times SCALE, and what a repeat adds. */
export function createEncoderRanking(
  weights: SessionEncoderWeights,
  itemCount: number,
  { SCALE, THREADS }: Pick<EncoderConfig, 'SCALE' | 'THREADS'>,
): EncoderRanking {
  const size = weights.scorer.length;
  const units = unitRows(weights.embedding, size);
  const search = createTopK({ rows: units, size, ...threadsOf(THREADS) });

  function cosine(vector: Float32Array, item: number): number {
    let sum = 0;
    for (let i = 0; i < size; i++) sum += (vector[i] ?? 0) * (units[item * size + i] ?? 0);
    return sum;
  }

  return {
    recommend(sessions, { k, excludeSeen = false }) {
      assertListLength(k);
      const count = sessionCount(sessions);
      const items = new Int32Array(count * k).fill(-1);
      const scores = new Float32Array(count * k).fill(-Infinity);
      const best = new TopSelection(Math.min(k, itemCount), 'lower');
      for (let first = 0; first < count; first += BATCH_SESSIONS) {
        const batch = Array.from({ length: Math.min(BATCH_SESSIONS, count - first) }, (_, row) => {
          const known = sessionItems(sessions, first + row).filter((item) => item < itemCount);
          return { seen: new Set(known), ...encodeSession(known, weights) };
        });
        const queries = new Float32Array(batch.length * size);
        batch.forEach(({ vector }, row) => queries.set(vector, row * size));
        // All that a session holds may stand before the k best that it does not hold.
        const depth = k + Math.max(...batch.map(({ seen }) => seen.size));
        const found = search.search(queries, Math.min(depth, itemCount));
        batch.forEach(({ seen, vector, repeats }, row) => {
          best.clear();
          for (let at = row * found.k; at < (row + 1) * found.k; at++) {
            const item = found.rows[at] ?? -1;
            if (item >= 0 && !seen.has(item)) best.offer(item, SCALE * (found.scores[at] ?? 0));
          }
          for (const item of excludeSeen ? [] : seen) {
            best.offer(item, SCALE * cosine(vector, item) + (repeats.get(item) ?? 0));
          }
          best.sort();
          items.set(best.keys.subarray(0, best.size), (first + row) * k);
          scores.set(best.values.subarray(0, best.size), (first + row) * k);
        });
      }
      return { k, items, scores };
    },
    dispose: () => search.dispose(),
  };
}
