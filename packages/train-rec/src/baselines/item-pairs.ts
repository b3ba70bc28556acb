import { holderCount, type ItemLists, type SessionIndex } from '@lf/recommenders/training';
import { buildItemLists } from './item-lists.ts';

/** How often each item follows each other item at once: weights are counts. */
export function countFollowers(index: SessionIndex, keep: number): ItemLists {
  const { sessions, itemCount } = index;
  return buildItemLists(index, {
    keep,
    addFromSession(sheet, item, session) {
      const end = sessions.offsets[session + 1] ?? 0;
      for (let event = sessions.offsets[session] ?? 0; event + 1 < end; event++) {
        const next = sessions.items[event + 1] ?? itemCount;
        if (sessions.items[event] === item && next < itemCount) sheet.add(next, 1);
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
  const { memberOffsets, members } = index;
  const holders = (item: number) => holderCount(index, item) + shrinkage;
  return buildItemLists(index, {
    keep,
    addFromSession(sheet, item, session) {
      const end = memberOffsets[session + 1] ?? 0;
      for (let member = memberOffsets[session] ?? 0; member < end; member++) {
        const other = members[member] ?? 0;
        if (other !== item) sheet.add(other, 1);
      }
    },
    weigh: (together, item, other) => together / Math.sqrt(holders(item) * holders(other)),
  });
}
