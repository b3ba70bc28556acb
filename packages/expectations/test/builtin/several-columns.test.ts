import { expect, it } from 'vitest';
import { check } from '../data.ts';

const columns = { a: [1, 2, 3, null], b: [1, 3, null, null], c: [1, 2, 9, null] };
const PAIR = { column_A: 'a', column_B: 'b' };

it.each([
  [
    'expect_column_pair_values_to_be_equal',
    PAIR,
    [
      [2, 3],
      [3, null],
    ],
  ],
  [
    'expect_column_pair_values_to_be_equal',
    { ...PAIR, ignore_row_if: 'either_value_is_missing' },
    [[2, 3]],
  ],
  [
    'expect_column_pair_values_to_be_equal',
    { ...PAIR, ignore_row_if: 'neither' },
    [
      [2, 3],
      [3, null],
      [null, null],
    ],
  ],
  [
    'expect_column_pair_values_a_to_be_greater_than_b',
    PAIR,
    [
      [1, 1],
      [2, 3],
      [3, null],
    ],
  ],
  [
    'expect_column_pair_values_a_to_be_greater_than_b',
    { ...PAIR, or_equal: true },
    [
      [2, 3],
      [3, null],
    ],
  ],
  [
    'expect_column_pair_values_to_be_in_set',
    {
      ...PAIR,
      value_pairs_set: [
        [1, 1],
        [3, null],
      ],
    },
    [[2, 3]],
  ],
  [
    'expect_multicolumn_sum_to_equal',
    { column_list: ['a', 'c'], sum_total: 4 },
    [
      { a: 1, c: 1 },
      { a: 3, c: 9 },
    ],
  ],
  [
    'expect_select_column_values_to_be_unique_within_record',
    { column_list: ['a', 'c'] },
    [
      { a: 1, c: 1 },
      { a: 2, c: 2 },
    ],
  ],
  ['expect_multicolumn_values_to_be_unique', { column_list: ['a', 'b'] }, [{ a: 1, b: 1 }]],
  ['expect_multicolumn_values_to_be_equal', { column_list: ['a', 'c'] }, [{ a: 3, c: 9 }]],
])('%s with %j', async (type, kwargs, failing) => {
  const result = await check(columns, type, kwargs);
  expect(result.exception_info.exception_message).toBeNull();
  expect(result.result).toMatchObject({
    unexpected_list: failing,
    unexpected_count: failing.length,
  });
});

it('finds every row of a compound key that occurs twice', async () => {
  const { result } = await check(
    { a: [1, 1, 1, null], b: ['x', 'x', 'y', null] },
    'expect_compound_columns_to_be_unique',
    { column_list: ['a', 'b'] },
  );
  expect(result).toMatchObject({
    missing_count: 1,
    unexpected_count: 2,
    unexpected_index_list: [0, 1],
  });
});

it('compares texts with numbers: they are never equal', async () => {
  const columns = { a: [1, 2, null], b: ['1', 'not JSON', null] };
  const kwargs = { column_A: 'a', column_B: 'b' };
  const { success, result } = await check(columns, 'expect_column_pair_values_to_be_equal', kwargs);
  expect(success).toBe(false);
  expect(result['unexpected_list']).toEqual([
    [1, '1'],
    [2, 'not JSON'],
  ]);
});
