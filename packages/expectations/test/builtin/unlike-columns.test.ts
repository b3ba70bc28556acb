import { expect, it } from 'vitest';
import { validate } from '../../src/index.ts';
import { parquetOf } from '../data.ts';

/** One row: a number, a text, a boolean and moments with and without a zone that look alike. */
const TABLE = `SELECT
  CAST(1 AS INTEGER) AS whole, CAST(1 AS DOUBLE) AS real, CAST(1 AS DECIMAL(18, 2)) AS exact,
  TRUE AS flag, '1' AS word, TIME '00:00:01' AS clock, DATE '2020-01-01' AS day,
  TIMESTAMP '2020-01-01' AS naive, TIMESTAMPTZ '2020-01-01 00:00:00+00' AS zoned,
  CAST(2000000000 AS INTEGER) AS many, CAST(9223372036854775807 AS BIGINT) AS most`;

async function checkOn(select: string, type: string, kwargs: Readonly<Record<string, unknown>>) {
  const suite = { name: 'one', expectations: [{ type, kwargs }] };
  const { results } = await validate({ source: { parquet: await parquetOf(select) }, suite });
  const [result] = results;
  if (result === undefined) throw new Error('a suite of one expectation has one result');
  return result;
}

it.each([
  ['whole', 'real', true],
  ['whole', 'exact', true],
  ['whole', 'flag', true],
  ['day', 'naive', true],
  ['whole', 'word', false],
  ['whole', 'naive', false],
  ['real', 'zoned', false],
  ['exact', 'clock', false],
  ['flag', 'word', false],
  ['naive', 'zoned', false],
])('columns %s and %s that look alike are equal: %s', async (a, b, areEqual) => {
  const pair = { column_A: a, column_B: b };
  const record = { column_list: [a, b] };
  const equal = await checkOn(TABLE, 'expect_column_pair_values_to_be_equal', pair);
  expect([equal.success, equal.exception_info.exception_message]).toEqual([areEqual, null]);
  const all = await checkOn(TABLE, 'expect_multicolumn_values_to_be_equal', record);
  expect([all.success, all.exception_info.exception_message]).toEqual([areEqual, null]);
  const unique = 'expect_select_column_values_to_be_unique_within_record';
  const distinct = await checkOn(TABLE, unique, record);
  expect([distinct.success, distinct.exception_info.exception_message]).toEqual([!areEqual, null]);
});

it('a column is not greater than one of another kind, and says so in plain words', async () => {
  const pair = { column_A: 'flag', column_B: 'zoned' };
  const type = 'expect_column_pair_values_a_to_be_greater_than_b';
  const { success, exception_info: info } = await checkOn(TABLE, type, pair);
  expect(success).toBe(false);
  expect(info.exception_message).toContain('"flag" is BOOLEAN and "zoned" is TIMESTAMP WITH TIME');
});

it.each([
  [['many', 'many'], 4_000_000_000],
  [['most', 'most'], 2 * 9_223_372_036_854_775_807],
  [['flag', 'whole', 'real'], 3],
])('the sum of %s is exact beyond the type of its columns', async (columns, total) => {
  const kwargs = { column_list: columns, sum_total: total };
  const { success, exception_info: info } = await checkOn(
    TABLE,
    'expect_multicolumn_sum_to_equal',
    kwargs,
  );
  expect([success, info.exception_message]).toEqual([true, null]);
});

it('a text has no sum, and says so in plain words', async () => {
  const kwargs = { column_list: ['whole', 'word'], sum_total: 2 };
  const type = 'expect_multicolumn_sum_to_equal';
  const { exception_info: info } = await checkOn(TABLE, type, kwargs);
  expect(info.exception_message).toBe(
    '"word" is VARCHAR, which has no sum. Name columns of numbers in column_list.',
  );
});

it('the median of two decimals is exact between them', async () => {
  const two = 'SELECT CAST(unnest([1.00, 1.01]) AS DECIMAL(18, 2)) AS price';
  const kwargs = { column: 'price', min_value: 1.004, max_value: 1.006 };
  const { success, result } = await checkOn(two, 'expect_column_median_to_be_between', kwargs);
  expect([success, result['observed_value']]).toEqual([true, 1.005]);
});
