import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { expect, it } from 'vitest';
import { suite, validate } from '../../src/index.ts';
import { temporaryFolder } from '../data.ts';

it('checks a table of a DuckDB file that is open for reading alone, and splits its bad rows', async () => {
  const folder = temporaryFolder();
  const path = join(folder, 'shop.duckdb');
  const made = await DuckDBInstance.create(path);
  const writer = await made.connect();
  await writer.run('CREATE TABLE orders AS SELECT range AS id FROM range(3)');
  writer.closeSync();
  made.closeSync();
  const instance = await DuckDBInstance.create(path, { access_mode: 'READ_ONLY' });
  const connection = await instance.connect();
  const orders = suite('orders');
  orders.column('id').valuesToBeBetween({ maxValue: 1 });
  const badRows = join(folder, 'bad.csv');
  const relation = 'main.orders';
  const { success } = await validate({ source: { relation, connection }, suite: orders, badRows });
  connection.closeSync();
  instance.closeSync();
  expect(success).toBe(false);
  expect(readFileSync(badRows, 'utf8')).toMatch(/^id,bad_row,bad_reasons\n2,2,/);
});
