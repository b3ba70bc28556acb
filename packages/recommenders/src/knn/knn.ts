import { defineModel, type RecModel, type RestoredModel } from '../define-model.ts';
import { RecommenderFormatError, RecOptionError } from '../errors.ts';
import { itemsOf, numbersOf } from '../files/checked-columns.ts';
import type { ModelFiles } from '../files/model-files.ts';
import type { ItemSequences, RecommendOptions, TopItems } from '../recommender.ts';
import { sessionCount, sessionItems } from '../sessions/item-sequences.ts';
import { KNN_PROPERTIES, type KnnConfig } from './knn-properties.ts';
import { neighbourIndex } from './neighbour-index.ts';
import { rowsOfItems, sessionQueries } from './session-queries.ts';

/** Nearest neighbours of a session among the vectors of prod2vec, by cosine. */
export const KNN: RecModel<KnnConfig> = defineModel({
  choice: 'KNN',
  properties: KNN_PROPERTIES,
  restore: (files, config) => knnOf(knnColumns(files, config), files.itemCount, config),
});

/** What a trained KNN keeps; rows stand in the order of their items. */
export interface KnnColumns {
  /** `[row]` */
  readonly items: Uint32Array;
  /** `[row, size]`, of length 1: what sessions are made of. */
  readonly vectors: Float32Array;
  /** `[row, size]`, of length 1: what is searched. The vectors themselves where left out. */
  readonly candidates?: Float32Array;
}

/** A trained KNN's numbers, checked. @throws RecommenderFormatError */
export function knnColumns(files: ModelFiles, { CANDIDATES, SIZE }: KnnConfig): KnnColumns {
  const items = itemsOf(files, 'items');
  if (new Set(items).size !== items.length) {
    throw new RecommenderFormatError('an item that has two vectors');
  }
  const rowsOf = (name: string) => numbersOf(files.float32(name), name, items.length * SIZE);
  const columns = { items, vectors: rowsOf('vectors') };
  return CANDIDATES === 'output' ? { ...columns, candidates: rowsOf('candidates') } : columns;
}

/** How much an event counts, relative to the next one. */
export function queryDecay({ QUERY, QUERY_DECAY }: KnnConfig): number {
  if (QUERY === 'recency') return QUERY_DECAY;
  return QUERY === 'mean' ? 1 : 0;
}

function knnOf(columns: KnnColumns, itemCount: number, config: KnnConfig): RestoredModel {
  const { items, vectors } = columns;
  const rows = rowsOfItems(items, itemCount);
  const index = neighbourIndex(columns.candidates ?? vectors, config);

  function recommend(
    sessions: ItemSequences,
    { k, excludeSeen = false }: RecommendOptions,
  ): TopItems {
    if (!Number.isInteger(k) || k < 1) throw new RecOptionError('k', 'a whole number from 1', k);
    const queries = sessionQueries(
      sessions,
      { vectors, size: config.SIZE },
      rows,
      queryDecay(config),
    );
    const longest = queries.sessions.reduce(
      (most, session) => Math.max(most, sessionItems(sessions, session).length),
      0,
    );
    // So many that k are left where all that a session holds stands before them.
    const depth = excludeSeen ? k + longest : k;
    const found = index.search(queries.vectors, depth);
    const itemsOf = new Int32Array(sessionCount(sessions) * k).fill(-1);
    const scores = new Float32Array(sessionCount(sessions) * k).fill(-Infinity);
    queries.sessions.forEach((session, query) => {
      const seen = excludeSeen ? sessionItems(sessions, session) : undefined;
      let place = session * k;
      for (let rank = query * depth; rank < (query + 1) * depth; rank++) {
        const row = found.rows[rank] ?? -1;
        if (row < 0 || place === (session + 1) * k) break;
        const item = items[row] ?? 0;
        if (seen?.includes(item)) continue;
        itemsOf[place] = item;
        scores[place++] = found.scores[rank] ?? 0;
      }
    });
    return { k, items: itemsOf, scores };
  }

  return { columns: { ...columns }, recommend, dispose: () => index.dispose() };
}
