import * as g from '@lf/export';
import { bestItems, listLength } from './best-items.ts';
import { countOf, countUpTo, idsInput, int32, itemsOfIds } from './ids-input.ts';

/** What an exported KNN model is made of. */
export interface KnnParameters {
  readonly itemCount: number;
  /** `[row]`, rising: the items that have a vector. */
  readonly items: Uint32Array;
  readonly size: number;
  /** `[row, size]`, each of length 1: what sessions are made of. */
  readonly vectors: Float32Array;
  /** `[row, size]`, each of length 1: what is searched; the vectors themselves where left out. */
  readonly candidates?: Float32Array;
  /** How much an event counts beside the next one: 1 is their mean, 0 the last one alone. */
  readonly decay: number;
}

/** Keeps the division by the length of a vector of zeros finite. */
const SHORTEST = 1e-12;

/**
 * Nearest neighbours of a session by cosine, over all items that have a vector. A session without
 * such an item asks with zeros: all scores are 0, and the most popular items come first.
 */
export function knnGraph(parameters: KnnParameters): g.Graph {
  const { itemCount, items, size, vectors, candidates, decay } = parameters;
  const ids = idsInput();
  const known = itemsOfIds(ids, itemCount);
  const k = listLength(itemCount);
  // With fewer vectors than places in the list, rows that are no items fill it up.
  const rows = Math.max(items.length, k);
  const tableOf = (values: Float32Array, name: string) =>
    g.constant(padded(values, rows * size), [rows, size], name);
  const table = tableOf(vectors, 'vectors');
  const searched = candidates === undefined ? table : tableOf(candidates, 'candidates');

  const rowsOfItems = new Int32Array(itemCount).fill(-1);
  items.forEach((item, row) => (rowsOfItems[item] = row));
  const row = g.gather(g.constant(rowsOfItems, [itemCount], 'rows_of_items'), known.items);
  const hasVector = g.and(known.isKnown, g.greaterEqual(row, int32(0))); // [batch, time]
  const events = g.gather(table, g.maximum(row, int32(0))); // [batch, time, size]
  const weights = g.insertAxis(eventWeights(hasVector, decay), -1);
  const sum = g.sum(g.multiply(events, weights), 1); // [batch, size]
  const length = g.sqrt(g.sum(g.multiply(sum, sum), 1, { keepsAxis: true }));
  const query = g.divide(sum, g.maximum(length, g.scalar(SHORTEST, 'float32')));

  const itemsOfRows = new Int32Array(rows).fill(-1);
  itemsOfRows.set(items);
  const cosines = g.matMul(query, searched, { transposesB: true }); // [batch, row]
  const scores = rows > items.length ? withoutFilling(cosines, itemsOfRows) : cosines;
  return {
    name: 'knn',
    producer: '@lf/train-rec',
    description:
      'Which products come next? ids: token ids of a session; items: those of its nearest products.',
    outputs: bestItems(scores, itemsOfRows, k),
  };
}

/** float32 [batch, time]: `decay` to the number of events with a vector that follow, 0 for those without. */
function eventWeights(hasVector: g.Tensor, decay: number): g.Tensor {
  const isEvent = g.cast(hasVector, 'float32');
  if (decay === 1) return isEvent;
  const following = g.subtract(countOf(hasVector), countUpTo(hasVector));
  if (decay === 0) return g.cast(g.and(hasVector, g.equal(following, int32(0))), 'float32');
  const logarithm = g.scalar(Math.log(decay), 'float32');
  return g.multiply(isEvent, g.exp(g.multiply(g.cast(following, 'float32'), logarithm)));
}

function withoutFilling(scores: g.Tensor, itemsOfRows: Int32Array): g.Tensor {
  const isItem = g.greaterEqual(g.constant(itemsOfRows, [itemsOfRows.length]), int32(0));
  return g.where(isItem, scores, g.scalar(-Infinity, 'float32'));
}

function padded(values: Float32Array, length: number): Float32Array {
  if (values.length >= length) return values;
  const longer = new Float32Array(length);
  longer.set(values);
  return longer;
}
