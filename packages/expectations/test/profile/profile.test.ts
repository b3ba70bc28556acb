import { DuckDBInstance } from '@duckdb/node-api';
import { expect, it } from 'vitest';
import { formatFailures, validate } from '../../src/index.ts';
import type { Source } from '../../src/index.ts';
import { profile } from '../../src/profile/profile.ts';
import { parquetOf, temporaryFolder } from '../data.ts';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

const ORDERS = `SELECT
    i AS order_id,
    CAST(md5('token ' || i) AS UUID) AS token,
    md5(i::VARCHAR) AS session_hash,
    'user' || (i % 300) || '@example.com' AS email,
    ['open', 'paid', 'sent'][1 + i % 3] AS state,
    i % 5 AS rating,
    round((i * 7919 % 9000) / 100 + 10, 2) AS price,
    CASE WHEN i % 10 < 3 THEN NULL ELSE 'note ' || i END AS note,
    CAST(i + 100000 AS VARCHAR) AS article,
    CAST('2024-01-01' AS DATE) + CAST(i % 28 AS INTEGER) AS day,
    CAST('2024-01-01' AS TIMESTAMP) + to_seconds(i * 60) AS placed_at,
    TRUE AS is_live,
    CAST(NULL AS INTEGER) AS unused
  FROM range(1000) t(i)`;

async function claimsOf(source: Source) {
  const { suite, reasons } = await profile(source);
  const claims = reasons.map(({ type, column }) => `${column ?? '(table)'}: ${type}`);
  return { suite, reasons, claims };
}

it('proposes what a careful reader of the data would', async () => {
  const { claims, reasons, suite } = await claimsOf({ parquet: await parquetOf(ORDERS) });
  expect(claims).toEqual([
    '(table): expect_table_columns_to_match_ordered_list',
    '(table): expect_table_row_count_to_be_between',
    'order_id: expect_column_values_to_be_of_type',
    'order_id: expect_column_values_to_not_be_null',
    'order_id: expect_column_values_to_be_unique',
    'order_id: expect_column_values_to_be_between',
    'token: expect_column_values_to_be_of_type',
    'token: expect_column_values_to_not_be_null',
    'token: expect_column_values_to_be_unique',
    'token: expect_column_values_to_match_regex',
    'session_hash: expect_column_values_to_be_of_type',
    'session_hash: expect_column_values_to_not_be_null',
    'session_hash: expect_column_values_to_be_unique',
    'session_hash: expect_column_values_to_match_regex',
    'email: expect_column_values_to_be_of_type',
    'email: expect_column_values_to_not_be_null',
    'email: expect_column_values_to_match_regex',
    'email: expect_column_value_lengths_to_be_between',
    'state: expect_column_values_to_be_of_type',
    'state: expect_column_values_to_not_be_null',
    'state: expect_column_values_to_be_in_set',
    'rating: expect_column_values_to_be_of_type',
    'rating: expect_column_values_to_not_be_null',
    'rating: expect_column_values_to_be_in_set',
    'price: expect_column_values_to_be_of_type',
    'price: expect_column_values_to_not_be_null',
    'price: expect_column_values_to_be_between',
    'note: expect_column_values_to_be_of_type',
    'note: expect_column_values_to_not_be_null',
    'note: expect_column_values_to_be_unique',
    'note: expect_column_value_lengths_to_be_between',
    'article: expect_column_values_to_be_of_type',
    'article: expect_column_values_to_not_be_null',
    'article: expect_column_values_to_be_unique',
    'article: expect_column_values_to_match_regex',
    'article: expect_column_value_lengths_to_equal',
    'day: expect_column_values_to_be_of_type',
    'day: expect_column_values_to_not_be_null',
    'day: expect_column_values_to_be_between',
    'placed_at: expect_column_values_to_be_of_type',
    'placed_at: expect_column_values_to_not_be_null',
    'placed_at: expect_column_values_to_be_between',
    'is_live: expect_column_values_to_be_of_type',
    'is_live: expect_column_values_to_not_be_null',
    'is_live: expect_column_values_to_be_in_set',
    'unused: expect_column_values_to_be_null',
  ]);
  const kwargsOf = (column: string, type: string) =>
    reasons.find((each) => each.column === column && each.type.includes(type))?.kwargs;
  // 70 % are there; three deviations of 0.0145 below.
  expect(kwargsOf('note', 'not_be_null')).toEqual({ mostly: 0.656 });
  // The next orders have greater numbers.
  expect(kwargsOf('order_id', 'between')).toEqual({ min_value: 0 });
  expect(kwargsOf('state', 'in_set')).toEqual({ value_set: ['open', 'paid', 'sent'] });
  expect(kwargsOf('day', 'between')).toEqual({ min_value: '2023-12-29', max_value: '2024-01-30' });
  expect(suite.expectations[2]).toEqual({
    type: 'expect_column_values_to_be_of_type',
    kwargs: { column: 'order_id', type_: 'BIGINT' },
    severity: 'critical',
    meta: { profile: { reason: 'the column was read as BIGINT', tightness: 1 } },
  });
});

it('says how tight a range is', async () => {
  const { reasons } = await profile(
    { columns: { a: Array.from({ length: 202 }, (_, at) => at % 101) } },
    { marginRatio: 0.5 },
  );
  expect(
    reasons.find(({ type }) => type.endsWith('be_between') && type.includes('values')),
  ).toEqual({
    type: 'expect_column_values_to_be_between',
    column: 'a',
    // Never negative: the margin below is cut off.
    kwargs: { min_value: 0, max_value: 150 },
    severity: 'warning',
    reason: 'the values reach from 0 to 100',
    tightness: 100 / 150,
  });
});

/** What may happen to a table, and the columns that a profile must then complain of. */
const CORRUPTIONS: Readonly<Record<string, readonly [select: string, column: string]>> = {
  'lost values': ['* REPLACE (CASE WHEN order_id % 4 > 0 THEN state END AS state)', 'state'],
  'more nulls than before': [
    '* REPLACE (CASE WHEN order_id % 2 = 0 THEN note END AS note)',
    'note',
  ],
  'an unknown state': [
    `* REPLACE (CASE WHEN order_id = 7 THEN 'lost' ELSE state END AS state)`,
    'state',
  ],
  'a repeated key': [
    '* REPLACE (CASE WHEN order_id = 7 THEN 8 ELSE order_id END AS order_id)',
    'order_id',
  ],
  'another unit': ['* REPLACE (price * 100 AS price)', 'price'],
  'a number as text': ['* REPLACE (CAST(price AS VARCHAR) AS price)', 'price'],
  'a broken digest': [`* REPLACE (upper(session_hash) AS session_hash)`, 'session_hash'],
  'a time in another century': [
    `* REPLACE (placed_at - INTERVAL 100 YEAR AS placed_at)`,
    'placed_at',
  ],
  'long texts': [`* REPLACE (repeat(note, 50) AS note)`, 'note'],
  'swapped columns': ['* EXCLUDE (price), price', '(table)'],
  'a missing column': ['* EXCLUDE (price)', '(table)'],
};

it('fails on every corrupted copy of the data, and names the column', async () => {
  const path = await parquetOf(ORDERS);
  const { suite } = await profile({ parquet: path });
  for (const [what, [select, column]] of Object.entries(CORRUPTIONS)) {
    const corrupted = await parquetOf(`SELECT ${select} FROM read_parquet('${path}')`);
    const { results } = await validate({ source: { parquet: corrupted }, suite });
    const blamed = results
      .filter(({ success }) => !success)
      .map(({ expectation_config: { kwargs } }) => kwargs['column'] ?? '(table)');
    expect(blamed, what).toContain(column);
  }
});

it('passes another batch of the same kind', async () => {
  const { suite } = await profile({ parquet: await parquetOf(ORDERS) });
  const fresh = await validate({ source: { parquet: await parquetOf(ORDERS) }, suite });
  expect(formatFailures(fresh)).toBe('');
});

it('surveys a table of 300 columns, with hostile names and values', async () => {
  const columns = Object.fromEntries(
    Array.from({ length: 300 }, (_, at) => [
      `c${at}"; DROP TABLE x; --'`,
      [`'; DROP TABLE x; --${at}`, 'a\0b', '\u{1F600}', null, 'x'.repeat(1000)],
    ]),
  );
  const { suite } = await profile({ columns });
  const result = await validate({ source: { columns }, suite });
  expect(formatFailures(result)).toBe('');
  expect(suite.expectations.length).toBeGreaterThan(800);
});

it('claims no more of an empty table than its columns', async () => {
  const path = join(temporaryFolder(), 'empty.csv');
  writeFileSync(path, 'a,b\n');
  const { claims } = await claimsOf({ csv: path });
  expect(claims).toEqual(['(table): expect_table_columns_to_match_ordered_list']);
});

it('leaves columns alone that are excluded, and leaves a connection open that is not its own', async () => {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const relation = '(SELECT 1 AS a, 2 AS b)';
  const { reasons } = await profile({ relation, connection }, { exclude: ['b'] });
  expect(new Set(reasons.map(({ column }) => column))).toEqual(new Set([null, 'a']));
  expect((await connection.runAndReadAll('SELECT 1')).getRows()).toEqual([[1]]);
  connection.closeSync();
});
