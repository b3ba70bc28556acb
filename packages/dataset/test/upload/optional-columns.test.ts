import { gzipSync } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openStore, readManifest, tablePath, uploadDataset } from '../../src/index.ts';
import { csv, event, fileWith, header } from '../csv-files.ts';
import { parquetRecords, storedRows } from '../stored-rows.ts';
import { tempDirectory } from '../temp-directory.ts';
import { refusal } from './refusal.ts';

const HEADER = header('sku_to_content');
const EMPTY = { description_vector: null, category_hash: null, image_vector: null };
const table = 'sku_to_content';

it('stores the names of products of a catalogue that has them, wherever they stand', async () => {
  const last = `${HEADER},product_name\np1,,,,7,"Trail shoe, red"\np2,,,,,\n`;
  const first = `product_name,${HEADER}\n"Trail shoe, red",p1,,,,7\n,p2,,,,\n`;
  for (const text of [last, first, gzipSync(last), first.replaceAll('\n', '\r\n')]) {
    expect(await storedRows(text, { table })).toEqual([
      { product_sku_hash: 'p1', ...EMPTY, price_bucket: 7, product_name: 'Trail shoe, red' },
      { product_sku_hash: 'p2', ...EMPTY, price_bucket: null, product_name: null },
    ]);
  }
});

it('stores prices as numbers and addresses as they are, and refuses a price that is none', async () => {
  const url = 'https://shop.example/p1?a=1,2';
  expect(
    await storedRows(`price,${HEADER},product_url\n49.90,p1,,,,7,"${url}"\n`, { table }),
  ).toEqual([{ product_sku_hash: 'p1', ...EMPTY, price_bucket: 7, price: 49.9, product_url: url }]);
  const { message } = await refusal(`${HEADER},price\np1,,,,,EUR 5\n`, table);
  expect(message).toContain('EUR 5');
  expect(message).toContain('price');
});

it('takes them of a Parquet file, packed or not, too', async () => {
  const path = join(await tempDirectory(), 'table.parquet');
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await connection.run(
    `COPY (SELECT 'shoe' AS product_name, 'p1' AS product_sku_hash, NULL::VARCHAR AS description_vector,
       'a/b' AS category_hash, NULL::VARCHAR AS image_vector, 3 AS price_bucket) TO '${path}' (FORMAT parquet)`,
  );
  connection.closeSync();
  instance.closeSync();
  const bytes = await readFile(path);
  for (const content of [bytes, gzipSync(bytes)]) {
    expect(await storedRows(content, { table })).toEqual([
      {
        ...{ product_sku_hash: 'p1', ...EMPTY, category_hash: 'a/b', price_bucket: 3 },
        product_name: 'shoe',
      },
    ]);
  }
});

/** Uploads a catalogue and drops what repeats. */
async function catalogue(text: string) {
  const store = openStore(`file:${await tempDirectory()}`);
  await uploadDataset({
    store,
    name: 'shop',
    sources: {
      browsing_train: await fileWith(csv('browsing_train', [event()])),
      sku_to_content: await fileWith(text, 'sku_to_content.csv'),
    },
    duplicates: 'drop',
  });
  const { tables } = await readManifest(store, 'shop');
  return {
    manifest: tables.find(({ name }) => name === table),
    rows: await parquetRecords(await tablePath(store, 'shop', table)),
  };
}

it('says in the manifest which columns there are, and compares rows by them', async () => {
  const named = await catalogue(`${HEADER},product_name\np1,,,,,a\np1,,,,,b\np1,,,,,a\n`);
  expect(named.rows.map((row) => row['product_name'])).toEqual(['a', 'b']);
  expect(named.manifest).toMatchObject({ rows: 2, duplicatesDropped: 1 });
  expect(named.manifest?.columns.at(-1)).toEqual({ name: 'product_name', type: 'VARCHAR' });
  const bare = await catalogue(`${HEADER}\np1,,,,\n`);
  expect(bare.manifest?.columns.map(({ name }) => name).join()).toBe(HEADER);
  expect(bare.rows).toEqual([{ product_sku_hash: 'p1', ...EMPTY, price_bucket: null }]);
});

it('says what a column may be called, and what repeats', async () => {
  const misspelt = await refusal(`${HEADER},product_nam\n`, table);
  expect(misspelt.message).toContain(`expected: ${HEADER}[,product_name][,price][,product_url]`);
  expect(misspelt.message).toContain("extra: product_nam (is it 'product_name'?)");
  const twice = await refusal(`${HEADER},product_name,product_name\n`, table);
  expect(twice.message).toContain('twice: product_name');
  const copies = await refusal(`${HEADER},product_name\np1,,,,,a\np1,,,,,a\np1,,,,,b\n`, table);
  expect(copies.message).toContain('as line 2');
  const elsewhere = await refusal(`${header('browsing_train')},product_name\n`);
  expect(elsewhere.message).toContain('extra: product_name');
});
