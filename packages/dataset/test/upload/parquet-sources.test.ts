import { join } from 'node:path';
import { readFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';
import { expect, it } from 'vitest';
import { SOME_TIME_MS, VECTOR_FIELD } from '../csv-files.ts';
import { storedRows } from '../stored-rows.ts';
import { tempDirectory } from '../temp-directory.ts';
import { refusal } from './refusal.ts';

/** A Parquet file of what a query gives. */
async function parquetOf(query: string): Promise<Buffer> {
  const path = join(await tempDirectory(), 'table.parquet');
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await connection.run(`COPY (${query}) TO '${path}' (FORMAT parquet)`);
  connection.closeSync();
  instance.closeSync();
  return readFile(path);
}

const TIME = `${SOME_TIME_MS}::BIGINT`;

/** An event as SQL, with what is given in place of its columns. */
function event(columns: Record<string, string> = {}): string {
  const all = {
    session_id_hash: `'s,"1'`,
    event_type: `'pageview'`,
    product_action: 'NULL::VARCHAR',
    product_sku_hash: `''`,
    server_timestamp_epoch_ms: TIME,
    hashed_url: `'ü'`,
    ...columns,
  };
  return `SELECT ${Object.entries(all)
    .map(([name, value]) => `${value} AS ${name}`)
    .join(', ')}`;
}

const STORED = {
  session_id_hash: 's,"1',
  event_type: 'pageview',
  product_action: null,
  product_sku_hash: null,
  server_timestamp_epoch_ms: String(SOME_TIME_MS),
  hashed_url: 'ü',
};

it.each([
  ['with integers', {}],
  ['with times', { server_timestamp_epoch_ms: `epoch_ms(${TIME})` }],
  ['with times in nanoseconds', { server_timestamp_epoch_ms: `epoch_ms(${TIME})::TIMESTAMP_NS` }],
  ['with categories', { event_type: `'pageview'::ENUM('pageview', 'event_product')` }],
  ['with bytes for texts', { hashed_url: `encode('ü')` }],
])('reads a Parquet file %s by the rules of CSV', async (_types, columns) => {
  const bytes = await parquetOf(event(columns));
  for (const content of [bytes, gzipSync(bytes)])
    expect(await storedRows(content)).toEqual([STORED]);
});

it('takes the columns by their names', async () => {
  const bytes = await parquetOf(`SELECT hashed_url, * EXCLUDE (hashed_url) FROM (${event()})`);
  expect(await storedRows(bytes)).toEqual([STORED]);
});

it('keeps lists as they are', async () => {
  const vector = VECTOR_FIELD.slice(1, -1);
  const bytes = await parquetOf(
    `SELECT 's1' AS session_id_hash, '${vector}'::DOUBLE[] AS query_vector, ['a b', 'c,d', 'e"f', 'NULL'] AS clicked_skus_hash,
       NULL::VARCHAR[] AS product_skus_hash, ${TIME} AS server_timestamp_epoch_ms`,
  );
  expect(await storedRows(bytes, { table: 'search_train' })).toEqual([
    {
      session_id_hash: 's1',
      query_vector: JSON.parse(vector) as number[],
      clicked_skus_hash: ['a b', 'c,d', 'e"f', 'NULL'],
      product_skus_hash: null,
      server_timestamp_epoch_ms: String(SOME_TIME_MS),
    },
  ]);
});

it('reports bad rows by their number', async () => {
  const bytes = await parquetOf(
    [
      event(),
      event({ session_id_hash: `'s2'`, event_type: `'view'` }),
      event({ session_id_hash: `'s3'`, server_timestamp_epoch_ms: '1609462276::BIGINT' }),
      event(),
    ].join(' UNION ALL '),
  );
  const error = await refusal(bytes);
  expect(error).toMatchObject({
    problems: [
      { kind: 'unknown_value', examples: [{ line: 2 }] },
      { kind: 'absurd_timestamp', examples: [{ line: 3 }] },
      { kind: 'duplicate_rows', examples: [{ line: 4 }] },
    ],
  });
  expect(error.message).toContain('row 2: "view"');
  expect(error.message).toContain('look like seconds');
});

it('loses nothing of a time that is finer than a millisecond', async () => {
  const time = `make_timestamp(${SOME_TIME_MS}001::BIGINT)`;
  const error = await refusal(await parquetOf(event({ server_timestamp_epoch_ms: time })));
  expect(error).toMatchObject({ problems: [{ kind: 'wrong_type' }] });
  expect(error.message).toContain('look like dates');
});

it.each([
  ['a column missing', 'SELECT * EXCLUDE (hashed_url) FROM', /missing: hashed_url/],
  ['a column too many', 'SELECT *, 1 AS "index" FROM', /extra: index/],
])('refuses a Parquet file with %s', async (_what, select, advice) => {
  const error = await refusal(await parquetOf(`${select} (${event()})`));
  expect(error.code).toBe('columns_mismatch');
  expect(error.message).toMatch(advice);
});

it('refuses a damaged Parquet file', async () => {
  const bytes = await parquetOf(event());
  for (const damaged of [
    bytes.subarray(0, -9),
    Buffer.from('PAR1'),
    Buffer.from(bytes).fill(7, 4, 200),
  ]) {
    expect((await refusal(damaged)).code).toBe('source_corrupt');
  }
});
