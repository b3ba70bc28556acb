import { expect, it } from 'vitest';
import { suite, validate } from '../../src/index.ts';

const rows = [
  { id: 'x', n: 1 },
  { id: 'y', n: 20 },
  { id: 'z', n: 30 },
];

it('tells as much of an expectation as its own result_format says', async () => {
  const numbers = suite('numbers');
  const n = numbers.column('n');
  n.valuesToBeBetween({ maxValue: 9, resultFormat: 'BOOLEAN_ONLY' });
  n.valuesToBeBetween({ maxValue: 9 });
  n.valuesToBeBetween({
    maxValue: 9,
    resultFormat: {
      result_format: 'COMPLETE',
      unexpected_index_column_names: ['id'],
      partial_unexpected_count: 1,
      return_unexpected_index_query: false,
      include_unexpected_rows: true,
    },
  });
  const { results } = await validate({ source: { rows }, suite: numbers, resultFormat: 'BASIC' });
  expect(results.map(({ success }) => success)).toEqual([false, false, false]);
  expect(results[0]?.result).toEqual({});
  expect(results[1]?.result).toMatchObject({ partial_unexpected_list: [20, 30] });
  expect(results[1]?.result).not.toHaveProperty('unexpected_list');
  expect(results[2]?.result).toMatchObject({
    partial_unexpected_list: [20],
    unexpected_list: [20, 30],
    unexpected_index_list: [
      { id: 'y', n: 20 },
      { id: 'z', n: 30 },
    ],
    unexpected_rows: rows.slice(1),
  });
  expect(results[2]?.result).not.toHaveProperty('unexpected_index_query');
});

it('says which result_format of a suite is not one', async () => {
  const kwargs = { column: 'n', result_format: 'VERBOSE' };
  const expectations = [
    { type: 'expect_column_values_to_not_be_null', kwargs },
    {
      type: 'expect_column_values_to_not_be_null',
      kwargs: { ...kwargs, result_format: { result_format: 'BASIC', partial: 3 } },
    },
  ];
  await expect(
    validate({ source: { rows }, suite: { name: 's', expectations } }),
  ).rejects.toMatchObject({
    problems: [
      { at: 0, message: expect.stringContaining('permitted: ["BOOLEAN_ONLY"') as string },
      { at: 1, message: expect.stringContaining('result_format has no partial') as string },
    ],
  });
});
