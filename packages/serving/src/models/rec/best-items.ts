import { FIRST_ITEM_ID } from '@lf/contract';

/** A ranking of token ids as a model gives it, best first. */
export interface Ranking {
  readonly items: ArrayLike<number>;
  /** One an item. */
  readonly scores: ArrayLike<number>;
}

/** The items of a ranking that are answered, best first: indices of the vocabulary. */
export interface BestItems {
  readonly items: readonly number[];
  readonly scores: readonly number[];
}

/**
 * The `k` best of a ranking that are products (a special token never is) and not left out.
 *
 * @param of.itemCount how many products the vocabulary has
 * @param of.isLeftOut whether an item of the vocabulary may not be answered
 */
export function bestItems(
  { items, scores }: Ranking,
  of: {
    readonly k: number;
    readonly itemCount: number;
    readonly isLeftOut: (item: number) => boolean;
  },
): BestItems {
  const best: number[] = [];
  const bestScores: number[] = [];
  for (let place = 0; place < items.length && best.length < of.k; place++) {
    const item = (items[place] ?? -1) - FIRST_ITEM_ID;
    if (item < 0 || item >= of.itemCount || of.isLeftOut(item)) continue;
    best.push(item);
    bestScores.push(scores[place] ?? NaN);
  }
  return { items: best, scores: bestScores };
}
