import type { NumberedSessions } from '../sessions/item-session-files.ts';
import { splitBounds, type SplitFractions } from './split-fractions.ts';

/** Three parts of the sessions: the first to start, the next, the latest. */
export interface ItemSessionSplit {
  readonly train: NumberedSessions;
  readonly validation: NumberedSessions;
  readonly test: NumberedSessions;
}

/**
 * Splits sessions by time, as `splitByStart` does for labelled rows.
 *
 * @param sessions ordered by start, as `readItemSessions` gives them.
 * @throws InvalidOptionError if the fractions are not shares of 1.
 * @throws UnsplittableError if a part with a fraction above 0 would get no session.
 */
export function splitItemSessions(
  sessions: NumberedSessions,
  fractions: SplitFractions,
): ItemSessionSplit {
  const count = sessions.startMs.length;
  const { trainEnd, validationEnd } = splitBounds(count, fractions);
  return {
    train: range(sessions, 0, trainEnd),
    validation: range(sessions, trainEnd, validationEnd),
    test: range(sessions, validationEnd, count),
  };
}

/** The sessions `from .. to`, items as a view. */
function range(
  { offsets, items, startMs }: NumberedSessions,
  from: number,
  to: number,
): NumberedSessions {
  const begin = offsets[from] ?? 0;
  return {
    offsets: offsets.slice(from, to + 1).map((offset) => offset - begin),
    items: items.subarray(begin, offsets[to]),
    startMs: startMs.subarray(from, to),
  };
}
