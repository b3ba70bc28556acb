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
  ['a <> 1', [1, 2, 3]],
  ['a % 2 == 1', [0, 2]],
  ['a.isin([1, 3])', [0, 2]],
  ['not a.isin([1, 3])', [1, 3]],
  ['a == [1, 2]', [0, 1]],
  ['a.null()', [3]],
  ['a.notNull()', [0, 1, 2]],
  ['col("a").is_null() or col("t") == "x"', [0, 3]],
  ['~a.isnull() & a > 1', [1, 2]],
  ['a.between(2, 3)', [1, 2]],
  ['t.str.contains("^[xy]$")', [0, 1]],
  ['t.str.contains("X", case=False, na=True)', [0, 3]],
  ['~t.str.contains("x", na=False)', [1, 2, 3]],
  [`t.str.startswith(('x', 'i'))`, [0, 2]],
  ['t.str.len() > 1', [2]],
  ['t.str.upper() == "X"', [0]],
  ['t.str[0] == "i" and t.str[-2:] == "\'s"', [2]],
  ['-a + 2 * 3 - 1 >= 10 // 3', [0, 1]],
  ['a ** 2 == 4', [1]],
  ['a == a', [0, 1, 2]],
  ['a == t', []],
  ['a in [1, None]', [0]],
  ['t in ["x", None]', [0, 3]],
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

it("is unknown of a missing value where Spark's rule holds, also beside a value between two of the column", async () => {
  const { result } = await check(rows, 'expect_column_values_to_be_in_set', {
    column: 'odd name',
    value_set: [7],
    row_condition: 'not (a != 1.5)',
    condition_parser: 'spark',
  });
  expect(result['unexpected_index_list'] ?? []).toEqual([]);
});

it('makes capitals as Python does', async () => {
  const { result } = await check(
    { t: ['Straße', 'STRASSE', 'STRAẞE'], place: [0, 1, 2] },
    'expect_column_values_to_be_in_set',
    { column: 'place', value_set: [-1], row_condition: 't.str.upper() == "STRASSE"' },
  );
  expect(result['unexpected_list']).toEqual([0, 1]);
});

it.each([
  ['a >', 'expected a column or value at position 3, came the end'],
  ['a == (1', 'expected ")" at position 7, came the end'],
  ['a ; DROP TABLE x', 'from position 1'],
  ['nope == 1', 'The column "nope" does not exist'],
  ['a', 'needs a comparison or a boolean column, came "a" (BIGINT)'],
  ['t > 1', 'cannot compare "t" (VARCHAR) with 1'],
  ['a > "x"', 'cannot compare "a" (BIGINT) with "x"'],
  ['a.str.len() > 1', 'asks for .str.len of texts only, came "a" (BIGINT)'],
  ['t.str.explode() == 1', 'does not know str.explode. It knows the methods isin,'],
  ['t.str.contains("x", nan=False)', 'str.contains() takes pat, case, flags, na, regex'],
  ['a > @limit', 'variables of Python are not known'],
  ['a.constructor() == 1', 'does not know constructor'],
  ['a in t', 'expected a list of values at position 5'],
  ['a == 1 b == 2', 'expected a comparison, "and", "or" or the end at position 7, came "b"'],
  ['('.repeat(5000), 'expected at most 100 levels at position 100'],
])(
  'the row condition %j is an error of its own expectation, which says what is wrong where',
  async (row_condition, message) => {
    const { success, exception_info } = await check(rows, 'expect_table_row_count_to_equal', {
      value: 4,
      row_condition,
    });
    expect(success).toBe(false);
    expect(exception_info.exception_message).toContain(message);
  },
);

const column = { name: 'a' };

it.each([
  [{ type: 'pass_through', pass_through_filter: 'a > 1 and t == "y"' }, [1]],
  [{ type: 'comparison', column, operator: '>=', parameter: 2 }, [1, 2]],
  [{ type: 'comparison', column, operator: '!=', parameter: 2 }, [0, 2, 3]],
  [{ type: 'comparison', column, operator: 'IN', parameter: [1, 3] }, [0, 2]],
  [{ type: 'comparison', column, operator: 'NOT_IN', parameter: [1, 3] }, [1, 3]],
  [{ type: 'nullity', column, is_null: true }, [3]],
  [{ type: 'nullity', column, is_null: false }, [0, 1, 2]],
  [
    {
      type: 'or',
      conditions: [
        { type: 'nullity', column, is_null: true },
        {
          type: 'and',
          conditions: [
            { type: 'comparison', column, operator: '<', parameter: 3 },
            { type: 'comparison', column: { name: 't' }, operator: '==', parameter: 'y' },
          ],
        },
      ],
    },
    [1, 3],
  ],
])('the condition object %j of GX 1.8 keeps rows %j', async (row_condition, kept) => {
  const { result, exception_info } = await check(rows, 'expect_column_values_to_be_in_set', {
    column: 'odd name',
    value_set: [7],
    row_condition,
  });
  expect(exception_info.exception_message).toBeNull();
  expect(result['unexpected_index_list']).toEqual(kept);
});

it.each([
  [{ type: 'xor', conditions: [] }, 'row_condition.type must be one of comparison, nullity'],
  [{ column, operator: '==', parameter: 1 }, 'row_condition.type must be one of'],
  [
    { type: 'comparison', column, operator: '~', parameter: 1 },
    'row_condition.operator must be one of ==, !=, <, <=, >, >=, IN, NOT_IN, came "~"',
  ],
  [
    { type: 'comparison', column, operator: '==', parameter: null },
    'row_condition.parameter must be a text, a number or a boolean (for null use a nullity',
  ],
  [
    { type: 'and', conditions: [{ type: 'nullity', column: 'a', is_null: true }] },
    'row_condition.conditions[0].column must be an object with the name of a column, came "a"',
  ],
  [{ type: 'and', conditions: [] }, 'row_condition.conditions must be a list of conditions'],
  [
    { type: 'nullity', column, is_null: true, isNull: false },
    'row_condition of type nullity must be of the keys column, is_null, came "isNull"',
  ],
])('the condition object %j is refused by name', async (row_condition, message) => {
  const { success, exception_info } = await check(rows, 'expect_table_row_count_to_equal', {
    value: 4,
    row_condition,
  });
  expect(success).toBe(false);
  expect(exception_info.exception_message).toContain(message);
});

it("follows SQL's rule for missing values where a condition was written for Spark", async () => {
  const kept = async (condition_parser: string) => {
    const { result } = await check(rows, 'expect_column_values_to_be_in_set', {
      column: 'odd name',
      value_set: [7],
      row_condition: "a != 1 or t like 'x%'",
      condition_parser,
    });
    return result['unexpected_index_list'];
  };
  expect(await kept('spark')).toEqual([0, 1, 2]);
  expect(await kept('pandas')).toEqual([0, 1, 2, 3]);
});

it('reads integers past 2^53 in conditions exactly', async () => {
  const ids = [2144415922528452715n, 2144415922528452716n, 2144415922528452900n];
  const { result } = await check({ id: ids }, 'expect_table_row_count_to_equal', {
    value: 1,
    row_condition: 'id == 2144415922528452716 and id > 2144415922528452715',
  });
  expect(result['observed_value']).toBe(1);
});

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
  expect(results[1]?.expectation_config.kwargs['max_value']).toBe('2020-01-04T00:00:00');
  await expect(validate({ source: { rows: [] }, suite, parameters: {} })).rejects.toThrow(
    'No value for the suite parameter "extra"',
  );
});
