import { afterEach, describe, expect, it } from 'vitest';
import {
  createTopK,
  KernelsError,
  type TopK,
  TopKInputError,
  type TopKOptions,
  type TopKResult,
  TopKStateError,
} from '../../src/index.ts';
import { createRandom } from '../../src/random/random.ts';

const open: TopK[] = [];

function create(options: TopKOptions): TopK {
  const topK = createTopK(options);
  open.push(topK);
  return topK;
}

afterEach(() => {
  for (const topK of open.splice(0)) topK.dispose();
});

function matrix(rows: number, size: number, seed: number, value?: (normal: number) => number) {
  const random = createRandom(seed);
  return Float32Array.from({ length: rows * size }, () => {
    const normal = random.normal();
    return value ? value(normal) : normal;
  });
}

/** The k best by their definition, in float64, as `[row, score]`. */
function bestRows(rows: Float32Array, size: number, query: Float32Array, k: number) {
  const scores = Array.from({ length: rows.length / size }, (_, row) =>
    query.reduce((sum, value, column) => sum + value * rows[row * size + column]!, 0),
  );
  return scores
    .map((score, row) => [row, score] as const)
    .sort(([rowA, a], [rowB, b]) => b - a || rowA - rowB)
    .slice(0, k);
}

function resultOf({ k, rows, scores }: TopKResult, query: number) {
  return [...rows.subarray(query * k, (query + 1) * k)].map(
    (row, place) => [row, scores[query * k + place]!] as const,
  );
}

// Products of small integers are exact in float32, and ties are many.
describe('against the definition, with ties, it finds the same rows in the same order', () => {
  const cases = [
    { rows: 1, size: 1, queries: 1, k: 1 },
    { rows: 7, size: 3, queries: 2, k: 7 },
    { rows: 16, size: 4, queries: 5, k: 3 },
    { rows: 17, size: 5, queries: 4, k: 16 },
    { rows: 3000, size: 48, queries: 39, k: 20 },
    { rows: 2500, size: 50, queries: 6, k: 100 },
    { rows: 500, size: 700, queries: 9, k: 10 },
    { rows: 200, size: 20, queries: 3, k: 200 },
  ];
  it.each(cases)('$rows rows of $size, $queries queries, k = $k', ({ rows, size, queries, k }) => {
    const values = matrix(rows, size, 1, (normal) => Math.round(2 * normal));
    const asked = matrix(queries, size, 2, (normal) => Math.round(3 * normal));
    const result = create({ rows: values, size }).search(asked, k);
    for (let query = 0; query < queries; query++) {
      const own = asked.subarray(query * size, (query + 1) * size);
      expect(resultOf(result, query)).toEqual(bestRows(values, size, own, k));
    }
  });
});

describe('of any values, no better row is left out', () => {
  type Value = (normal: number) => number;
  const cases: { what: string; value: Value; queryValue?: Value }[] = [
    { what: 'normal ones', value: (normal) => normal },
    { what: 'lengths of many magnitudes', value: (normal) => normal ** 9 },
    { what: 'most of them zero', value: (normal) => (normal > 1.5 ? normal : 0) },
    { what: 'rows all tiny', value: (normal) => normal * 1e-33, queryValue: (normal) => normal },
    { what: 'queries all tiny', value: (normal) => normal, queryValue: (normal) => normal * 1e-33 },
    { what: 'all of them large', value: (normal) => normal * 1e15 },
  ];
  it.each(cases)('$what', ({ value, queryValue = value }) => {
    const [size, k] = [32, 25];
    const rows = matrix(2000, size, 3, value);
    const queries = matrix(8, size, 4, queryValue);
    const result = create({ rows, size }).search(queries, k);
    for (let query = 0; query < 8; query++) {
      const own = queries.subarray(query * size, (query + 1) * size);
      const truth = new Map(bestRows(rows, size, own, 2000));
      const length = Math.sqrt(own.reduce((sum, x) => sum + x * x, 0));
      const tolerance = 1e-6 * length * Math.max(...rows.map(Math.abs)) * Math.sqrt(size);
      const found = resultOf(result, query);
      const worst = found.at(-1)[1];
      for (const [row, score] of found) {
        expect(Math.abs(score - truth.get(row)!)).toBeLessThanOrEqual(tolerance);
        truth.delete(row);
      }
      for (const score of truth.values()) expect(score).toBeLessThanOrEqual(worst + tolerance);
    }
  });
});

it('gives the same bits whatever the threads and whatever else is asked', () => {
  const rows = matrix(4000, 24, 5);
  const queries = matrix(3000, 24, 6); // several jobs
  const alone = create({ rows, size: 24, threads: 1 });
  const together = create({ rows, size: 24, threads: 3 });
  const result = alone.search(queries, 15);
  expect(together.search(queries, 15)).toEqual(result);
  const one = alone.search(queries.subarray(24 * 2222, 24 * 2223), 15);
  expect([...one.rows]).toEqual([...result.rows.subarray(15 * 2222, 15 * 2223)]);
  expect([...one.scores]).toEqual([...result.scores.subarray(15 * 2222, 15 * 2223)]);
});

it('ends a result with -1 and -Infinity where there are fewer rows', () => {
  const { rows, scores } = create({ rows: Float32Array.of(1, 2), size: 1 }).search(
    Float32Array.of(3),
    4,
  );
  expect([...rows]).toEqual([1, 0, -1, -1]);
  expect([...scores]).toEqual([6, 3, -Infinity, -Infinity]);
});

it('ranks nothing above nothing: a query of zeros gets the first rows', () => {
  const { rows, scores } = create({ rows: matrix(40, 6, 7), size: 6 }).search(
    new Float32Array(6),
    3,
  );
  expect([...rows]).toEqual([0, 1, 2]);
  expect(scores.every((score) => score === 0)).toBe(true);
});

it('answers no queries, and of no rows', () => {
  expect(create({ rows: matrix(4, 2, 8), size: 2 }).search(new Float32Array(0), 3).rows).toEqual(
    new Int32Array(0),
  );
  const none = create({ rows: new Float32Array(0), size: 2 });
  expect([...none.search(Float32Array.of(1, 1), 2).rows]).toEqual([-1, -1]);
});

it('looks at the lists of a query alone', () => {
  const rows = Float32Array.of(5, 4, 3, 2, 1, 0);
  const lists = { starts: Uint32Array.of(0, 2, 2, 6), rows: Uint32Array.of(4, 1, 0, 5, 2, 3) };
  const topK = create({ rows, size: 1, lists });
  const found = (probes: number[], queries = 1) => [
    ...topK.searchLists(new Float32Array(queries).fill(1), 3, Uint32Array.from(probes)).rows,
  ];
  expect(found([0])).toEqual([1, 4, -1]);
  expect(found([1])).toEqual([-1, -1, -1]);
  expect(found([2, 0])).toEqual([0, 1, 2]);
  expect(found([0, 2], 2)).toEqual([1, 4, -1, 0, 2, 3]);
  expect([...topK.search(Float32Array.of(-1), 2).rows]).toEqual([5, 4]);
});

describe('what it cannot take', () => {
  const rows = Float32Array.of(1, 2, 3, 4);
  const inputs: [string, () => unknown][] = [
    ['size', () => create({ rows, size: 0 })],
    ['rows.length / size', () => create({ rows, size: 3 })],
    ['rows at row 1, column 0', () => create({ rows: Float32Array.of(1, 2, NaN, 4), size: 2 })],
    ['threads', () => create({ rows, size: 2, threads: 0 })],
    ['k', () => create({ rows, size: 2 }).search(rows, 0)],
    ['queries.length / size', () => create({ rows, size: 2 }).search(rows.subarray(1), 1)],
    [
      'queries at row 0, column 1',
      () => create({ rows, size: 2 }).search(Float32Array.of(1, Infinity), 1),
    ],
    ['probes', () => create({ rows, size: 2 }).searchLists(rows, 1, Uint32Array.of(0, 1))],
  ];
  it.each(inputs)('names %s', (argument, call) => {
    expect(call).toThrow(TopKInputError);
    expect(call).toThrow(KernelsError);
    expect(call).toThrow(expect.objectContaining({ code: 'top_k_input', argument }));
  });

  it('is a search after dispose', () => {
    const topK = create({ rows, size: 2 });
    topK.dispose();
    expect(() => topK.search(rows, 1)).toThrow(TopKStateError);
  });
});
