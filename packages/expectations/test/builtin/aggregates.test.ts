import { expect, it } from 'vitest';
import { check, parquetOf } from '../data.ts';
import { validate } from '../../src/index.ts';

const numbers = { a: [1, 2, 3, 6, null] };

it.each([
  ['max', 6],
  ['min', 1],
  ['mean', 3],
  ['median', 2.5],
  ['sum', 12],
  ['unique_value_count', 4],
  ['proportion_of_unique_values', 1],
  ['proportion_of_non_null_values', 0.8],
])('the %s of a column', async (name, observed) => {
  const type = `expect_column_${name}_to_be_between`;
  const kwargs = { column: 'a', min_value: observed, max_value: observed };
  expect(await check(numbers, type, kwargs)).toMatchObject({
    success: true,
    result: { observed_value: observed, element_count: 5, missing_count: 1, missing_percent: 20 },
  });
  const strict = await check(numbers, type, { ...kwargs, strict_min: true });
  expect(strict.success).toBe(false);
  expect((await check(numbers, type, { column: 'a' })).success).toBe(true);
});

it('takes the sample deviation, the mean of booleans, and no mean of texts', async () => {
  const stdev = 'expect_column_stdev_to_be_between';
  const spread = await check({ a: [2, 4] }, stdev, { column: 'a' });
  expect(spread.result['observed_value']).toBeCloseTo(Math.SQRT2, 12);
  const mean = 'expect_column_mean_to_be_between';
  const truth = await check({ a: [true, false] }, mean, { column: 'a', min_value: 0.5 });
  expect(truth).toMatchObject({ success: true, result: { observed_value: 0.5 } });
  const texts = await check({ a: ['x'] }, mean, { column: 'a' });
  expect(texts.exception_info.exception_message).toContain('this needs numeric values');
});

it('finds no greatest value in a column without values, whatever the bounds are', async () => {
  const greatest = 'expect_column_max_to_be_between';
  for (const values of [[], [null, null]]) {
    const empty = await check({ a: values }, greatest, { column: 'a', min_value: 0, max_value: 0 });
    expect(empty.exception_info.raised_exception).toBe(false);
    expect(empty).toMatchObject({ success: false, result: { observed_value: null } });
  }
  const texts = await check({ a: ['x'] }, greatest, { column: 'a', min_value: 0 });
  expect(texts.exception_info.exception_message).toContain('must be of the same type');
});

it('compares the range of dates in time', async () => {
  const path = await parquetOf(`SELECT DATE '1969-07-20' + i::INTEGER AS d FROM range(3) t(i)`);
  const { results } = await validate({
    source: { parquet: path },
    suite: {
      name: 's',
      expectations: [
        {
          type: 'expect_column_max_to_be_between',
          kwargs: { column: 'd', max_value: '1969-07-22T00:00:00Z' },
        },
        {
          type: 'expect_column_min_to_be_between',
          kwargs: { column: 'd', min_value: '1969-07-21' },
        },
      ],
    },
  });
  expect(results.map(({ success, result }) => [success, result['observed_value']])).toEqual([
    [true, '1969-07-22'],
    [false, '1969-07-20'],
  ]);
});

it('takes quantiles between two values as allow_relative_error says, by the names of pandas', async () => {
  const type = 'expect_column_quantile_values_to_be_between';
  const columns = { a: [1, 2, 3, 7] };
  const quantilesBy = async (taken: unknown) => {
    const { result, exception_info: info } = await check(columns, type, {
      column: 'a',
      quantile_ranges: {
        quantiles: [0.4, 0.9],
        value_ranges: [
          [null, null],
          [null, null],
        ],
      },
      allow_relative_error: taken,
    });
    const observed: unknown = result['observed_value'];
    return info.raised_exception
      ? info.exception_message
      : JSON.stringify(observed, (_, held: unknown) =>
          typeof held === 'number' ? Number(held.toFixed(9)) : held,
        );
  };
  const shown = (...values: readonly number[]) => JSON.stringify({ quantiles: [0.4, 0.9], values });
  expect(await quantilesBy(false)).toBe(shown(2, 7));
  expect(await quantilesBy('nearest')).toBe(shown(2, 7));
  expect(await quantilesBy('lower')).toBe(shown(2, 3));
  expect(await quantilesBy('higher')).toBe(shown(3, 7));
  expect(await quantilesBy('midpoint')).toBe(shown(2.5, 5));
  expect(await quantilesBy('linear')).toBe(shown(2.2, 5.8));
  expect(await quantilesBy(0.1)).toMatch(/must be false or one of nearest, lower/);
});

it('takes the nearest value for a quantile (of two, the one at an even place, as numpy), and null for infinity', async () => {
  const type = 'expect_column_quantile_values_to_be_between';
  const ranges = (value_ranges: unknown) => ({
    column: 'a',
    quantile_ranges: { quantiles: [0, 0.5, 1], value_ranges },
  });
  const open = [
    [null, 1],
    [3, 3],
    [6, null],
  ];
  expect(await check(numbers, type, ranges(open))).toMatchObject({
    success: true,
    result: {
      observed_value: { values: [1, 3, 6] },
      details: { success_details: [true, true, true] },
    },
  });
  const disordered = await check(
    numbers,
    type,
    ranges([
      [3, 1],
      [2, 2],
      [6, null],
    ]),
  );
  expect(disordered.exception_info.exception_message).toContain('ordered pairs');
});

it('adds no numbers up to 0', async () => {
  const kwargs = { column: 'a', min_value: 0, max_value: 0 };
  const nothing = { source: { columns: { a: [null] }, types: { a: 'DOUBLE' } } };
  const suite = { name: 's', expectations: [{ type: 'expect_column_sum_to_be_between', kwargs }] };
  const { results } = await validate({ ...nothing, suite });
  expect(results[0]).toMatchObject({ success: true, result: { observed_value: 0 } });
});

it.each([
  ['be_in_set', [1, 2, 3], true],
  ['be_in_set', [1], false],
  ['be_in_set', [], true],
  ['contain_set', [1], true],
  ['contain_set', [3], false],
  ['equal_set', [2, 1], true],
  ['equal_set', [1, 2, 3], false],
])('distinct values %s %j', async (name, value_set, success) => {
  const type = `expect_column_distinct_values_to_${name}`;
  expect(await check({ a: [1, 2, 2, null] }, type, { column: 'a', value_set })).toMatchObject({
    success,
    result: {
      observed_value: [1, 2],
      details: {
        value_counts: [
          { value: 1, count: 1 },
          { value: 2, count: 2 },
        ],
      },
    },
  });
});

it('lets a tie for the most common value pass only where ties are okay', async () => {
  const type = 'expect_column_most_common_value_to_be_in_set';
  const tie = { a: ['x', 'y', 'x', 'y', 'z'] };
  const kwargs = { column: 'a', value_set: ['x'] };
  expect(await check(tie, type, kwargs)).toMatchObject({
    success: false,
    result: { observed_value: ['x', 'y'] },
  });
  expect((await check(tie, type, { ...kwargs, ties_okay: true })).success).toBe(true);
});

it('measures the divergence from weights of values, and of bins', async () => {
  const type = 'expect_column_kl_divergence_to_be_less_than';
  const even = { values: ['x', 'y'], weights: [0.5, 0.5] };
  const skewed = { a: ['x', 'x', 'x', 'y'] };
  const found = await check(skewed, type, { column: 'a', partition_object: even, threshold: 0.1 });
  // 0.75 ln 1.5 + 0.25 ln 0.5
  expect(found.result['observed_value']).toBeCloseTo(0.13081, 5);
  expect(found.success).toBe(false);
  const bins = { bins: [0, 1, '+Infinity'], weights: [0.5, 0.5] };
  const spread = await check({ a: [0.5, 2] }, type, {
    column: 'a',
    partition_object: bins,
    threshold: 0,
  });
  expect(spread).toMatchObject({
    success: true,
    result: {
      observed_value: 0,
      details: { observed_partition: { bins: [0, 1], tail_weights: [0, 0.5] } },
    },
  });
  const unasked = await check({ a: [1, 2, 3] }, type, { column: 'a' });
  expect(unasked).toMatchObject({ success: true, result: { observed_value: 0 } });
});

// What great_expectations says of a median of 100.
it.each([
  [[100.009, 200], true],
  [[100.02, 200], false],
  [[0, 99.991], true],
  [[0, 99.98], false],
  [[null, 1e-9], false],
  [[100, null], true],
])(
  'a quantile passes within a ten-thousandth of the end of its range: %j, %s',
  async (range, holds) => {
    const kwargs = { column: 'a', quantile_ranges: { quantiles: [0.5], value_ranges: [range] } };
    const found = await check({ a: [100] }, 'expect_column_quantile_values_to_be_between', kwargs);
    expect(found.success).toBe(holds);
  },
);
