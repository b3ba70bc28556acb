import { expect, it } from 'vitest';
import { validate } from '../../src/index.ts';
import { check } from '../data.ts';

const rows = { a: [1, 2, 3, null], t: ['x', 'y', "it's", null], 'odd name': [1, 0, 0, 0] };

it.each([
  ['a > 1', [1, 2]],
  ['a != 1', [1, 2, 3]],
  ['a == 1 or t == "y"', [0, 1]],
  ['(a >= 2) & (t != "y")', [2]],
  ['not a == 1 and a.notnull()', [1, 2]],
  ['1 < a <= 3', [1, 2]],
  ["t in ['x', 'y']", [0, 1]],
  ["t not in ['x', 'y']", [2, 3]],
  [`t == "it's"`, [2]],
  ['`odd name` == 1', [0]],
  ['col("a") > 2 & col("t").notNull()', [2]],
  ['t == 1', []],
  ['a == None', [3]],
])(
  'the row condition %s keeps rows %j, by their place in the table',
  async (row_condition, kept) => {
    const { result, exception_info } = await check(rows, 'expect_column_values_to_be_in_set', {
      column: 'odd name',
      value_set: [7],
      row_condition,
      condition_parser: 'pandas',
    });
    expect(exception_info.exception_message).toBeNull();
    expect(result['unexpected_index_list']).toEqual(kept);
  },
);

it.each(['a >', 'a == (1', 'a ; DROP TABLE x', 'nope == 1', 'a'])(
  'the row condition %j is an error of its own expectation',
  async (row_condition) => {
    const { exception_info } = await check(rows, 'expect_table_row_count_to_equal', {
      value: 4,
      row_condition,
    });
    expect(exception_info.raised_exception).toBe(true);
  },
);

it('fills in suite parameters, and reckons with them', async () => {
  const suite = {
    expectation_suite_name: 's',
    evaluation_parameters: { rows: 2 },
    expectations: [
      {
        expectation_type: 'expect_table_row_count_to_equal',
        kwargs: { value: { $PARAMETER: '(rows + 1) * 2 - extra' } },
      },
      {
        expectation_type: 'expect_column_max_to_be_between',
        kwargs: { column: 'at', max_value: { $PARAMETER: 'now() - timedelta(days=1, hours=2)' } },
      },
    ],
  };
  const { results, suite_parameters } = await validate({
    source: { columns: { at: [1, 2, 3, 4].map((day) => new Date(Date.UTC(2020, 0, day))) } },
    suite,
    parameters: { extra: 2 },
    now: () => new Date(Date.UTC(2020, 0, 5, 2)),
  });
  expect(suite_parameters).toEqual({ rows: 2, extra: 2 });
  expect(results.map(({ success }) => success)).toEqual([true, true]);
  expect(results[1]?.expectation_config.kwargs['max_value']).toBe('2020-01-04T00:00:00.000Z');
  await expect(validate({ source: { rows: [] }, suite, parameters: {} })).rejects.toThrow(
    'No value for the suite parameter "extra"',
  );
});
