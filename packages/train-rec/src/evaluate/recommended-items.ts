/** What the lists are made of, whoever they are for. */
export interface ListMetrics {
  /** Share of the items that stand in at least one list; null without items. */
  readonly coverage: number | null;
  /**
   * Mean over the recommended items of the share of training events that are theirs; null without
   * recommendations. High: the lists hold popular items.
   */
  readonly averagePopularity: number | null;
  /**
   * Gini coefficient of how often each item is recommended, over all items: 0, all equally often;
   * towards 1, few items fill the lists. Null without recommendations.
   */
  readonly gini: number | null;
}

/** @param recommended `[item]` how many lists hold the item; @param trained `[item]` training events */
export function listMetrics(recommended: Uint32Array, trained: Uint32Array): ListMetrics {
  const itemCount = recommended.length;
  let listed = 0;
  let distinct = 0;
  let popularity = 0;
  recommended.forEach((lists, item) => {
    listed += lists;
    if (lists > 0) distinct++;
    popularity += lists * (trained[item] ?? 0);
  });
  const events = trained.reduce((sum, count) => sum + count, 0);
  return {
    coverage: itemCount === 0 ? null : distinct / itemCount,
    averagePopularity: listed === 0 || events === 0 ? null : popularity / listed / events,
    gini: listed === 0 ? null : gini(recommended, listed),
  };
}

function gini(counts: Uint32Array, sum: number): number {
  const n = counts.length;
  let weighted = 0;
  counts.toSorted().forEach((count, index) => {
    weighted += (2 * (index + 1) - n - 1) * count;
  });
  return weighted / (n * sum);
}
