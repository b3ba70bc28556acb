import { readFile, truncate, writeFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import {
  InvalidManifestError,
  TableDamagedError,
  openStore,
  readManifest,
  sweepTables,
  tableKey,
  tablePath,
  uploadDataset,
} from '../../src/index.ts';
import type { DatasetManifest, ObjectStore } from '../../src/index.ts';
import { SOME_TIME_MS, csv, event, fileWith } from '../csv-files.ts';
import { tempDirectory } from '../temp-directory.ts';

const emptyStore = async (): Promise<ObjectStore> => openStore(`file:${await tempDirectory()}`);

/** Sources of both tables whose one session is called `session`. */
async function sourcesOf(session: string) {
  return {
    browsing_train: await fileWith(csv('browsing_train', [event({ session_id_hash: session })])),
    search_train: await fileWith(csv('search_train', [`${session},,,,${SOME_TIME_MS}`])),
  };
}

async function upload(store: ObjectStore, session: string): Promise<DatasetManifest> {
  const sources = await sourcesOf(session);
  return (await uploadDataset({ store, name: 'shop', sources })).manifest;
}

/** The bytes of both tables of a data set, checked by who reads them. */
async function bytesOf(store: ObjectStore, dataset: string | DatasetManifest): Promise<string[]> {
  const paths = [
    await tablePath(store, dataset, 'browsing_train'),
    await tablePath(store, dataset, 'search_train'),
  ];
  return Promise.all(paths.map((path) => readFile(path, 'base64')));
}

async function keysOf(store: ObjectStore): Promise<string[]> {
  const keys: string[] = [];
  for await (const key of store.list('datasets/')) keys.push(key);
  return keys;
}

/** A store whose nth write fails: before it did anything, or after it did all, as a disk that breaks may. */
function failingAt(store: ObjectStore, nth: number, moment: 'before' | 'after'): ObjectStore {
  let writes = 0;
  const guarded = async (write: () => Promise<void>): Promise<void> => {
    writes += 1;
    if (writes === nth && moment === 'before') throw new Error('EIO');
    await write();
    if (writes === nth) throw new Error('EIO');
  };
  return {
    ...store,
    put: (key, bytes) => guarded(() => store.put(key, bytes)),
    putFile: (key, path) => guarded(() => store.putFile(key, path)),
    delete: (key) => guarded(() => store.delete(key)),
  };
}

it('gives who has a manifest the tables of that one, whatever is uploaded meanwhile', async () => {
  const store = await emptyStore();
  const first = await upload(store, 'a');
  const before = await bytesOf(store, first);
  await upload(store, 'b');
  expect(await bytesOf(store, first)).toEqual(before);
  expect(await bytesOf(store, 'shop')).not.toEqual(before);
});

it('gives each of several uploads at once the tables that it uploaded', async () => {
  const store = await emptyStore();
  const sessions = ['a', 'b', 'c'];
  const alone = await Promise.all(
    sessions.map(async (session) => {
      const own = await emptyStore();
      return bytesOf(own, await upload(own, session));
    }),
  );
  const manifests = await Promise.all(sessions.map((session) => upload(store, session)));
  expect(await Promise.all(manifests.map((each) => bytesOf(store, each)))).toEqual(alone);
  expect(manifests).toContainEqual(await readManifest(store, 'shop'));
});

it.each(['before', 'after'] as const)(
  'shows the old data set or the new one when any write fails %s it was done',
  async (moment) => {
    for (let nth = 1; ; nth += 1) {
      const store = await emptyStore();
      const before = await bytesOf(store, await upload(store, 'a'));
      const fresh = await emptyStore();
      const after = await bytesOf(fresh, await upload(fresh, 'b'));
      const failed = await upload(failingAt(store, nth, moment), 'b').then(
        () => false,
        () => true,
      );
      expect([before, after]).toContainEqual(await bytesOf(store, 'shop'));
      await upload(store, 'b');
      expect(await bytesOf(store, 'shop')).toEqual(after);
      if (!failed) {
        // Two tables and the manifest.
        expect(nth).toBe(4);
        return;
      }
    }
  },
);

it('refuses a table that is gone, cut short, or other bytes of the same size', async () => {
  const store = await emptyStore();
  await upload(store, 'a');
  const path = await tablePath(store, 'shop', 'browsing_train');
  const bytes = await readFile(path);
  const refused = async (found: RegExp): Promise<void> => {
    const reading = tablePath(store, 'shop', 'browsing_train');
    await expect(reading).rejects.toThrow(TableDamagedError);
    await expect(reading).rejects.toThrow(found);
  };
  await truncate(path, bytes.length - 1);
  await refused(new RegExp(`found ${bytes.length - 1} bytes instead of ${bytes.length}`));
  await writeFile(
    path,
    bytes.map((byte) => byte ^ 1),
  );
  await refused(/other bytes of the same size/);
  const [key = ''] = (await keysOf(store)).filter((each) => each.includes('browsing_train'));
  await store.delete(key);
  await refused(/found nothing. Upload the data set again/);
  await upload(store, 'a');
  expect(await readFile(path)).toEqual(bytes);
});

it('says that a data set of the first layout must be uploaded again, and replaces it', async () => {
  const store = await emptyStore();
  const old = { version: 1, name: 'shop', duplicates: 'error', tables: [] };
  await store.put('datasets/shop/manifest.json', new TextEncoder().encode(JSON.stringify(old)));
  const reading = tablePath(store, 'shop', 'browsing_train');
  await expect(reading).rejects.toThrow(InvalidManifestError);
  await expect(reading).rejects.toThrow(/version 1.*Upload the data set again/);
  await upload(store, 'a');
  expect(await readManifest(store, 'shop')).toMatchObject({ version: 2 });
});

it('sweeps the tables that no manifest and nobody else names, when they are old enough', async () => {
  const store = await emptyStore();
  const keysIn = (manifest: DatasetManifest): string[] =>
    manifest.tables.map((table) => tableKey('shop', table));
  const first = keysIn(await upload(store, 'a'));
  const second = keysIn(await upload(store, 'b'));
  const third = keysIn(await upload(store, 'c'));
  await store.put('datasets/shop/browsing_train.parquet', new Uint8Array(1));
  await store.put('datasets/shop/notes.txt', new Uint8Array(1));
  const keep = new Set(second.slice(0, 1));
  const tomorrow = new Date(Date.now() + 25 * 60 * 60 * 1000);
  expect(await sweepTables({ store, keep, now: new Date() })).toEqual([]);
  const swept = await sweepTables({ store, keep, now: tomorrow });
  expect([...swept].sort()).toEqual(
    [...first, ...second.slice(1), 'datasets/shop/browsing_train.parquet'].sort(),
  );
  expect(await keysOf(store)).toEqual(
    [...keep, ...third, 'datasets/shop/manifest.json', 'datasets/shop/notes.txt'].sort(),
  );
});

it('sweeps nothing of a data set whose manifest cannot be read', async () => {
  const store = await emptyStore();
  await upload(store, 'a');
  await store.put('datasets/shop/manifest.json', new TextEncoder().encode('{'));
  const before = await keysOf(store);
  const now = new Date(Date.now() + 1e9);
  expect(await sweepTables({ store, keep: new Set(), now, graceMs: 0 })).toEqual([]);
  expect(await keysOf(store)).toEqual(before);
});
