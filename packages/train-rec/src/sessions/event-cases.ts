import { DEFAULT_MAX_EVENTS } from '@lf/contract';
import { sessionCount, type ItemSequences } from '@lf/recommenders';
import { nextItemCases, type NextItemCases } from './next-item-cases.ts';

/**
 * Every event is a case with all events before it: beyond this, one bot's session would outweigh thousands. As many as a
 * model reads, so that what is judged is what is served.
 */
const MOST_EVENTS = DEFAULT_MAX_EVENTS.rec;

/** A case for every event but the first of each session, sessions cut to their first 100 events. */
export function eventCases(sessions: ItemSequences, itemCount: number): NextItemCases {
  const { offsets, items } = sessions;
  const lengths = Array.from({ length: sessionCount(sessions) }, (_, session) =>
    Math.min(MOST_EVENTS, (offsets[session + 1] ?? 0) - (offsets[session] ?? 0)),
  );
  const cutOffsets = new Uint32Array(offsets.length);
  const cutItems = new Uint32Array(lengths.reduce((sum, length) => sum + length, 0));
  let end = 0;
  lengths.forEach((length, session) => {
    const from = offsets[session] ?? 0;
    cutItems.set(items.subarray(from, from + length), end);
    end += length;
    cutOffsets[session + 1] = end;
  });
  return nextItemCases(
    { offsets: cutOffsets, items: cutItems },
    { protocol: 'incremental', itemCount },
  );
}
