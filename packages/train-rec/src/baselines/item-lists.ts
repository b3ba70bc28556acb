import {
  ScoreSheet,
  TopSelection,
  type ItemLists,
  type SessionIndex,
} from '@lf/recommenders/training';
import { grown } from '../grown.ts';

interface ItemListsOptions {
  /** Adds what goes with the item, from one session that holds it. */
  readonly addFromSession: (sheet: ScoreSheet, item: number, session: number) => void;
  /** What an entry weighs in the end, e.g. its sum over the roots of how many sessions hold the two. */
  readonly weigh: (sum: number, item: number, other: number) => number;
  /** Entries an item keeps at most. */
  readonly keep: number;
}

/** Builds the lists item by item from the sessions that hold it, the most recent first. */
export function buildItemLists(index: SessionIndex, options: ItemListsOptions): ItemLists {
  const { itemCount, postingOffsets, postings } = index;
  const { addFromSession, weigh, keep } = options;
  const sheet = new ScoreSheet(itemCount);
  const best = new TopSelection(keep, 'lower');
  const offsets = new Uint32Array(itemCount + 1);
  let items = new Uint32Array(4 * itemCount);
  let weights = new Float32Array(4 * itemCount);
  let end = 0;
  for (let item = 0; item < itemCount; item++) {
    for (
      let posting = postingOffsets[item] ?? 0;
      posting < (postingOffsets[item + 1] ?? 0);
      posting++
    ) {
      addFromSession(sheet, item, postings[posting] ?? 0);
    }
    best.clear();
    for (let i = 0; i < sheet.count; i++) {
      const other = sheet.touched[i] ?? 0;
      best.offer(other, weigh(sheet.scores[other] ?? 0, item, other));
    }
    best.sort();
    sheet.clear();
    if (end + best.size > items.length) {
      items = grown(items, new Uint32Array(2 * (end + best.size)));
      weights = grown(weights, new Float32Array(2 * (end + best.size)));
    }
    items.set(best.keys.subarray(0, best.size), end);
    weights.set(best.values.subarray(0, best.size), end);
    end += best.size;
    offsets[item + 1] = end;
  }
  return { offsets, items: items.slice(0, end), weights: weights.slice(0, end) };
}
