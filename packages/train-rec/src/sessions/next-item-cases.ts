import { type ItemSequences, sessionCount, sessionItems } from '@lf/recommenders';

/** What a recommender is asked and what is right: given this prefix of a session, which item came next? */
export interface NextItemCases {
  /** `[case]` the prefixes. */
  readonly sessions: ItemSequences;
  /** `[case]` the item that came next; -1 for one that the training has not seen, which is a miss. */
  readonly targets: Int32Array;
  /** `[case]` the session it was cut from: cases of one session are not independent. Each its own when left out. */
  readonly groups?: Uint32Array;
}

export interface NextItemCasesOptions {
  /** incremental: a case for every event but the first; last: a case for the last event alone. */
  readonly protocol: 'incremental' | 'last';
  /** Items at or above it are unseen. */
  readonly itemCount: number;
}

/** Cuts sessions into cases; a session of fewer than two events gives none. */
export function nextItemCases(
  sessions: ItemSequences,
  { protocol, itemCount }: NextItemCasesOptions,
): NextItemCases {
  const firstTarget = (length: number) => (protocol === 'last' ? Math.max(1, length - 1) : 1);
  let cases = 0;
  let events = 0;
  for (let session = 0; session < sessionCount(sessions); session++) {
    const { length } = sessionItems(sessions, session);
    for (let position = firstTarget(length); position < length; position++) {
      cases++;
      events += position;
    }
  }
  const offsets = new Uint32Array(cases + 1);
  const items = new Uint32Array(events);
  const targets = new Int32Array(cases);
  const groups = new Uint32Array(cases);
  let row = 0;
  let end = 0;
  for (let session = 0; session < sessionCount(sessions); session++) {
    const own = sessionItems(sessions, session);
    for (let position = firstTarget(own.length); position < own.length; position++) {
      items.set(own.subarray(0, position), end);
      end += position;
      const target = own[position] ?? itemCount;
      targets[row] = target < itemCount ? target : -1;
      groups[row] = session;
      row++;
      offsets[row] = end;
    }
  }
  return { sessions: { offsets, items }, targets, groups };
}
