import { expect, it } from 'vitest';
import { validate } from '../../src/index.ts';
import { check, parquetOf } from '../data.ts';

const TYPES = `SELECT 1::BIGINT AS id, 1::INTEGER AS small, 1.5::DOUBLE AS price, 'x' AS name, TRUE AS flag,
  TIMESTAMP '2020-01-01' AS at, [1] AS list, 1.5::DECIMAL(9, 2) AS cost`;

it.each([
  ['id', 'int64', true],
  ['id', 'int', true],
  ['id', 'Int64', false],
  ['id', 'int32', false],
  ['id', 'BIGINT', true],
  ['id', 'bigint', true],
  ['id', 'INTEGER', false],
  ['id', 'LongType', true],
  ['id', 'NumericType', true],
  ['small', 'int32', true],
  ['price', 'float', true],
  ['price', 'object', false],
  ['name', 'object', true],
  ['name', 'O', true],
  ['name', 'str', false],
  ['name', 'StringType', true],
  ['flag', 'bool', true],
  ['flag', 'int64', false],
  ['at', 'datetime64', true],
  ['at', 'datetime64[us]', true],
  ['at', 'datetime64[ns]', false],
  ['at', 'timedelta64', false],
  ['list', 'ArrayType', true],
  ['cost', 'DECIMAL(9,2)', true],
  ['cost', 'DECIMAL', true],
])('says of the column %s whether its type is exactly %s: %s', async (column, type_, holds) => {
  const { results } = await validate({
    source: { parquet: await parquetOf(TYPES) },
    suite: {
      name: 's',
      expectations: [{ type: 'expect_column_type_to_be', kwargs: { column, type_ } }],
    },
  });
  expect(results[0]?.exception_info.exception_message).toBeNull();
  expect(results[0]?.success).toBe(holds);
});

it('refuses a type that nobody knows', async () => {
  const { exception_info } = await check({ id: [1] }, 'expect_column_type_to_be', {
    column: 'id',
    type_: 'integerish',
  });
  expect(exception_info.exception_message).toContain('Unrecognized type "integerish"');
});

const TYPE = 'expect_query_results_to_match_comparison';
const tables = { warehouse: { columns: { k: [1, 2, 2, 4], v: ['a', 'b', 'b', null] } } };
const data = { id: [1, 2, 3, 2], value: ['a', 'b', 'c', 'b'] };

async function compare(kwargs: Readonly<Record<string, unknown>>) {
  return check(
    data,
    TYPE,
    {
      base_query: 'SELECT id, value FROM {batch}',
      comparison_data_source_name: 'warehouse',
      ...kwargs,
    },
    'COMPLETE',
    { tables },
  );
}

it('counts rows of two queries one for one, whatever their order and names', async () => {
  const same = await compare({
    comparison_query: 'SELECT k, v FROM {batch} WHERE k < 3',
    mostly: 0.75,
  });
  expect(same.exception_info.exception_message).toBeNull();
  expect(same).toMatchObject({
    success: true,
    result: {
      unexpected_count: 1,
      unexpected_percent: 25,
      details: { missing_rows: [], unexpected_rows: [{ id: 3, value: 'c' }] },
    },
  });
});

it("knows the other table by its data source's name, and shows what is missing", async () => {
  const { success, result } = await compare({
    comparison_query: 'SELECT * FROM warehouse; -- all',
  });
  expect(success).toBe(false);
  expect(result).toMatchObject({
    unexpected_count: 1,
    details: { missing_rows: [{ k: 4, v: null }], unexpected_rows: [{ id: 3, value: 'c' }] },
  });
});

it('holds where neither query finds a row', async () => {
  const { success, result } = await compare({
    base_query: 'SELECT id FROM {batch} WHERE id > 9',
    comparison_query: 'SELECT k FROM {batch} WHERE k > 9',
  });
  expect(success).toBe(true);
  expect(result['unexpected_percent']).toBe(0);
});

it('is no equality of texts and numbers', async () => {
  const { result } = await compare({
    base_query: `SELECT 1 AS a FROM {batch} WHERE id = 1`,
    comparison_query: `SELECT '1' AS a FROM {batch} WHERE k = 1`,
  });
  expect(result['unexpected_count']).toBe(1);
});

it.each([
  [
    { comparison_query: `SELECT * FROM read_text('/etc/passwd')` },
    'comparison_query calls read_text()',
  ],
  [{ comparison_query: 'DROP TABLE batch' }, 'comparison_query'],
  [
    { comparison_query: 'SELECT 1', comparison_data_source_name: 'lost' },
    'No other table "lost" was given to the run; given are: warehouse.',
  ],
])('refuses %j', async (kwargs, message) => {
  const { success, exception_info } = await compare(kwargs);
  expect(success).toBe(false);
  expect(exception_info.exception_message).toContain(message);
});
