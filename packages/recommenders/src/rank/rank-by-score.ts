import type { ItemSequences, RecommendOptions, TopItems } from '../recommender.ts';
import { assertListLength, rankSessions } from './rank-sessions.ts';
import { ScoreSheet } from './score-sheet.ts';
import { TopSelection } from './top-selection.ts';

/** Adds to the sheet what speaks for each item coming next. @param known the session's items, in order */
export type ScoreSession = (known: Uint32Array, sheet: ScoreSheet) => void;

/** Ranks by scores from 0 up: an item that a session says nothing about has 0, and ties go by index. */
export function rankByScore(
  itemCount: number,
  scoreSession: ScoreSession,
): (sessions: ItemSequences, options: RecommendOptions) => TopItems {
  const sheet = new ScoreSheet(itemCount);
  return (sessions, options) => {
    assertListLength(options.k);
    const best = new TopSelection(Math.min(options.k, itemCount), 'lower');
    return rankSessions(sessions, itemCount, options, (known, row, excludeSeen) => {
      scoreSession(known, sheet);
      best.clear();
      for (let index = 0; index < sheet.count; index++) {
        const item = sheet.touched[index] ?? 0;
        const score = sheet.scores[item] ?? 0;
        if (score > 0 && !(excludeSeen && known.includes(item))) best.offer(item, score);
      }
      best.sort();
      row.items.set(best.keys.subarray(0, best.size));
      row.scores.set(best.values.subarray(0, best.size));
      let place = best.size;
      for (let item = 0; item < itemCount && place < row.items.length; item++) {
        if ((sheet.scores[item] ?? 0) > 0 || (excludeSeen && known.includes(item))) continue;
        row.items[place] = item;
        row.scores[place] = 0;
        place++;
      }
      sheet.clear();
    });
  };
}
