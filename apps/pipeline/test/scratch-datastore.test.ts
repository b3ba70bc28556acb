import { openStore, type ObjectStore } from '@lf/dataset';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { scratchDatastore } from '../src/scratch-datastore.ts';

let folder: string;
let below: ObjectStore;
let store: ObjectStore;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lf-scratch-'));
  below = openStore(pathToFileURL(join(folder, 'store')).href);
  store = scratchDatastore(below, join(folder, 'scratch'));
  await below.put('a/1', Buffer.from('one'));
  await below.put('a/2', Buffer.from('two'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const textOf = async (from: ObjectStore, key: string) =>
  Buffer.from(await from.get(key)).toString();
async function keysOf(from: ObjectStore): Promise<string[]> {
  const keys: string[] = [];
  for await (const key of from.list('a/')) keys.push(key);
  return keys;
}

it('reads what is in the datastore, and keeps what is written out of it', async () => {
  expect(await textOf(store, 'a/1')).toBe('one');
  await store.put('a/1', Buffer.from('uno'));
  await store.put('a/0', Buffer.from('zero'));
  expect(await textOf(store, 'a/1')).toBe('uno');
  expect((await store.head('a/1')).bytes).toBe(3);
  expect(await keysOf(store)).toEqual(['a/0', 'a/1', 'a/2']);
  expect(await store.folders('a/')).toEqual([]);
  await store.delete('a/2');
  expect(await textOf(below, 'a/1')).toBe('one');
  expect(await keysOf(below)).toEqual(['a/1', 'a/2']);
});

it('keeps the conditions of writes', async () => {
  await expect(store.create('a/1', Buffer.from('x'))).rejects.toMatchObject({
    code: 'object_conflict',
  });
  const { etag } = await store.read('a/1');
  await expect(store.replace('a/1', Buffer.from('x'), 'other')).rejects.toMatchObject({
    code: 'object_conflict',
  });
  const next = await store.replace('a/1', Buffer.from('uno'), etag);
  await expect(store.replace('a/1', Buffer.from('x'), etag)).rejects.toMatchObject({
    code: 'object_conflict',
  });
  await store.replace('a/1', Buffer.from('un'), next);
  expect(await textOf(store, 'a/1')).toBe('un');
  expect(await textOf(below, 'a/1')).toBe('one');
});
