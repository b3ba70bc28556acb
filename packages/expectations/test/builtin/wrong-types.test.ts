import { expect, it } from 'vitest';
import { validate, validatePartitions } from '../../src/index.ts';
import { parquetOf } from '../data.ts';

/** A column of one type with repeats and a missing value. */
const TABLE = `SELECT CAST(v AS INTEGER) AS whole, CAST(v AS DOUBLE) / 2 AS real, v > 1 AS flag,
  DATE '2024-01-01' + CAST(v AS INTEGER) AS day, CAST(NULL AS INTEGER) AS nothing,
  [v] AS list FROM (VALUES (2), (1), (NULL), (2)) AS given(v)`;

const suiteOf = (type: string, kwargs: Readonly<Record<string, unknown>>) => ({
  name: 'types',
  expectations: [{ type, kwargs }],
});

async function found(
  type: string,
  kwargs: Readonly<Record<string, unknown>>,
  resultFormat: Parameters<typeof validate>[0]['resultFormat'] = 'SUMMARY',
) {
  const source = { parquet: await parquetOf(TABLE) };
  const { results } = await validate({ source, suite: suiteOf(type, kwargs), resultFormat });
  expect(results[0]?.exception_info.exception_message).toBeNull();
  return { success: results[0]?.success, result: results[0]?.result ?? {} };
}

const OF_TYPE = 'expect_column_values_to_be_of_type';
const IN_LIST = 'expect_column_values_to_be_in_type_list';
const TYPE_TO_BE = 'expect_column_type_to_be';

it.each([
  [OF_TYPE, { type_: 'str' }, 'int64'],
  [IN_LIST, { type_list: ['str', 'float64'] }, 'int64'],
  [TYPE_TO_BE, { type_: 'str' }, 'int32'],
])(
  '%s shows the type and the values of a column of another type',
  async (type, kwargs, observed) => {
    const { success, result } = await found(type, { column: 'whole', ...kwargs });
    expect(success).toBe(false);
    expect(result).toEqual({
      observed_value: observed,
      details: { type: 'INTEGER' },
      element_count: 4,
      unexpected_count: 3,
      unexpected_percent: 100,
      missing_count: 1,
      missing_percent: 25,
      unexpected_percent_total: 75,
      unexpected_percent_nonmissing: 100,
      partial_unexpected_list: [2, 1, 2],
      partial_unexpected_counts: [
        { value: 2, count: 2 },
        { value: 1, count: 1 },
      ],
      partial_unexpected_index_list: [0, 1, 3],
    });
  },
);

it.each([
  ['real', 'int', 'float64', [1, 0.5, 1]],
  ['flag', 'int', 'bool', [true, false, true]],
  ['day', 'datetime64', 'date', ['2024-01-03', '2024-01-02', '2024-01-03']],
])(
  'shows values of the column %s, which is not of type %s',
  async (column, type_, observed, values) => {
    const { result } = await found(OF_TYPE, { column, type_ });
    expect(result).toMatchObject({ observed_value: observed, partial_unexpected_list: values });
  },
);

it('fails for a wrong type whatever mostly allows and though no value is there, as GX does', async () => {
  const kwargs = { type_: 'str', mostly: 0.01 };
  expect((await found(OF_TYPE, { column: 'whole', ...kwargs })).success).toBe(false);
  const empty = await found(OF_TYPE, { column: 'nothing', ...kwargs });
  expect(empty).toMatchObject({ success: false, result: { unexpected_count: 0 } });
});

it('tells the type alone where it is right', async () => {
  const { success, result } = await found(OF_TYPE, { column: 'whole', type_: 'int' });
  expect([success, Object.keys(result)]).toEqual([true, ['observed_value', 'details']]);
});

it('gives whole rows and as many values as the result format asks for', async () => {
  const format = {
    result_format: 'COMPLETE',
    partial_unexpected_count: 1,
    unexpected_index_column_names: ['real'],
    include_unexpected_rows: true,
  } as const;
  const { result } = await found(OF_TYPE, { column: 'whole', type_: 'str' }, format);
  expect(result['partial_unexpected_list']).toEqual([2]);
  expect(result['unexpected_list']).toEqual([2, 1, 2]);
  expect(result['unexpected_index_list']).toContainEqual({ whole: 1, real: 0.5 });
  expect(result['unexpected_rows']).toHaveLength(3);
});

it('shows values of a wrong type from several partitions', async () => {
  const types = { n: 'INTEGER' };
  const { results } = await validatePartitions({
    sources: [
      { rows: [{ n: 1 }, { n: null }], types },
      { rows: [{ n: 2 }], types },
    ],
    suite: suiteOf(OF_TYPE, { column: 'n', type_: 'str' }),
  });
  expect(results[0]?.result).toMatchObject({
    unexpected_count: 2,
    partial_unexpected_list: [1, 2],
  });
});
