import type { ItemSequences } from '../recommender.ts';

/** Stands for an item that the vocabulary does not hold. */
export const UNKNOWN_ITEM = 0xffff_ffff;

/** How many sessions the columns hold. */
export function sessionCount(sessions: ItemSequences): number {
  return Math.max(0, sessions.offsets.length - 1);
}

/** The items of one session, a view. */
export function sessionItems(sessions: ItemSequences, session: number): Uint32Array {
  return sessions.items.subarray(sessions.offsets[session], sessions.offsets[session + 1]);
}

/** Columns of sessions given as lists; a negative item is an unknown one. */
export function toItemSequences(sessions: readonly (readonly number[])[]): ItemSequences {
  const offsets = new Uint32Array(sessions.length + 1);
  sessions.forEach((items, session) => {
    offsets[session + 1] = (offsets[session] ?? 0) + items.length;
  });
  return {
    offsets,
    items: Uint32Array.from(sessions.flat(), (item) => (item < 0 ? UNKNOWN_ITEM : item)),
  };
}

/** The sessions for which `keep` holds, in the same order. */
export function filterSessions(
  sessions: ItemSequences,
  keep: (length: number, session: number) => boolean,
): ItemSequences {
  const { offsets, items } = sessions;
  const keptOffsets = [0];
  const keptItems = new Uint32Array(items.length);
  let end = 0;
  for (let session = 0; session < sessionCount(sessions); session++) {
    const own = sessionItems(sessions, session);
    if (!keep(own.length, session)) continue;
    keptItems.set(own, end);
    end += own.length;
    keptOffsets.push(end);
  }
  if (keptOffsets.length === offsets.length) return sessions;
  return { offsets: Uint32Array.from(keptOffsets), items: keptItems.slice(0, end) };
}

/** The sessions without their unknown items. */
export function knownItems(sessions: ItemSequences, itemCount: number): ItemSequences {
  if (sessions.items.every((item) => item < itemCount)) return sessions;
  const offsets = new Uint32Array(sessions.offsets.length);
  let end = 0;
  for (let session = 0; session < sessionCount(sessions); session++) {
    for (const item of sessionItems(sessions, session)) if (item < itemCount) end++;
    offsets[session + 1] = end;
  }
  return { offsets, items: sessions.items.filter((item) => item < itemCount) };
}

/** How often each item stands in the sessions: `[item]`. */
export function countItems(sessions: ItemSequences, itemCount: number): Uint32Array {
  const counts = new Uint32Array(itemCount);
  addCounts(counts, sessions.items);
  return counts;
}

/** Adds one to `counts[item]` for each of the items that it has a place for. */
export function addCounts(counts: Uint32Array, items: Uint32Array): void {
  for (let event = 0; event < items.length; event++) {
    const item = items[event] ?? 0;
    if (item < counts.length) counts[item] = (counts[item] ?? 0) + 1;
  }
}
