import type { ItemSequences } from '../recommender.ts';
import { sessionCount } from '../sessions/item-sequences.ts';

/** Past sessions, and for each item those that hold it. */
export interface SessionIndex {
  readonly itemCount: number;
  /** In order of their start. */
  readonly sessions: ItemSequences;
  /** `[item + 1]` where the item's postings begin. */
  readonly postingOffsets: Uint32Array;
  /** `[posting]` sessions that hold the item, each once, the most recent first. */
  readonly postings: Uint32Array;
  /** `[session]` different items. */
  readonly distinctItems: Uint32Array;
}

/** Indexes sessions by item; items that are not below `itemCount` are left out. */
export function indexSessions(sessions: ItemSequences, itemCount: number): SessionIndex {
  const { offsets, items } = sessions;
  const count = sessionCount(sessions);
  const distinctItems = new Uint32Array(count);
  const postingOffsets = new Uint32Array(itemCount + 1);
  // Last session (+ 1) in which an item was met: tells a repeat within a session.
  const metIn = new Uint32Array(itemCount);

  function forEachHolder(visit: (item: number, session: number) => void): void {
    metIn.fill(0);
    for (let session = count - 1; session >= 0; session--) {
      for (let event = offsets[session] ?? 0; event < (offsets[session + 1] ?? 0); event++) {
        const item = items[event] ?? itemCount;
        if (item >= itemCount || metIn[item] === session + 1) continue;
        metIn[item] = session + 1;
        visit(item, session);
      }
    }
  }

  forEachHolder((item, session) => {
    distinctItems[session] = (distinctItems[session] ?? 0) + 1;
    postingOffsets[item + 1] = (postingOffsets[item + 1] ?? 0) + 1;
  });
  for (let item = 0; item < itemCount; item++) {
    postingOffsets[item + 1] = (postingOffsets[item + 1] ?? 0) + (postingOffsets[item] ?? 0);
  }
  const postings = new Uint32Array(postingOffsets[itemCount] ?? 0);
  const next = postingOffsets.slice(0, itemCount);
  forEachHolder((item, session) => {
    const place = next[item] ?? 0;
    postings[place] = session;
    next[item] = place + 1;
  });
  return { itemCount, sessions, postingOffsets, postings, distinctItems };
}
