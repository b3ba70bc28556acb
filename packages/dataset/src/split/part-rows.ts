/** Lists the rows of each part in row order, given the part of each group. */
export function partRows(
  groups: Uint32Array,
  partOf: ReadonlyMap<number, number>,
  parts: number,
): readonly (readonly number[])[] {
  const rows: number[][] = Array.from({ length: parts }, () => []);
  groups.forEach((group, row) => {
    rows[partOf.get(group) ?? -1]?.push(row);
  });
  return rows;
}
