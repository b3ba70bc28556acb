import { FIRST_ITEM_ID, idBatch, rowCount, rowLength } from '@lf/contract';
import type { RecModel } from '../inference/rec/rec-model.ts';
import { bestItems } from '../models/rec/best-items.ts';
import type { SeenItems } from '../models/rec/choices.ts';
import { lengthGroups } from './length-groups.ts';

/** Sessions of products as columns: session s holds `items[offsets[s] .. offsets[s + 1])`. */
export interface ItemColumns {
  /** [session + 1] */
  readonly offsets: Uint32Array;
  /** [event] indices of the vocabulary, oldest first */
  readonly items: Uint32Array;
}

/** The best products of each session, best first. */
export interface RankedColumns {
  readonly k: number;
  /** [session, k] indices of the vocabulary; -1 where there are fewer */
  readonly items: Int32Array;
  /** [session, k] */
  readonly scores: Float32Array;
}

export interface RankOptions {
  /** How many products each session gets at most. */
  readonly k: number;
  readonly seenItems: SeenItems;
}

/**
 * The products that come next, for each session of a batch: what `/predict` answers.
 *
 * @param sessions each of at least one known product
 */
export async function scoreRec(
  model: Pick<RecModel, 'recommend' | 'maxEvents' | 'vocabulary'>,
  sessions: ItemColumns,
  { k, seenItems }: RankOptions,
): Promise<RankedColumns> {
  const count = rowCount(sessions);
  const ranked = {
    k,
    items: new Int32Array(count * k).fill(-1),
    scores: new Float32Array(count * k),
  };
  const itemsOf = (session: number) =>
    sessions.items.subarray(sessions.offsets[session], sessions.offsets[session + 1]);
  const itemCount = model.vocabulary.skus.length;
  const lengths = Array.from({ length: count }, (_, session) =>
    Math.min(model.maxEvents, rowLength(sessions, session)),
  );
  for (const group of lengthGroups(lengths)) {
    // The latest ones: the cutting rule of rec
    const read = group.map((session) => itemsOf(session).slice(-model.maxEvents));
    const found = await model.recommend(idBatch(joined(read), (item) => item + FIRST_ITEM_ID));
    group.forEach((session, row) => {
      const seen = itemsOf(session);
      const best = bestItems(
        {
          items: found.items.subarray(row * found.k, (row + 1) * found.k),
          scores: found.scores.subarray(row * found.k, (row + 1) * found.k),
        },
        { k, itemCount, isLeftOut: (item) => seenItems === 'exclude' && seen.includes(item) },
      );
      ranked.items.set(best.items, session * k);
      ranked.scores.set(best.scores, session * k);
    });
  }
  return ranked;
}

function joined(rows: readonly Uint32Array[]): ItemColumns {
  const offsets = new Uint32Array(rows.length + 1);
  rows.forEach((row, at) => {
    offsets[at + 1] = (offsets[at] ?? 0) + row.length;
  });
  const items = new Uint32Array(offsets[rows.length] ?? 0);
  rows.forEach((row, at) => {
    items.set(row, offsets[at]);
  });
  return { offsets, items };
}
