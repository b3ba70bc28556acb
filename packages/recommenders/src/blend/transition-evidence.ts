import type { SessionIndex } from '../neighbours/session-index.ts';
import { ScoreSheet } from '../rank/score-sheet.ts';

/** What the past sessions that hold the last item, or the one before, say about other items. */
export interface TransitionEvidence {
  /** Times that an item came right after the last one. */
  readonly followers: ScoreSheet;
  /** Times that an item came right before the last one. */
  readonly preceders: ScoreSheet;
  /** Times that an item came right after the last two, in this order. */
  readonly pairFollowers: ScoreSheet;
  /** Times that an item came right after the last but one. */
  readonly previousFollowers: ScoreSheet;
  /** Sessions that hold an item beside the last one. */
  readonly together: ScoreSheet;
  /** Gathers anew. @param known the session's items, in order */
  gather(known: Uint32Array): void;
}

/**
 * Counts transitions when they are asked for: no table of pairs to build, keep or load.
 *
 * @param sample sessions that are read for an item, the most recent: it bounds the cost of popular ones
 */
export function transitionEvidence(index: SessionIndex, sample: number): TransitionEvidence {
  const { sessions, postingOffsets, postings, itemCount } = index;
  const sheets = {
    followers: new ScoreSheet(itemCount),
    preceders: new ScoreSheet(itemCount),
    pairFollowers: new ScoreSheet(itemCount),
    previousFollowers: new ScoreSheet(itemCount),
    together: new ScoreSheet(itemCount),
  };
  // [item] session (+ 1) in which it was last counted: tells a repeat within a session.
  const countedIn = new Uint32Array(itemCount);

  function forEachHolder(
    item: number,
    visit: (session: number, start: number, end: number) => void,
  ): void {
    const first = postingOffsets[item] ?? 0;
    const last = Math.min(postingOffsets[item + 1] ?? 0, first + sample);
    for (let posting = first; posting < last; posting++) {
      const session = postings[posting] ?? 0;
      visit(session, sessions.offsets[session] ?? 0, sessions.offsets[session + 1] ?? 0);
    }
  }

  function addAt(sheet: ScoreSheet, event: number): void {
    const item = sessions.items[event] ?? itemCount;
    if (item < itemCount) sheet.add(item, 1);
  }

  function readLast(last: number, previous: number | undefined): void {
    forEachHolder(last, (session, start, end) => {
      for (let event = start; event < end; event++) {
        const item = sessions.items[event] ?? itemCount;
        if (item === last) {
          if (event > start) addAt(sheets.preceders, event - 1);
          if (event + 1 === end) continue;
          addAt(sheets.followers, event + 1);
          if (event > start && sessions.items[event - 1] === previous) {
            addAt(sheets.pairFollowers, event + 1);
          }
        } else if (item < itemCount && countedIn[item] !== session + 1) {
          countedIn[item] = session + 1;
          sheets.together.add(item, 1);
        }
      }
    });
    const { touched, count } = sheets.together;
    for (let i = 0; i < count; i++) countedIn[touched[i] ?? 0] = 0;
  }

  function readPrevious(previous: number): void {
    forEachHolder(previous, (_session, start, end) => {
      for (let event = start; event + 1 < end; event++) {
        if (sessions.items[event] === previous) addAt(sheets.previousFollowers, event + 1);
      }
    });
  }

  return {
    ...sheets,
    gather(known) {
      for (const sheet of Object.values(sheets)) sheet.clear();
      const last = known.at(-1);
      const previous = known.at(-2);
      if (last !== undefined) readLast(last, previous);
      if (previous !== undefined) readPrevious(previous);
    },
  };
}
