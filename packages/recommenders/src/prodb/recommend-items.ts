import {
  createFusedMaskedLm,
  createTopK,
  type MaskedBatch,
  type MaskedLmSize,
  type MaskedLmWeights,
} from '@lf/kernels';
import { assertListLength } from '../rank/rank-sessions.ts';
import { threadsOf } from '../files/threads-of.ts';
import type { ItemSequences, RecommendOptions, TopItems } from '../recommender.ts';
import { sessionCount, sessionItems } from '../sessions/item-sequences.ts';
import { createBatchWriter } from './batch-writer.ts';
import type { ProdbConfig } from './prodb-properties.ts';

/** Trained weights at work, on the fused kernels whichever engine trained them: no call waits for a device. */
export interface ItemRanking {
  recommend(sessions: ItemSequences, options: RecommendOptions): TopItems;
  dispose(): void;
}

/** Sessions encoded at a time: enough for all threads of a small machine. */
const BATCH_SESSIONS = 256;

/** The head that trains takes no part in a ranking: the least that it can be, so that it holds no memory. */
const SAMPLES_OF_NO_USE = 8;

export function createItemRanking(
  weights: MaskedLmWeights,
  size: MaskedLmSize,
  config: Pick<ProdbConfig, 'COSINE_SCALE' | 'POSITIONS' | 'THREADS'>,
): ItemRanking {
  const threads = threadsOf(config.THREADS);
  const encoder = createFusedMaskedLm({
    ...size,
    ...threads,
    maxSessions: BATCH_SESSIONS,
    maxTokens: BATCH_SESSIONS * size.positions,
    maxMasked: BATCH_SESSIONS,
    samples: SAMPLES_OF_NO_USE,
    temperature: config.COSINE_SCALE,
  });
  encoder.setWeights(weights);
  const { rows, width } = outputRows(weights, size, config.COSINE_SCALE > 0);
  const search = createTopK({ rows, size: width, ...threads });
  const writer = createBatchWriter(config.POSITIONS);

  /** One batch's hidden states at the mask that follows each session, a bias' 1 behind each. */
  const queriesOf = (batch: MaskedBatch): Float32Array => {
    const hidden = encoder.hidden(batch);
    const { dimensions } = size;
    if (width === dimensions) return hidden;
    const queries = new Float32Array(batch.masked.length * width).fill(1);
    for (let row = 0; row < batch.masked.length; row++) {
      queries.set(hidden.subarray(row * dimensions, (row + 1) * dimensions), row * width);
    }
    return queries;
  };

  return {
    recommend(sessions, { k, excludeSeen = false }) {
      assertListLength(k);
      const count = sessionCount(sessions);
      const items = new Int32Array(count * k).fill(-1);
      const scores = new Float32Array(count * k).fill(-Infinity);
      for (let first = 0; first < count; first += BATCH_SESSIONS) {
        const known: Uint32Array[] = [];
        for (let session = first; session < Math.min(first + BATCH_SESSIONS, count); session++) {
          const own = sessionItems(sessions, session).filter((item) => item < size.items);
          known.push(own);
          own
            .subarray(Math.max(0, own.length + 1 - size.positions))
            .forEach((item) => writer.add(item));
          writer.ask(size.items, 0);
          writer.endSession();
        }
        // All that a session holds may stand before the k best that it does not hold.
        const seen = known.map((own) => new Set(excludeSeen ? own : []));
        const depth = k + Math.max(...seen.map((own) => own.size));
        const best = search.search(queriesOf(writer.take()), Math.min(depth, size.items));
        seen.forEach((own, row) => {
          const end = (first + row + 1) * k;
          let place = (first + row) * k;
          for (let at = row * best.k; at < (row + 1) * best.k && place < end; at++) {
            const item = best.rows[at] ?? -1;
            if (own.has(item)) continue;
            items[place] = item;
            scores[place] = best.scores[at] ?? -Infinity;
            place++;
          }
        });
      }
      return { k, items, scores };
    },
    dispose() {
      encoder.dispose();
      search.dispose();
    },
  };
}

/** The rows whose products with a hidden state are the logits: unit vectors for cosines, else with the bias. */
export function outputRows(
  weights: MaskedLmWeights,
  { dimensions, items, isTied }: MaskedLmSize,
  isCosine: boolean,
): { readonly rows: Float32Array; readonly width: number } {
  const table = weights.get(isTied ? 'embedding' : 'output') ?? new Float32Array(0);
  const bias = weights.get('bias') ?? new Float32Array(0);
  const width = isCosine ? dimensions : dimensions + 1;
  const rows = new Float32Array(items * width);
  for (let item = 0; item < items; item++) {
    const [from, to] = [item * dimensions, item * width];
    let squares = 1e-12;
    for (let column = 0; column < dimensions; column++) squares += (table[from + column] ?? 0) ** 2;
    const length = isCosine ? Math.sqrt(squares) : 1;
    for (let column = 0; column < dimensions; column++) {
      rows[to + column] = (table[from + column] ?? 0) / length;
    }
    if (!isCosine) rows[item * width + dimensions] = bias[item] ?? 0;
  }
  return { rows, width };
}
