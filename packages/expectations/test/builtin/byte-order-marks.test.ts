import { expect, it } from 'vitest';
import { suite, validatePartitions } from '../../src/index.ts';
import { check } from '../data.ts';

const MARK = '\uFEFF';
const columns = { a: ['x', `${MARK}x`, `${MARK}2020-01-01`, `${MARK}{}`] };

it.each([
  ['expect_column_values_to_be_in_set', { value_set: ['x'] }, columns.a.slice(1)],
  ['expect_column_values_to_match_regex', { regex: '^x' }, columns.a.slice(1)],
  ['expect_column_values_to_match_regex', { regex: '^(?=x)' }, columns.a.slice(1)],
  ['expect_column_values_to_match_regex', { regex: `^(?=${MARK})` }, ['x']],
  ['expect_column_values_to_match_regex', { regex: `${MARK}(?=x)` }, ['x', ...columns.a.slice(2)]],
  ['expect_column_values_to_match_json_schema', { json_schema: {} }, columns.a],
  ['expect_column_values_to_be_dateutil_parseable', {}, columns.a],
])('a mark that begins a value belongs to it: %s %j', async (type, kwargs, unexpected) => {
  const { result } = await check(columns, type, { column: 'a', ...kwargs });
  expect(result['unexpected_list']).toEqual(unexpected);
});

it.each([
  ['expect_column_distinct_values_to_be_in_set', false],
  ['expect_column_distinct_values_to_contain_set', false],
  ['expect_column_distinct_values_to_equal_set', false],
  ['expect_column_most_common_value_to_be_in_set', false],
])('and values that differ by it alone are two: %s', async (type, success) => {
  const marked = { a: [`${MARK}x`, `${MARK}x`] };
  const wrong = await check(marked, type, { column: 'a', value_set: ['x'] });
  expect(wrong).toMatchObject({ success, result: { observed_value: [`${MARK}x`] } });
  const right = await check(marked, type, { column: 'a', value_set: [`${MARK}x`] });
  expect(right.success).toBe(true);
});

it.each([
  ['expect_column_max_to_be_between', { min_value: `${MARK}x`, max_value: `${MARK}x` }],
  ['expect_column_min_to_be_between', { min_value: `${MARK}x`, max_value: `${MARK}x` }],
])('and the value at the edge is shown with it: %s', async (type, kwargs) => {
  const { success, result } = await check({ a: [`${MARK}x`] }, type, { column: 'a', ...kwargs });
  expect([success, result['observed_value']]).toEqual([true, `${MARK}x`]);
});

it('and it counts in the order of texts as any letter does', async () => {
  const data = { a: ['\uFEFE', MARK, `${MARK}a`, `${MARK}${MARK}`, 'z'] };
  for (const [type, observed] of [
    ['expect_column_max_to_be_between', `${MARK}${MARK}`],
    ['expect_column_min_to_be_between', 'z'],
  ] as const) {
    const { result } = await check(data, type, { column: 'a', min_value: 'a' });
    expect(result['observed_value']).toBe(observed);
  }
});

it('in partitions too', async () => {
  const both = suite('both');
  both.column('a').distinctValuesToEqualSet({ valueSet: [`${MARK}x`] });
  both.column('a').valuesToBeInSet({ valueSet: ['x'] });
  both.column('a').maxToBeBetween({ minValue: `${MARK}x`, maxValue: `${MARK}x` });
  const source = { rows: [{ a: `${MARK}x` }] };
  const { results } = await validatePartitions({ sources: [source, source], suite: both });
  expect(results.map(({ success }) => success)).toEqual([true, false, true]);
  expect(results[1]?.result['partial_unexpected_list']).toEqual([`${MARK}x`, `${MARK}x`]);
});
