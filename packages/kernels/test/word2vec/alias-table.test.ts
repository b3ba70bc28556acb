import { expect, it } from 'vitest';
import { writeAliasTable } from '../../src/word2vec/alias-table.ts';

/** How often each row comes, computed from the table. */
function shares(table: Uint32Array): number[] {
  const rows = table.length / 2;
  const probabilities = Array.from({ length: rows }, () => 0);
  for (let row = 0; row < rows; row++) {
    const stays = table[2 * row]! / 2 ** 32;
    probabilities[row]! += stays / rows;
    probabilities[table[2 * row + 1]!]! += (1 - stays) / rows;
  }
  return probabilities;
}

it.each([
  ['one row', [5]],
  ['equal weights', [1, 1, 1, 1]],
  ['one heavy row', [1000, 1, 1, 1, 1]],
  ['powers', Array.from({ length: 1000 }, (_, i) => (i + 1) ** -1.2)],
  ['rows that never come', [0, 3, 0, 1]],
])('gives each row its share: %s', (_, weights) => {
  const table = new Uint32Array(2 * weights.length);
  writeAliasTable(Float64Array.from(weights), table);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  shares(table).forEach((share, row) => expect(share).toBeCloseTo(weights[row]! / total, 8));
});
