import type { SessionIndex } from '../neighbours/session-index.ts';
import { buildItemLists, type ItemLists } from './item-lists.ts';

/** How often each item follows each other item at once: weights are counts. */
export function countFollowers(index: SessionIndex, keep: number): ItemLists {
  return buildItemLists(index, {
    keep,
    addFromSession(sheet, item, items, start, end) {
      for (let event = start; event < end - 1; event++) {
        const next = items[event + 1] ?? index.itemCount;
        if (items[event] === item && next < index.itemCount) sheet.add(next, 1);
      }
    },
    weigh: (count) => count,
  });
}

/**
 * In how many sessions two different items stand together, over the roots of how many hold each
 * (cosine).
 *
 * @param shrinkage added to how many hold an item: chance meetings of rare items weigh less
 */
export function countTogether(index: SessionIndex, keep: number, shrinkage: number): ItemLists {
  const holders = (item: number) =>
    (index.postingOffsets[item + 1] ?? 0) - (index.postingOffsets[item] ?? 0) + shrinkage;
  // Position (+ 1) in the sessions' events at which an item was last met: tells a repeat.
  const metAt = new Uint32Array(index.itemCount);
  return buildItemLists(index, {
    keep,
    addFromSession(sheet, item, items, start, end) {
      for (let event = start; event < end; event++) {
        const other = items[event] ?? index.itemCount;
        if (other >= index.itemCount || other === item) continue;
        if ((metAt[other] ?? 0) <= start) sheet.add(other, 1);
        metAt[other] = event + 1;
      }
      for (let event = start; event < end; event++) {
        const other = items[event] ?? index.itemCount;
        if (other < index.itemCount) metAt[other] = 0;
      }
    },
    weigh: (sessions, item, other) => sessions / Math.sqrt(holders(item) * holders(other)),
  });
}
