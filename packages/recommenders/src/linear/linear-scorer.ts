import type { ItemLists } from '../baselines/item-lists.ts';
import type { ScoreSession } from '../rank/rank-by-score.ts';
import type { LinearConfig } from './linear-properties.ts';

/** Latest events of a session that are read: with the decays in use, earlier ones say nothing. */
const LINEAR_EVENTS = 10;

/** What an item of the session counts by its steps from the end: `[step]`. */
export function placeDecays({ LAMBDA_SPW }: Pick<LinearConfig, 'LAMBDA_SPW'>): Float64Array {
  return Float64Array.from({ length: LINEAR_EVENTS }, (_, steps) => Math.exp(-steps / LAMBDA_SPW));
}

/** Adds up what the items of a session, each at its latest event, say for other items. */
export function linearScorer(lists: ItemLists, decays: Float64Array): ScoreSession {
  const { offsets, items, weights } = lists;
  return (known, sheet) => {
    const first = Math.max(0, known.length - decays.length);
    for (let position = known.length - 1; position >= first; position--) {
      const item = known[position] ?? 0;
      if (known.includes(item, position + 1)) continue;
      const decay = decays[known.length - 1 - position] ?? 0;
      const end = offsets[item + 1] ?? 0;
      for (let entry = offsets[item] ?? 0; entry < end; entry++) {
        sheet.add(items[entry] ?? 0, decay * (weights[entry] ?? 0));
      }
    }
  };
}
