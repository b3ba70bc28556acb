import { defineModel, type RecModel } from '../define-model.ts';
import { RecommenderFormatError, RecOptionError } from '../errors.ts';
import { knnGraph } from '../export/knn-graph.ts';
import { itemsOf, numbersOf } from '../files/checked-columns.ts';
import { writeModelFiles, type ModelFiles } from '../files/model-files.ts';
import { trainProd2vec } from '../prod2vec/train-prod2vec.ts';
import type { ItemSequences, Recommender, RecommendOptions, TopItems } from '../recommender.ts';
import { sessionCount, sessionItems } from '../sessions/item-sequences.ts';
import { KNN_PROPERTIES, type KnnConfig } from './knn-properties.ts';
import { neighbourIndex } from './neighbour-index.ts';
import { rowsOfItems, sessionQueries } from './session-queries.ts';

const choice = 'KNN';

/** Nearest neighbours of a session among the vectors of prod2vec, by cosine. */
export const KNN: RecModel = defineModel({
  choice,
  properties: KNN_PROPERTIES,
  fit: async (input) => {
    const { items, vectors, outputs } = await trainProd2vec(input);
    const isOutput = input.config.CANDIDATES === 'output';
    const columns = isOutput ? { items, vectors, candidates: outputs } : { items, vectors };
    return knnOf(columns, input.itemCount, input.config);
  },
  restore: (files, config) => knnOf(columnsOf(files, config), files.itemCount, config),
  graph: (files, config) =>
    knnGraph({
      ...columnsOf(files, config),
      itemCount: files.itemCount,
      size: config.SIZE,
      decay: queryDecay(config),
    }),
});

/** What a trained KNN keeps; rows stand in the order of their items. */
interface KnnColumns {
  /** `[row]` */
  readonly items: Uint32Array;
  /** `[row, size]`, of length 1: what sessions are made of. */
  readonly vectors: Float32Array;
  /** `[row, size]`, of length 1: what is searched. The vectors themselves where left out. */
  readonly candidates?: Float32Array;
}

function columnsOf(files: ModelFiles, { CANDIDATES, SIZE }: KnnConfig): KnnColumns {
  const items = itemsOf(files, 'items');
  if (new Set(items).size !== items.length) {
    throw new RecommenderFormatError('an item that has two vectors');
  }
  const rowsOf = (name: string) => numbersOf(files.float32(name), name, items.length * SIZE);
  const columns = { items, vectors: rowsOf('vectors') };
  return CANDIDATES === 'output' ? { ...columns, candidates: rowsOf('candidates') } : columns;
}

/** How much an event counts beside the next one. */
function queryDecay({ QUERY, QUERY_DECAY }: KnnConfig): number {
  if (QUERY === 'recency') return QUERY_DECAY;
  return QUERY === 'mean' ? 1 : 0;
}

function knnOf(columns: KnnColumns, itemCount: number, config: KnnConfig): Recommender {
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

  return {
    choice,
    itemCount,
    recommend,
    serialize: () => writeModelFiles({ choice, itemCount, config, columns: { ...columns } }),
    dispose: () => index.dispose(),
  };
}
