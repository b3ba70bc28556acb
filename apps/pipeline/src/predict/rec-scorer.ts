import type { Vocabulary } from '@lf/contract';
import type { SessionBatch } from '@lf/dataset';
import { findItem, type ScoreThreads } from '@lf/serving/batch';
import { Tally, type SessionScorer, type Unscored } from './session-scorer.ts';

/** Some 500 sessions of a batch: half a second of a thread. */
const BATCH_EVENTS = 4_096;

/** The products of one session as the vocabulary has them. */
interface Products {
  readonly known: readonly number[];
  readonly unknown: number;
}

/** The products that come next; the most popular ones for a session of unknown products, as `/predict` answers. */
export function recScorer(
  threads: Pick<ScoreThreads, 'scoreRec'>,
  vocabulary: Vocabulary,
  k: number,
): SessionScorer {
  const { skus } = vocabulary;
  const popular = skus.slice(0, k);
  return {
    columns: {
      session_id_hash: 'text',
      events: 'count',
      prediction: 'texts',
      scores: 'numbers',
      fallback: 'flag',
      unknown: 'count',
      reason: 'text',
    },
    readsSkus: true,
    batchEvents: BATCH_EVENTS,
    async score(batch) {
      const { ids, lengths } = batch;
      const products = ids.map((_, session) => productsOf(batch, session, vocabulary));
      const asked = products.filter(({ known }) => known.length > 0);
      const offsets = new Uint32Array(asked.length + 1);
      asked.forEach(({ known }, row) => {
        offsets[row + 1] = (offsets[row] ?? 0) + known.length;
      });
      const items = Uint32Array.from(asked.flatMap(({ known }) => known));
      const ranked = asked.length > 0 ? await threads.scoreRec({ offsets, items }) : undefined;

      const unscored = new Tally<Unscored>();
      const notes = new Tally<string>();
      const predictions: (readonly string[] | null)[] = [];
      const scores: (readonly number[] | null)[] = [];
      const fallbacks: (boolean | null)[] = [];
      const reasons: (Unscored | null)[] = [];
      let row = 0;
      products.forEach(({ known, unknown }, session) => {
        if (known.length === 0 && unknown === 0) {
          // Too many events are not handed on
          const isHandedOn = batch.offsets[session] !== batch.offsets[session + 1];
          const reason = isHandedOn ? 'no_product' : 'too_many_events';
          unscored.add(reason);
          predictions.push(null);
          scores.push(null);
          fallbacks.push(null);
          reasons.push(reason);
          return;
        }
        if (unknown > 0) notes.add('unknown_products');
        reasons.push(null);
        fallbacks.push(known.length === 0);
        if (known.length === 0 || ranked === undefined) {
          notes.add('fallback');
          predictions.push(popular);
          scores.push([]);
          return;
        }
        const best = ranked.items.subarray(row * ranked.k, (row + 1) * ranked.k);
        const missing = best.indexOf(-1);
        const found = missing === -1 ? ranked.k : missing;
        predictions.push(Array.from(best.subarray(0, found), (item) => skus[item] ?? ''));
        scores.push(Array.from(ranked.scores.subarray(row * ranked.k, row * ranked.k + found)));
        row++;
      });
      const unknowns = products.map(({ unknown }) => unknown);
      return {
        rows: [ids, Array.from(lengths), predictions, scores, fallbacks, unknowns, reasons],
        unscored,
        notes,
      };
    },
  };
}

function productsOf(
  { offsets, skus }: SessionBatch,
  session: number,
  vocabulary: Vocabulary,
): Products {
  const known: number[] = [];
  let unknown = 0;
  for (let event = offsets[session] ?? 0; event < (offsets[session + 1] ?? 0); event++) {
    const sku = skus[event] ?? null;
    const item = sku === null ? 'blank' : findItem(sku, vocabulary);
    if (item === 'unknown') unknown++;
    else if (item !== 'blank') known.push(item);
  }
  return { known, unknown };
}
