/** How many rows each batch holds: from a request's one to a bulk job's hundreds. */
const SIZES = [1, 2, 3, 7, 16, 33, 64, 128] as const;

/** Cuts rows into batches of changing size. */
export function cutIntoBatches<Row>(rows: readonly Row[]): readonly (readonly Row[])[] {
  const batches: Row[][] = [];
  for (let start = 0, place = 0; start < rows.length; place += 1) {
    const size = SIZES[place % SIZES.length] ?? 1;
    batches.push(rows.slice(start, start + size));
    start += size;
  }
  return batches;
}
