import { expect, it } from 'vitest';
import { check } from '../data.ts';

const columns = { state: ['open', 'paid', 'paid', null, 'lost'] };

it.each([
  ['be_in_set', ['open', 'paid'], { unexpected_count: 1, partial_unexpected_list: ['lost'] }],
  ['contain_set', ['open', 'sent', 'sent'], { missing_count: 1, partial_missing_list: ['sent'] }],
  [
    'equal_set',
    ['open', 'paid', 'sent'],
    {
      unexpected_count: 1,
      partial_unexpected_list: ['lost'],
      missing_count: 1,
      partial_missing_list: ['sent'],
    },
  ],
])('distinct values to %s names the values that are wrong', async (name, set, strays) => {
  const kwargs = { column: 'state', value_set: set };
  const result = await check(columns, `expect_column_distinct_values_to_${name}`, kwargs);
  expect(result.success).toBe(false);
  expect(result.result).toMatchObject({ element_count: 5, ...strays });
});

it('a result without examples names none', async () => {
  const kwargs = { column: 'state', value_set: ['open'] };
  const format = { result_format: 'SUMMARY', partial_unexpected_count: 0 } as const;
  const type = 'expect_column_distinct_values_to_be_in_set';
  const { result } = await check(columns, type, kwargs, format);
  expect(result).toMatchObject({ unexpected_count: 2 });
  expect(result).not.toHaveProperty('partial_unexpected_list');
});

it('a number other than 0 and 1 is no boolean', async () => {
  const kwargs = { column: 'flag', value_set: [2] };
  const flags = { flag: [true, false] };
  const contained = await check(flags, 'expect_column_distinct_values_to_contain_set', kwargs);
  expect(contained).toMatchObject({ success: false, result: { partial_missing_list: [2] } });
});

it('a partition names integers past 2^53 exactly', async () => {
  const id = 9_007_199_254_740_993n;
  const kwargs = {
    column: 'id',
    partition_object: { values: [id, id - 2n], weights: [0.5, 0.5] },
    threshold: 0,
  };
  const ids = { id: [id, id - 2n] };
  const { success, result } = await check(
    ids,
    'expect_column_kl_divergence_to_be_less_than',
    kwargs,
  );
  expect([success, result['observed_value']]).toEqual([true, 0]);
});
