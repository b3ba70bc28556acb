import fc from 'fast-check';
import { expect, it } from 'vitest';
import { validate } from '../../src/index.ts';
import type { Source } from '../../src/index.ts';
import { driftSuite } from '../../src/drift/drift-suite.ts';
import { DRIFT } from '../../src/drift/expectations.ts';
import { kolmogorovSmirnov } from '../../src/drift/kolmogorov-smirnov.ts';
import { nextBelow } from '../../src/drift/measured.ts';
import { summarise } from '../../src/drift/summarise.ts';
import type { BatchSummary } from '../../src/drift/summary.ts';
import { check, parquetOf } from '../data.ts';

const PSI = 'expect_column_population_stability_index_to_be_less_than';
const KS = 'expect_column_kolmogorov_smirnov_statistic_to_be_less_than';
const CRAMER = 'expect_column_cramers_v_to_be_less_than';

const batch = (shift: number, seed: number) => `SELECT
    (hash(i + ${seed}) % 1000) / 10.0 + ${shift} AS price,
    TIMESTAMP '2024-01-01' + to_minutes(CAST(hash(i + ${seed}) % 10000 + ${shift * 500} AS BIGINT)) AS at,
    ['open', 'paid', 'it''s "lost"; DROP TABLE x', ''][1 + ((hash(i * 3 + ${seed}) + ${shift}) % ${4 - (shift > 0 ? 2 : 0)})::INTEGER] AS state,
    hash(i) % 2 = 0 AS is_new,
    uuid() AS id,
    CASE WHEN i % 3 > 0 THEN i % 7 END AS gaps,
    [i] AS listed
  FROM range(5000) t(i)`;

const checkDrift = (source: Source, reference: BatchSummary) =>
  validate({ source, suite: driftSuite(reference), expectations: DRIFT });

it('passes another batch of the same kind and fails one that has moved, from a stored summary alone', async () => {
  const made = await summarise({ parquet: await parquetOf(batch(0, 1)) });
  const reference = JSON.parse(JSON.stringify(made)) as BatchSummary;
  expect(reference).toEqual(made);
  // Ids have too many values to be categories, lists are nothing to compare.
  expect(Object.keys(reference.columns)).toEqual(['price', 'at', 'state', 'is_new', 'gaps']);
  const same = await checkDrift({ parquet: await parquetOf(batch(0, 77)) }, reference);
  expect(same.results.filter(({ success }) => !success)).toEqual([]);
  const moved = await checkDrift({ parquet: await parquetOf(batch(30, 77)) }, reference);
  const failing = moved.results
    .filter(({ success }) => !success)
    .map(({ expectation_config: { type, kwargs } }) => [type, kwargs['column']]);
  expect(failing).toEqual([
    [PSI, 'price'],
    [KS, 'price'],
    [PSI, 'at'],
    [KS, 'at'],
    [PSI, 'state'],
    [CRAMER, 'state'],
  ]);
});

it('bounds the error of D where the reference keeps quantiles only', async () => {
  const x = Array.from({ length: 3000 }, (_, at) => Math.sin(at) * 50 + (at % 13));
  const y = Array.from({ length: 2000 }, (_, at) => Math.sin(at + 0.3) * 55 + (at % 11));
  const observe = async (points: number) => {
    const reference = await summarise({ columns: { x } }, ['x'], { points });
    const { result } = await check({ x: y }, KS, { column: 'x', reference }, 'BASIC', {
      expectations: DRIFT,
    });
    return result['details'] as { statistic: number; statistic_error: number };
  };
  const exact = await observe(5000);
  expect(exact.statistic_error).toBe(0);
  const rough = await observe(50);
  expect(rough.statistic_error).toBeGreaterThan(0);
  expect(rough.statistic_error).toBeLessThan(0.05);
  expect(rough.statistic).toBeLessThanOrEqual(exact.statistic);
  expect(exact.statistic).toBeLessThanOrEqual(rough.statistic + rough.statistic_error);
});

const cumulative = (values: readonly number[], points: readonly number[]) => ({
  count: values.length,
  below: points.map((point) => values.filter((value) => value < point).length),
  upTo: points.map((point) => values.filter((value) => value <= point).length),
});

it('finds the greatest distance of the distribution functions, from the points of one side', () => {
  const values = fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 1, maxLength: 30 });
  fc.assert(
    fc.property(values, values, (current, reference) => {
      const points = [...new Set(reference)].sort((a, b) => a - b);
      const every = Array.from({ length: 13 }, (_, at) => at);
      const share = (side: readonly number[], point: number) =>
        side.filter((value) => value <= point).length / side.length;
      const wanted = Math.max(
        ...every.map((at) => Math.abs(share(current, at) - share(reference, at))),
      );
      const sides = [cumulative(current, points), cumulative(reference, points)] as const;
      const { statistic, pValue } = kolmogorovSmirnov(...sides, true);
      expect(statistic).toBeCloseTo(wanted, 12);
      expect(pValue).toBeGreaterThanOrEqual(0);
      expect(pValue).toBeLessThanOrEqual(1);
    }),
  );
});

it('pools categories beyond the most frequent ones, new ones with them', async () => {
  const x = ['a', 'a', 'a', 'b', 'b', 'c', 'd', null];
  const reference = await summarise({ columns: { x } }, ['x'], { categories: 2 });
  expect(reference.columns['x']).toEqual({
    kind: 'categories',
    count: 7,
    missing: 1,
    values: ['a', 'b'],
    counts: [3, 2],
    other: 2,
  });
  const { result } = await check(
    { x: ['a', '', 'new', null] },
    PSI,
    { column: 'x', reference },
    'BASIC',
    { expectations: DRIFT },
  );
  expect(result['details']).toEqual({
    bins: ['a', 'b', '(other)'],
    observed_counts: [1, 0, 2],
    reference_counts: [3, 2, 2],
  });
});

it('takes numbers as categories where it is told to', async () => {
  const source = { columns: { rating: [1, 1, 2] } };
  const { columns } = await summarise(source, null, { asCategories: ['rating'] });
  expect(columns['rating']).toMatchObject({ values: ['1', '2'], counts: [2, 1] });
});

it('keeps NaN, infinities and nulls from breaking a comparison', async () => {
  const x = [1, 2, 3, Number.NaN, Infinity, -Infinity, null];
  const reference = await summarise({ columns: { x } });
  expect(reference.columns['x']).toMatchObject({ count: 5, missing: 2, points: [1, 2, 3] });
  for (const { type } of DRIFT) {
    const { success, exception_info: info } = await check(
      { x },
      type,
      { column: 'x', reference },
      'BASIC',
      { expectations: DRIFT },
    );
    expect(info.exception_message).toBeNull();
    expect(success).toBe(true);
  }
});

it('takes a batch without values as no drift', async () => {
  const reference = await summarise({ columns: { x: [1, 2] } });
  const empty = { x: [] as number[] };
  const { success, result } = await check(
    empty,
    PSI,
    {
      column: 'x',
      reference: { ...reference, columns: { x: { ...reference.columns['x'], kind: 'numbers' } } },
    },
    'BASIC',
    { expectations: DRIFT },
  );
  // An empty column has no type of its own and is read as text.
  expect([success, result]).toEqual([false, {}]);
  const typed = await validate({
    source: { columns: empty, types: { x: 'INTEGER' } },
    suite: driftSuite(reference),
    expectations: DRIFT,
  });
  expect(typed.results.map((each) => [each.success, each.result])).toEqual([
    [true, { observed_value: null }],
    [true, { observed_value: null }],
  ]);
});

it.each([
  [{ columns: {} }, 'The reference has no column "x"; it has: none.'],
  [{ kind: 'numbers' }, 'unit is missing'],
  [{ columns: 3 }, 'its columns are not an object'],
  [
    { kind: 'categories', count: 1, missing: 0, values: ['a'], counts: [], other: 0 },
    'it needs one count for each value',
  ],
  [
    {
      kind: 'numbers',
      unit: 'number',
      count: 2,
      missing: 0,
      isExact: true,
      points: [2, 1],
      below: [0, 1],
      upTo: [1, 2],
    },
    'its points must rise',
  ],
  [
    {
      kind: 'numbers',
      unit: 'epoch_ms',
      count: 1,
      missing: 0,
      isExact: true,
      points: [2],
      below: [0],
      upTo: [1],
    },
    'is of times; the column is BIGINT',
  ],
])('says what is wrong with a reference: %j', async (reference, message) => {
  const { exception_info: info } = await check(
    { x: [1] },
    PSI,
    { column: 'x', reference },
    'BASIC',
    {
      expectations: DRIFT,
    },
  );
  expect(info.exception_message).toContain(message);
});

it('refuses to summarise what has no order and no categories', async () => {
  await expect(summarise({ columns: { x: [[1], [2]] } }, ['x'])).rejects.toMatchObject({
    code: 'invalid_kwargs',
  });
  await expect(summarise({ columns: { x: [1] } }, ['y'])).rejects.toMatchObject({
    code: 'missing_column',
  });
});

it('knows the double below another', () => {
  fc.assert(
    fc.property(fc.double({ min: -1e308, max: 1e308, noNaN: true }), (value) => {
      const below = nextBelow(value);
      expect(below).toBeLessThan(value);
      // Nothing lies between them: their middle is one of the two.
      expect([below, value]).toContain(below + (value - below) / 2);
    }),
  );
});
