import { expect, it } from 'vitest';
import { createApproximateTopK, createTopK, TopKInputError } from '../../src/index.ts';
import { createRandom } from '../../src/random/random.ts';

const SIZE = 16;

/** Rows of length 1 around `centres` directions. */
function clustered(rows: number, centres: number, spread: number, seed: number): Float32Array {
  const random = createRandom(5);
  const directions = Float64Array.from({ length: centres * SIZE }, () => random.normal());
  const noise = createRandom(seed);
  const values = new Float32Array(rows * SIZE);
  for (let row = 0; row < rows; row++) {
    const centre = Math.floor(noise.uniform() * centres);
    const own = Array.from(
      { length: SIZE },
      (_, column) => directions[centre * SIZE + column]! + spread * noise.normal(),
    );
    const length = Math.hypot(...own);
    values.set(
      own.map((value) => value / length),
      row * SIZE,
    );
  }
  return values;
}

const rows = clustered(6000, 60, 0.3, 1);
const queries = clustered(200, 60, 0.3, 2);

function recall(found: Int32Array, truth: Int32Array, k: number): number {
  let hits = 0;
  for (let query = 0; query * k < truth.length; query++) {
    const own = new Set(truth.subarray(query * k, (query + 1) * k));
    for (const row of found.subarray(query * k, (query + 1) * k)) if (own.has(row)) hits++;
  }
  return hits / truth.length;
}

it('finds nearly all of the best rows in few lists, every one in all lists', () => {
  const exact = createTopK({ rows, size: SIZE });
  const truth = exact.search(queries, 10);
  const few = createApproximateTopK({ rows, size: SIZE, lists: 60, probes: 6 });
  const found = few.search(queries, 10);
  expect(recall(found.rows, truth.rows, 10)).toBeGreaterThan(0.95);
  const all = createApproximateTopK({ rows, size: SIZE, lists: 60, probes: 60 });
  expect(all.search(queries, 10)).toEqual(truth);
  for (const search of [exact, few, all]) search.dispose();
});

it('looks at all rows where its lists hold fewer than k', () => {
  const few = createApproximateTopK({ rows, size: SIZE, lists: 60, probes: 1 });
  const exact = createTopK({ rows, size: SIZE });
  expect(few.search(queries.subarray(0, SIZE), 3000)).toEqual(
    exact.search(queries.subarray(0, SIZE), 3000),
  );
  for (const search of [exact, few]) search.dispose();
});

it('gives the same answers for the same seed', () => {
  const answers = [1, 1, 2].map((seed) => {
    const search = createApproximateTopK({ rows, size: SIZE, lists: 100, probes: 1, seed });
    const { rows: found } = search.search(queries, 10);
    search.dispose();
    return found;
  });
  expect(answers[1]).toEqual(answers[0]);
  expect(answers[2]).not.toEqual(answers[0]);
});

it('takes the square root of the rows as lists, and looks at a tenth', () => {
  const search = createApproximateTopK({ rows, size: SIZE });
  expect(search).toMatchObject({ rowCount: 6000, lists: 78, probes: 8 });
  search.dispose();
});

it.each([
  ['lists', { lists: 6001 }],
  ['probes', { lists: 60, probes: 0 }],
  ['rows.length / size', { rows: new Float32Array(0) }],
])('names %s if it cannot take them', (argument, options) => {
  const call = () => createApproximateTopK({ rows, size: SIZE, ...options });
  expect(call).toThrow(TopKInputError);
  expect(call).toThrow(expect.objectContaining({ argument }));
});
