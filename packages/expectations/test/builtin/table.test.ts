import { expect, it } from 'vitest';
import { check } from '../data.ts';

const columns = { a: [1, 2], B: ['x', 'y'] };

it.each([
  ['expect_column_to_exist', { column: 'B' }, true],
  ['expect_column_to_exist', { column: 'b' }, false],
  ['expect_column_to_exist', { column: 'B', column_index: 0 }, true],
  ['expect_column_to_exist', { column: 'a', column_index: 1 }, false],
  ['expect_table_columns_to_match_ordered_list', { column_list: ['a', 'B'] }, true],
  ['expect_table_columns_to_match_ordered_list', { column_list: ['B', 'a'] }, false],
  ['expect_table_columns_to_match_set', { column_set: ['B', 'a'] }, true],
  ['expect_table_columns_to_match_set', { column_set: ['A', 'b'] }, false],
  ['expect_table_columns_to_match_set', { column_set: ['a'] }, false],
  ['expect_table_columns_to_match_set', { column_set: ['a'], exact_match: false }, true],
  ['expect_table_column_count_to_equal', { value: 2 }, true],
  ['expect_table_column_count_to_be_between', { min_value: 3 }, false],
  ['expect_table_row_count_to_equal', { value: 3 }, false],
  ['expect_table_row_count_to_be_between', { min_value: 2, max_value: 2 }, true],
  ['expect_table_row_count_to_equal_other_table', { other_table_name: 'o' }, true],
  [
    'unexpected_rows_expectation',
    { unexpected_rows_query: 'SELECT * FROM {batch} WHERE a > 1' },
    false,
  ],
  [
    'unexpected_rows_expectation',
    { unexpected_rows_query: 'SELECT * FROM {batch} WHERE a > 2;' },
    true,
  ],
])('%s with %j', async (type, kwargs, success) => {
  const result = await check(columns, type, kwargs, 'BASIC', {
    tables: { o: { rows: [{ x: 1 }, { x: 2 }] } },
  });
  expect(result.exception_info.exception_message).toBeNull();
  expect(result.success).toBe(success);
});

it('names the other tables where one is not given', async () => {
  const { exception_info } = await check(columns, 'expect_table_row_count_to_equal_other_table', {
    other_table_name: 'orders',
  });
  expect(exception_info.exception_message).toContain('"orders"');
});

it('names the columns beyond a set that need not be exact', async () => {
  const kwargs = { column_set: ['b'], exact_match: false };
  const found = await check({ b: [1], a: [2] }, 'expect_table_columns_to_match_set', kwargs);
  expect(found).toMatchObject({
    success: true,
    result: { observed_value: ['a', 'b'], details: { mismatched: { unexpected: ['a'] } } },
  });
});
