import { inSlices } from '../pause.ts';
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
export async function indexSessions(
  sessions: ItemSequences,
  itemCount: number,
): Promise<SessionIndex> {
  const members = await membersOf(sessions, itemCount);
  return { itemCount, sessions, ...members, ...(await postingsOf(members, itemCount)) };
}

type Members = Pick<SessionIndex, 'memberOffsets' | 'members' | 'memberPlaces'>;

async function membersOf(sessions: ItemSequences, itemCount: number): Promise<Members> {
  const { offsets, items } = sessions;
  const count = sessionCount(sessions);
  const memberOffsets = new Uint32Array(count + 1);
  const members = new Uint32Array(items.length);
  const memberPlaces = new Uint32Array(items.length);
  // Last session (+ 1) in which an item was met, going backwards: tells all but its last event.
  const metIn = new Uint32Array(itemCount);
  let end = 0;
  await inSlices(count, (from, to) => {
    for (let session = from; session < to; session++) {
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
  });
  return {
    memberOffsets,
    members: members.slice(0, end),
    memberPlaces: memberPlaces.slice(0, end),
  };
}

async function postingsOf(
  { memberOffsets, members }: Members,
  itemCount: number,
): Promise<Pick<SessionIndex, 'postingOffsets' | 'postings'>> {
  const postingOffsets = new Uint32Array(itemCount + 1);
  await inSlices(members.length, (from, to) => {
    for (let member = from; member < to; member++) {
      const item = members[member] ?? 0;
      postingOffsets[item + 1] = (postingOffsets[item + 1] ?? 0) + 1;
    }
  });
  for (let item = 0; item < itemCount; item++) {
    postingOffsets[item + 1] = (postingOffsets[item + 1] ?? 0) + (postingOffsets[item] ?? 0);
  }
  const postings = new Uint32Array(members.length);
  const next = postingOffsets.slice(0, itemCount);
  const count = memberOffsets.length - 1;
  await inSlices(count, (from, to) => {
    for (let session = count - 1 - from; session >= count - to; session--) {
      const end = memberOffsets[session + 1] ?? 0;
      for (let member = memberOffsets[session] ?? 0; member < end; member++) {
        const item = members[member] ?? 0;
        const place = next[item] ?? 0;
        postings[place] = session;
        next[item] = place + 1;
      }
    }
  });
  return { postingOffsets, postings };
}

/** How many past sessions hold the item. */
export function holderCount({ postingOffsets }: SessionIndex, item: number): number {
  return (postingOffsets[item + 1] ?? 0) - (postingOffsets[item] ?? 0);
}
