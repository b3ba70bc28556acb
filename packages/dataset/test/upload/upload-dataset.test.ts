import { readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';
import { expect, it } from 'vitest';
import {
  DatasetNotFoundError,
  TableNotFoundError,
  openStore,
  readManifest,
  tablePath,
  uploadDataset,
} from '../../src/index.ts';
import type { ObjectStore, Progress, TableName } from '../../src/index.ts';
import { SOME_TIME_MS, VECTOR_FIELD, csv, event, fileWith, header, session } from '../csv-files.ts';
import { tempDirectory } from '../temp-directory.ts';

async function emptyStore(): Promise<ObjectStore> {
  return openStore(`file:${await tempDirectory()}`);
}

async function rowsOf(store: ObjectStore, table: TableName): Promise<unknown[]> {
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  const result = await connection.runAndReadAll(
    `SELECT * FROM read_parquet('${await tablePath(store, 'shop', table)}')`,
  );
  connection.closeSync();
  return result.getRowObjectsJson();
}

const EVENTS = [
  event({ session_id_hash: 'b', product_action: 'add', product_sku_hash: 'p1', hashed_url: 'u1' }),
  event({ session_id_hash: 'a', server_timestamp_epoch_ms: SOME_TIME_MS - 5 }),
];
const ROWS = [
  {
    session_id_hash: 'b',
    event_type: 'event_product',
    product_action: 'add',
    product_sku_hash: 'p1',
    server_timestamp_epoch_ms: String(SOME_TIME_MS),
    hashed_url: 'u1',
  },
  {
    session_id_hash: 'a',
    event_type: 'pageview',
    product_action: null,
    product_sku_hash: null,
    server_timestamp_epoch_ms: String(SOME_TIME_MS - 5),
    hashed_url: null,
  },
];

it.each([
  ['plain', csv('browsing_train', EVENTS)],
  ['gzip', gzipSync(csv('browsing_train', EVENTS))],
  [
    'gzip of two members',
    Buffer.concat([gzipSync(`${header('browsing_train')}\n`), gzipSync(`${EVENTS.join('\n')}\n`)]),
  ],
  [
    'with a byte order mark and CRLF',
    `\ufeff${csv('browsing_train', EVENTS).replaceAll('\n', '\r\n')}`,
  ],
  ['without a last line end', csv('browsing_train', EVENTS).trimEnd()],
  [
    'with quoted fields',
    csv(
      'browsing_train',
      EVENTS.map((line) => line.replaceAll(/[^,]+/g, '"$&"')),
    ),
  ],
])('stores a file that is %s, rows in file order, empty fields as null', async (_form, content) => {
  const store = await emptyStore();
  const source = await fileWith(content);
  await uploadDataset({ store, name: 'shop', sources: { browsing_train: source } });
  expect(await rowsOf(store, 'browsing_train')).toEqual(ROWS);
});

it('keeps vectors and id lists as lists', async () => {
  const store = await emptyStore();
  await uploadDataset({
    store,
    name: 'shop',
    sources: {
      browsing_train: await fileWith(csv('browsing_train', EVENTS)),
      search_train: await fileWith(
        csv('search_train', [
          `s1,${VECTOR_FIELD},"[c1, c2]","['q1', 'q2', 'q3']",${SOME_TIME_MS}`,
          `s2,,,,${SOME_TIME_MS}`,
        ]),
      ),
      sku_to_content: await fileWith(
        csv('sku_to_content', [`p1,${VECTOR_FIELD},x/y,,7.0`, 'p2,,,,']),
      ),
    },
  });
  const vector = Array.from({ length: 50 }, (_, index) => index / 64);
  expect(await rowsOf(store, 'search_train')).toMatchObject([
    {
      query_vector: vector,
      clicked_skus_hash: ['c1', 'c2'],
      product_skus_hash: ['q1', 'q2', 'q3'],
    },
    { query_vector: null, clicked_skus_hash: null, product_skus_hash: null },
  ]);
  expect(await rowsOf(store, 'sku_to_content')).toMatchObject([
    { description_vector: vector, category_hash: 'x/y', image_vector: null, price_bucket: 7 },
    { description_vector: null, category_hash: null, price_bucket: null },
  ]);
});

it('accepts search and catalogue tables without rows', async () => {
  const { manifest } = await uploadDataset({
    store: await emptyStore(),
    name: 'shop',
    sources: {
      browsing_train: await fileWith(csv('browsing_train', EVENTS)),
      search_train: await fileWith(header('search_train')),
      sku_to_content: await fileWith(csv('sku_to_content', [])),
    },
  });
  expect(manifest.tables.map(({ name, rows }) => [name, rows])).toEqual([
    ['browsing_train', 2],
    ['search_train', 0],
    ['sku_to_content', 0],
  ]);
});

it('writes a manifest of schema, rows and digests', async () => {
  const store = await emptyStore();
  const source = await fileWith(csv('browsing_train', EVENTS));
  const { manifest } = await uploadDataset({
    store,
    name: 'coveo/2021',
    sources: { browsing_train: source },
  });
  expect(await readManifest(store, 'coveo/2021')).toEqual(manifest);
  expect(manifest).toMatchObject({
    version: 2,
    name: 'coveo/2021',
    duplicates: 'error',
    tables: [
      {
        name: 'browsing_train',
        rows: 2,
        duplicatesDropped: 0,
        source: { bytes: (await readFile(source)).length },
      },
    ],
  });
  expect(manifest.tables[0]?.columns[4]).toEqual({
    name: 'server_timestamp_epoch_ms',
    type: 'BIGINT',
  });
});

it('skips the work if the store holds the same upload, and redoes what has changed or is damaged', async () => {
  const store = await emptyStore();
  const sources = {
    browsing_train: await fileWith(csv('browsing_train', EVENTS)),
    search_train: await fileWith(csv('search_train', [`s1,,,,${SOME_TIME_MS}`])),
  };
  const upload = (options = {}) => uploadDataset({ store, name: 'shop', sources, ...options });
  expect(await upload()).toMatchObject({ skipped: false });
  expect(await upload()).toMatchObject({ skipped: true });
  expect(await upload({ duplicates: 'keep' })).toMatchObject({
    skipped: false,
    manifest: { duplicates: 'keep' },
  });

  await writeFile(sources.search_train, csv('search_train', [`s2,,,,${SOME_TIME_MS}`]));
  expect(await upload({ duplicates: 'keep' })).toMatchObject({ skipped: false });
  expect(await rowsOf(store, 'search_train')).toMatchObject([{ session_id_hash: 's2' }]);

  const damaged = await tablePath(store, 'shop', 'browsing_train');
  await writeFile(damaged, 'damaged');
  expect(await upload({ duplicates: 'keep' })).toMatchObject({ skipped: false });
  expect(await rowsOf(store, 'browsing_train')).toEqual(ROWS);
});

it('forgets a table that a later upload leaves out', async () => {
  const store = await emptyStore();
  const browsing_train = await fileWith(csv('browsing_train', EVENTS));
  const search_train = await fileWith(header('search_train'));
  await uploadDataset({ store, name: 'shop', sources: { browsing_train, search_train } });
  expect(await uploadDataset({ store, name: 'shop', sources: { browsing_train } })).toMatchObject({
    skipped: false,
  });
  await expect(tablePath(store, 'shop', 'search_train')).rejects.toThrow(TableNotFoundError);
});

it('says that a data set is not there, or that its manifest is broken', async () => {
  const store = await emptyStore();
  await expect(readManifest(store, 'shop')).rejects.toThrow(DatasetNotFoundError);
  for (const broken of ['{', '{"version": 99}', '[]']) {
    await store.put('datasets/shop/manifest.json', new TextEncoder().encode(broken));
    await expect(readManifest(store, 'shop')).rejects.toMatchObject({ code: 'invalid_manifest' });
  }
});

it('drops rows that repeat an earlier one in all columns, or keeps them, as told', async () => {
  const store = await emptyStore();
  const [first = '', second = ''] = EVENTS;
  const browsing_train = await fileWith(
    csv('browsing_train', [first, second, first, second.replace('a', 'c'), first]),
  );
  const dropped = await uploadDataset({
    store,
    name: 'shop',
    sources: { browsing_train },
    duplicates: 'drop',
  });
  expect(dropped.manifest.tables[0]).toMatchObject({ rows: 3, duplicatesDropped: 2 });
  expect(await rowsOf(store, 'browsing_train')).toMatchObject([
    { session_id_hash: 'b' },
    { session_id_hash: 'a' },
    { session_id_hash: 'c' },
  ]);
  const kept = await uploadDataset({
    store,
    name: 'shop',
    sources: { browsing_train },
    duplicates: 'keep',
  });
  expect(kept.manifest.tables[0]).toMatchObject({ rows: 5, duplicatesDropped: 0 });
});

it('reads a path that DuckDB would take for a pattern', async () => {
  const store = await emptyStore();
  const source = await fileWith(csv('browsing_train', EVENTS), "it's [1]*.csv");
  await writeFile(join(dirname(source), "it's 1 or another.csv"), 'a file that the pattern finds');
  await uploadDataset({ store, name: 'shop', sources: { browsing_train: source } });
  expect(await rowsOf(store, 'browsing_train')).toEqual(ROWS);
});

it('writes the same bytes for the same file, with one thread or two', async () => {
  const lines = Array.from({ length: 30_000 }, (_, index) =>
    session(`s${(index * 7919) % 30_000}`, ['detail', null, 'add'], SOME_TIME_MS + index),
  ).flat();
  const source = await fileWith(gzipSync(csv('browsing_train', lines), { level: 1 }));
  const digests = new Set<string | undefined>();
  for (const threads of [1, 2, 2]) {
    const { manifest } = await uploadDataset({
      store: await emptyStore(),
      name: 'shop',
      sources: { browsing_train: source },
      engine: { threads },
    });
    digests.add(manifest.tables[0]?.parquet.sha256);
  }
  expect(digests.size).toBe(1);
});

it('tells how far it is', async () => {
  const seen: Progress[] = [];
  const source = await fileWith(csv('browsing_train', EVENTS));
  await uploadDataset({
    store: await emptyStore(),
    name: 'shop',
    sources: { browsing_train: source },
    onProgress: (progress) => seen.push(progress),
  });
  expect(
    seen.map(({ stage }) => stage).filter((stage, index, all) => all[index - 1] !== stage),
  ).toEqual(['convert', 'check', 'store']);
  expect(seen.at(-1)).toMatchObject({ table: 'browsing_train', rows: 2 });
  expect(seen.every(({ bytes, totalBytes }) => bytes >= 0 && bytes <= totalBytes)).toBe(true);
  await rm(source);
});
