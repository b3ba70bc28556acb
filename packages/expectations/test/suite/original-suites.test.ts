import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { formatFailures, validate } from '../../src/index.ts';
import { parquetOf } from '../data.ts';
import { untyped } from '../untyped.ts';

function suite(name: string): unknown {
  const file = new URL(`../../../../configs/expectations/${name}.json`, import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8'));
}

const EVENTS = `SELECT 's' || (i // 5) AS session_id_hash,
    CASE WHEN i % 5 = 0 THEN 'event_product' ELSE 'pageview' END AS event_type,
    CASE WHEN i % 5 = 0 THEN 'add' ELSE '' END AS product_action,
    i::BIGINT AS server_timestamp_epoch_ms FROM range(50) t(i)`;

it('passes the intent suite on good events', async () => {
  const result = await validate({
    source: { parquet: await parquetOf(EVENTS) },
    suite: untyped(suite('intent')),
    now: () => new Date(0),
  });
  expect(result).toMatchObject({ success: true, suite_name: 'intent' });
  expect(result.statistics).toEqual({
    evaluated_expectations: 6,
    successful_expectations: 6,
    unsuccessful_expectations: 0,
    success_percent: 100,
  });
  expect(result.meta.validation_time).toBe('1970-01-01T00:00:00.000Z');
  expect(formatFailures(result)).toBe('');
});

it('shows what fails in bad events, with counts and examples', async () => {
  const bad = `SELECT * REPLACE (if(server_timestamp_epoch_ms < 3, 'buy''"; DROP', product_action) AS product_action)
    FROM (${EVENTS}) WHERE server_timestamp_epoch_ms % 5 < 3`;
  const result = await validate({
    source: { parquet: await parquetOf(bad) },
    suite: untyped(suite('intent')),
  });
  expect(result.success).toBe(false);
  expect(formatFailures(result).split('\n')).toEqual([
    'Suite "intent": 2 of 6 expectation(s) failed',
    'expectation                                  column           failed       examples',
    '-------------------------------------------  ---------------  -----------  --------------',
    'expect_average_session_length_to_be_between  session_id_hash               observed 3',
    '  expected: session_id_hash: The average number of rows per session is between 4 and 10',
    expect.stringMatching(
      /^expect_column_values_to_be_in_set +product_action +3 \(10\.00 %\) +"buy'\\"; DROP"$/,
    ),
    '  expected: product_action: Values are one of "", "detail", "add", "remove" or "purchase"',
  ]);
});

it('passes the rec suite on good interactions and fails a null SKU', async () => {
  const rows = `SELECT 's' || (i // 5) AS session_id_hash, nullif('p' || i, 'pX') AS product_sku_hash,
    i AS server_timestamp_epoch_ms FROM range(50) t(i)`;
  const good = await validate({
    source: { parquet: await parquetOf(rows) },
    suite: untyped(suite('rec')),
  });
  expect(good.success).toBe(true);
  const bad = await validate({
    source: { parquet: await parquetOf(rows.replace('pX', 'p7')) },
    suite: untyped(suite('rec')),
    resultFormat: 'COMPLETE',
  });
  expect(bad.results.filter(({ success }) => !success)).toMatchObject([
    { result: { unexpected_count: 1, unexpected_index_list: [7] } },
  ]);
});
