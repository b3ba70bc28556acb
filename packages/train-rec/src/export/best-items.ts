import * as g from '@lf/export';
import { FIRST_ITEM_ID } from '@lf/contract';

/** The longest list that an exported model gives: enough to filter from, small enough for JSON. */
const LONGEST_LIST = 100;

/** How many items an exported model of so many items gives. */
export function listLength(itemCount: number): number {
  return Math.min(LONGEST_LIST, itemCount);
}

/**
 * The outputs of every exported recommender: `items` int32 [batch, k], token ids, best first, and
 * `scores` float32 [batch, k]; of equal scores the first row comes first.
 *
 * @param scores float32 [batch, row]
 * @param itemsOfRows `[row]`, -1 for a row that is no item
 */
export function bestItems(
  scores: g.Tensor,
  itemsOfRows: Int32Array,
  k: number,
): Readonly<Record<'items' | 'scores', g.Tensor>> {
  const best = g.topK(scores, k);
  const ids = itemsOfRows.map((item) => (item < 0 ? item : item + FIRST_ITEM_ID));
  const table = g.constant(ids, [ids.length], 'ids_of_rows');
  return { items: g.gather(table, best.indices), scores: best.values };
}
