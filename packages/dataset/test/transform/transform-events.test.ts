import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { expect, it } from 'vitest';
import { LongSessionsError, transformIntent, transformRec } from '../../src/index.ts';
import type { TransformOptions } from '../../src/index.ts';
import { SOME_TIME_MS, event, session } from '../csv-files.ts';
import { storedEvents } from '../stored-table.ts';
import { tempDirectory } from '../temp-directory.ts';

async function rowsOf(path: string): Promise<Record<string, unknown>[]> {
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  const result = await connection.runAndReadAll(`SELECT * FROM read_parquet('${path}')`);
  connection.closeSync();
  return result.getRowObjectsJson();
}

async function transformed(
  transform: typeof transformIntent,
  lines: readonly string[],
  options: Partial<TransformOptions> = {},
): Promise<{
  rows: Record<string, unknown>[];
  target: string;
  result: Awaited<ReturnType<typeof transformIntent>>;
}> {
  const target = join(await tempDirectory(), 'events.parquet');
  const result = await transform({ source: await storedEvents(lines), target, ...options });
  return { rows: await rowsOf(target), target, result };
}

it('keeps the columns of the intent flow, a missing action as an empty string, by session and time', async () => {
  const { rows, result } = await transformed(transformIntent, [
    event({ session_id_hash: 'b', server_timestamp_epoch_ms: SOME_TIME_MS + 1 }),
    event({
      session_id_hash: 'a',
      product_action: 'add',
      server_timestamp_epoch_ms: SOME_TIME_MS + 2,
    }),
    event({
      session_id_hash: 'b',
      product_action: 'detail',
      server_timestamp_epoch_ms: SOME_TIME_MS,
    }),
  ]);
  expect(result).toEqual({ rows: 3, droppedSessions: 0, droppedRows: 0 });
  const row = (
    session_id_hash: string,
    event_type: string,
    product_action: string,
    ms: number,
  ) => ({
    session_id_hash,
    event_type,
    product_action,
    server_timestamp_epoch_ms: String(ms),
  });
  expect(rows).toEqual([
    row('a', 'event_product', 'add', SOME_TIME_MS + 2),
    row('b', 'event_product', 'detail', SOME_TIME_MS),
    row('b', 'pageview', '', SOME_TIME_MS + 1),
  ]);
});

it('keeps the rows with a product and the columns of the rec flow', async () => {
  const { rows } = await transformed(transformRec, [
    event({ session_id_hash: 'a' }),
    event({ session_id_hash: 'a', product_action: 'detail', product_sku_hash: 'p2' }),
  ]);
  expect(rows).toEqual([
    {
      session_id_hash: 'a',
      product_sku_hash: 'p2',
      server_timestamp_epoch_ms: String(SOME_TIME_MS),
    },
  ]);
});

it('keeps events of the same moment in the order of the uploaded file', async () => {
  const actions = ['detail', 'add', 'remove', 'purchase', 'detail', 'add'] as const;
  const { rows } = await transformed(
    transformIntent,
    actions.map((product_action, index) =>
      event({ product_action, product_sku_hash: `p${index}`, hashed_url: `u${9 - index}` }),
    ),
  );
  expect(rows.map((row) => row['product_action'])).toEqual(actions);
});

it('refuses sessions beyond the limit, the longest first, and says what to do', async () => {
  const source = await storedEvents([
    ...session(
      'bot',
      Array.from({ length: 12 }, () => 'detail' as const),
    ),
    ...session(
      'robot',
      Array.from({ length: 15 }, () => null),
    ),
    ...session(
      'shopper',
      Array.from({ length: 10 }, () => null),
    ),
  ]);
  const directory = await tempDirectory();
  const target = join(directory, 'events.parquet');
  const attempt = transformIntent({ source, target, maxEventsPerSession: 10 });
  await expect(attempt).rejects.toThrow(LongSessionsError);
  await expect(attempt).rejects.toMatchObject({
    code: 'long_sessions',
    count: 2,
    longest: [
      { sessionId: 'robot', events: 15 },
      { sessionId: 'bot', events: 12 },
    ],
  });
  await expect(attempt).rejects.toThrow(/longSessions to 'drop'.*maxEventsPerSession/);
  expect(await readdir(directory)).toEqual([]);
});

it('leaves long sessions out if told so', async () => {
  const { rows, result } = await transformed(
    transformIntent,
    [
      ...session(
        'bot',
        Array.from({ length: 12 }, () => null),
      ),
      ...session('shopper', [null, 'add']),
    ],
    { maxEventsPerSession: 10, longSessions: 'drop' },
  );
  expect(result).toEqual({ rows: 2, droppedSessions: 1, droppedRows: 12 });
  expect(rows.map((row) => row['session_id_hash'])).toEqual(['shopper', 'shopper']);
});

it('refuses a session of 100,000 events by default, and takes it when the limit is raised', async () => {
  const source = await storedEvents(
    session(
      'bot',
      Array.from({ length: 100_000 }, () => null),
    ),
  );
  const target = join(await tempDirectory(), 'events.parquet');
  await expect(transformIntent({ source, target })).rejects.toMatchObject({
    maxEventsPerSession: 10_000,
  });
  expect(await transformIntent({ source, target, maxEventsPerSession: 100_000 })).toMatchObject({
    rows: 100_000,
  });
});

it('writes the same bytes with one thread or two', async () => {
  const source = await storedEvents(
    Array.from({ length: 20_000 }, (_, index) =>
      session(
        `s${(index * 7919) % 20_000}`,
        ['detail', null, 'add', null, null, null, 'detail'],
        SOME_TIME_MS + index,
      ),
    ).flat(),
  );
  const outputs = [];
  for (const threads of [1, 2, 2]) {
    const target = join(await tempDirectory(), 'events.parquet');
    await transformIntent({ source, target, engine: { threads } });
    outputs.push(await readFile(target));
  }
  expect(outputs[1]?.equals(outputs[0] ?? Buffer.alloc(0))).toBe(true);
  expect(outputs[2]?.equals(outputs[0] ?? Buffer.alloc(0))).toBe(true);
});

it('refuses options out of range', async () => {
  const options = {
    source: await storedEvents([event()]),
    target: join(await tempDirectory(), 'x.parquet'),
  };
  await expect(transformIntent({ ...options, maxEventsPerSession: 0 })).rejects.toMatchObject({
    option: 'maxEventsPerSession',
  });
  const unknown: object = { longSessions: 'cut' };
  await expect(transformRec({ ...options, ...unknown })).rejects.toMatchObject({
    option: 'longSessions',
  });
});

it("leaves rows out whose SKU seems to mean 'no product', if told to", async () => {
  const skus = ['NaN', ' null', '(Not Set)', 'nano', '0', 'N/A', 'undefined'];
  const lines = skus.map((sku, index) =>
    event({
      session_id_hash: 's',
      product_action: 'detail',
      product_sku_hash: sku,
      server_timestamp_epoch_ms: SOME_TIME_MS + index,
    }),
  );
  const kept = await transformed(transformRec, lines);
  expect(kept.rows.map((row) => row['product_sku_hash'])).toEqual(skus);
  const { rows } = await transformed(transformRec, lines, { placeholderSkus: 'drop' });
  expect(rows.map((row) => row['product_sku_hash'])).toEqual(['nano', '0']);
});
