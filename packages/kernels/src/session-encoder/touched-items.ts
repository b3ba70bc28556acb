import { TOUCHED_WORDS } from './memory-layout.ts';

/** Gradients of embeddings in a row in memory: one for each of these items. */
export interface GradientRows {
  /** -1 where there is none. */
  readonly items: Int32Array;
  readonly address: number;
}

// A key is item and index in one float64, which orders by both.
const INDEX_SPAN = 2 ** 21;

/**
 * Lists the items that have gradients, with the addresses of these in the order of `parts`: so their sums never depend
 * on the threads.
 *
 * @param lists.touched int32 `[touched + 1, TOUCHED_WORDS]`, written; `lists.addresses` likewise
 * @returns how many items are touched
 */
export function listTouchedItems(
  parts: readonly GradientRows[],
  rowBytes: number,
  lists: { readonly touched: Int32Array; readonly addresses: Int32Array },
): number {
  const total = parts.reduce((sum, { items }) => sum + items.length, 0);
  const keys = new Float64Array(total);
  const addressOf = new Int32Array(total);
  let count = 0;
  let index = 0;
  for (const { items, address } of parts) {
    for (let place = 0; place < items.length; place++) {
      const item = items[place] ?? -1;
      addressOf[index] = address + place * rowBytes;
      if (item >= 0) keys[count++] = item * INDEX_SPAN + index;
      index++;
    }
  }
  const sorted = keys.subarray(0, count).sort();
  let touched = 0;
  let current = -1;
  for (let at = 0; at < count; at++) {
    const key = sorted[at] ?? 0;
    const item = Math.floor(key / INDEX_SPAN);
    if (item !== current) {
      lists.touched[touched * TOUCHED_WORDS] = item;
      lists.touched[touched * TOUCHED_WORDS + 1] = at;
      touched++;
      current = item;
    }
    lists.addresses[at] = addressOf[key - item * INDEX_SPAN] ?? 0;
  }
  lists.touched[touched * TOUCHED_WORDS] = -1;
  lists.touched[touched * TOUCHED_WORDS + 1] = count;
  return touched;
}
