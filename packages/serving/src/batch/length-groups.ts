/** Steps of one run of a model: beyond, a row costs as much as before. */
const MAX_STEPS = 4_096;

/**
 * Puts rows of like length together, so that little of a batch is padding.
 *
 * @param lengths [row] steps
 * @yields rows whose number times the longest of them is bounded
 */
export function* lengthGroups(lengths: ArrayLike<number>): Generator<readonly number[]> {
  const order = Array.from({ length: lengths.length }, (_, row) => row);
  order.sort((a, b) => (lengths[b] ?? 0) - (lengths[a] ?? 0));
  for (let from = 0; from < order.length;) {
    // The first one is the longest
    const longest = Math.max(1, lengths[order[from] ?? 0] ?? 0);
    const rows = Math.max(1, Math.floor(MAX_STEPS / longest));
    yield order.slice(from, from + rows);
    from += rows;
  }
}
