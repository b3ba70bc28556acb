import type { Comparison } from './measured.ts';

/** Both sides counted by the same bins. */
export interface Binned {
  /** What each bin holds, for people. */
  readonly labels: readonly string[];
  readonly current: readonly number[];
  readonly reference: readonly number[];
}

/** Every category is a bin; the last one holds all others, if there are any. */
function byCategory({
  reference,
  count,
  counts,
}: Extract<Comparison, { kind: 'categories' }>): Binned {
  const others = count - counts.reduce((total, each) => total + each, 0);
  const hasOther = reference.other > 0 || others > 0;
  return {
    labels: [...reference.values, ...(hasOther ? ['(other)'] : [])],
    current: [...counts, ...(hasOther ? [others] : [])],
    reference: [...reference.counts, ...(hasOther ? [reference.other] : [])],
  };
}

/** About equally filled bins of the reference, open at both ends. */
function byQuantile(
  { reference, count, upTo }: Extract<Comparison, { kind: 'numbers' }>,
  binCount: number,
): Binned {
  const edges: number[] = [];
  for (let bin = 1; bin < binCount; bin++) {
    const wanted = (bin / binCount) * reference.count;
    const at = reference.upTo.findIndex((seen) => seen >= wanted);
    const isInside = at >= 0 && (reference.upTo[at] ?? 0) < reference.count;
    if (isInside && edges.at(-1) !== at) edges.push(at);
  }
  const bins = (cumulative: readonly number[], total: number) =>
    [...edges.map((at) => cumulative[at] ?? 0), total].map(
      (seen, bin) => seen - (bin === 0 ? 0 : (cumulative[edges[bin - 1] ?? 0] ?? 0)),
    );
  const ends = edges.map((at) => String(reference.points[at]));
  const last = ends.at(-1);
  return {
    labels: [...ends.map((end) => `up to ${end}`), last === undefined ? 'all' : `above ${last}`],
    current: bins(upTo, count),
    reference: bins(reference.upTo, reference.count),
  };
}

/** Both sides by category, or by the quantiles of the reference. */
export function binned(comparison: Comparison, binCount: number): Binned {
  return comparison.kind === 'categories'
    ? byCategory(comparison)
    : byQuantile(comparison, binCount);
}
