/** How popular an item is: head, middle and tail share the training events in thirds. */
export const POPULARITY_BANDS = ['head', 'middle', 'tail', 'unseen'] as const;

export type PopularityBand = (typeof POPULARITY_BANDS)[number];

/**
 * Tells an item's band: with the items in falling order of training events, the head are those
 * that begin within the first third of all events, the middle within the second. An item without
 * a training event is unseen, and so is -1.
 *
 * @param trained `[item]` training events
 */
export function popularityBands(trained: Uint32Array): (item: number) => PopularityBand {
  const countOf = (item: number) => trained[item] ?? 0;
  const events = trained.reduce((sum, count) => sum + count, 0);
  const bands = new Map<number, PopularityBand>();
  let before = 0;
  for (const item of [...trained.keys()].sort((a, b) => countOf(b) - countOf(a) || a - b)) {
    if (countOf(item) === 0) break;
    bands.set(item, before < events / 3 ? 'head' : before < (2 * events) / 3 ? 'middle' : 'tail');
    before += countOf(item);
  }
  return (item) => bands.get(item) ?? 'unseen';
}
