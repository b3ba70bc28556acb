import type { ItemSequences } from '../recommender.ts';
import { sessionCount } from '../sessions/item-sequences.ts';

/** Past sessions, their different items, and for each item the sessions that hold it. */
export interface SessionIndex {
  readonly itemCount: number;
  /** In order of their start. */
  readonly sessions: ItemSequences;
  /** `[session + 1]` where the session's members begin. */
  readonly memberOffsets: Uint32Array;
  /** `[member]` the different items of a session, in the order of their last events. */
  readonly members: Uint32Array;
  /** `[member]` place of its last event in the session, from 0. */
  readonly memberPlaces: Uint32Array;
  /** `[item + 1]` where the item's postings begin. */
  readonly postingOffsets: Uint32Array;
  /** `[posting]` sessions that hold the item, each once, the most recent first. */
  readonly postings: Uint32Array;
}

/** Indexes sessions by item; items that are not below `itemCount` are left out. */
export function indexSessions(sessions: ItemSequences, itemCount: number): SessionIndex {
  const members = membersOf(sessions, itemCount);
  return { itemCount, sessions, ...members, ...postingsOf(members, itemCount) };
}

type Members = Pick<SessionIndex, 'memberOffsets' | 'members' | 'memberPlaces'>;

function membersOf(sessions: ItemSequences, itemCount: number): Members {
  const { offsets, items } = sessions;
  const count = sessionCount(sessions);
  const memberOffsets = new Uint32Array(count + 1);
  const members = new Uint32Array(items.length);
  const memberPlaces = new Uint32Array(items.length);
  // Last session (+ 1) in which an item was met, going backwards: tells all but its last event.
  const metIn = new Uint32Array(itemCount);
  let end = 0;
  for (let session = 0; session < count; session++) {
    const start = offsets[session] ?? 0;
    const first = end;
    for (let event = (offsets[session + 1] ?? 0) - 1; event >= start; event--) {
      const item = items[event] ?? itemCount;
      if (item >= itemCount || metIn[item] === session + 1) continue;
      metIn[item] = session + 1;
      members[end] = item;
      memberPlaces[end] = event - start;
      end++;
    }
    members.subarray(first, end).reverse();
    memberPlaces.subarray(first, end).reverse();
    memberOffsets[session + 1] = end;
  }
  return {
    memberOffsets,
    members: members.slice(0, end),
    memberPlaces: memberPlaces.slice(0, end),
  };
}

function postingsOf(
  { memberOffsets, members }: Members,
  itemCount: number,
): Pick<SessionIndex, 'postingOffsets' | 'postings'> {
  const postingOffsets = new Uint32Array(itemCount + 1);
  for (const item of members) postingOffsets[item + 1] = (postingOffsets[item + 1] ?? 0) + 1;
  for (let item = 0; item < itemCount; item++) {
    postingOffsets[item + 1] = (postingOffsets[item + 1] ?? 0) + (postingOffsets[item] ?? 0);
  }
  const postings = new Uint32Array(members.length);
  const next = postingOffsets.slice(0, itemCount);
  for (let session = memberOffsets.length - 2; session >= 0; session--) {
    const end = memberOffsets[session + 1] ?? 0;
    for (let member = memberOffsets[session] ?? 0; member < end; member++) {
      const item = members[member] ?? 0;
      const place = next[item] ?? 0;
      postings[place] = session;
      next[item] = place + 1;
    }
  }
  return { postingOffsets, postings };
}

/** How many past sessions hold the item. */
export function holderCount({ postingOffsets }: SessionIndex, item: number): number {
  return (postingOffsets[item + 1] ?? 0) - (postingOffsets[item] ?? 0);
}
