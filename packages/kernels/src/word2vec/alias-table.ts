/**
 * Walker's alias table in Vose's form: a row drawn uniformly stays with probability threshold / 2^32,
 * else its alias is taken, and each row comes by its share of `weights`.
 *
 * @param table `[row]` of (threshold, alias), written
 */
export function writeAliasTable(weights: Float64Array, table: Uint32Array): void {
  const rows = weights.length;
  const scale = rows / weights.reduce((sum, weight) => sum + weight, 0);
  const shares = weights.map((weight) => weight * scale);
  const shareOf = (row: number): number => shares[row] ?? 0;
  // Rows below and above their even share, as two stacks in one array.
  const stacks = new Uint32Array(rows);
  let small = 0;
  let large = rows;
  for (let row = 0; row < rows; row++) stacks[shareOf(row) < 1 ? small++ : --large] = row;
  while (small > 0 && large < rows) {
    const below = stacks[--small] ?? 0;
    const above = stacks[large] ?? 0;
    table[2 * below] = Math.floor(shareOf(below) * 2 ** 32);
    table[2 * below + 1] = above;
    shares[above] = shareOf(above) - (1 - shareOf(below));
    if (shareOf(above) < 1) {
      large++;
      stacks[small++] = above;
    }
  }
  // What is left has an even share, but for rounding.
  const settle = (row: number): void => {
    table[2 * row] = 2 ** 32 - 1;
    table[2 * row + 1] = row;
  };
  for (const row of stacks.subarray(0, small)) settle(row);
  for (const row of stacks.subarray(large)) settle(row);
}
