import { readdirSync } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { UnknownStoreError, openStore } from '../../src/index.ts';
import { tempDirectory } from '../temp-directory.ts';
import { describeStore } from './store-contract.ts';

describeStore('file store', async () => openStore(`file:${await tempDirectory()}`));

it('never lists what a killed writer left', async () => {
  const root = await tempDirectory();
  await mkdir(join(root, 'a'));
  await writeFile(join(root, 'a', '.tmp-0001-object'), 'half');
  const found: string[] = [];
  for await (const key of openStore(`file:${root}`).list('')) found.push(key);
  expect(found).toEqual([]);
});

it('leaves no hidden file when the object cannot be put in place', async () => {
  const root = await tempDirectory();
  const store = openStore(`file:${root}`);
  await store.put('a/b', new Uint8Array(1));
  await expect(store.put('a', new Uint8Array(1))).rejects.toThrow(/EISDIR|ENOTEMPTY|EEXIST|EPERM/);
  expect(await readdir(root)).toEqual(['a']);
});

it('has its hidden file open before the source is asked, so that none appears after a failure', async () => {
  const root = await tempDirectory();
  const store = openStore(`file:${root}`);
  let there: readonly string[] = [];
  async function* failing(): AsyncIterable<Uint8Array> {
    // At once: while one waits, a file that is opened beside is there too
    there = readdirSync(root);
    yield new Uint8Array(1);
    throw new Error('source broke');
  }
  for (let round = 0; round < 20; round++) {
    await expect(store.put('key', failing())).rejects.toThrow('source broke');
    expect(there).toEqual([expect.stringMatching(/^\.tmp-/)]);
  }
  expect(await readdir(root)).toEqual([]);
});

it('makes its root on the first write only', async () => {
  const root = join(await tempDirectory(), 'not', 'yet');
  const store = openStore(`file:${root}`);
  expect(await store.exists('key')).toBe(false);
  await store.put('key', new Uint8Array(1));
  expect(await readdir(root)).toEqual(['key']);
});

it('opens absolute file URLs and paths from the working directory', async () => {
  const root = await tempDirectory();
  expect(openStore(pathToFileURL(root).href).url).toBe(pathToFileURL(root).href);
  expect(openStore('file:.lf').url).toBe(pathToFileURL(join(process.cwd(), '.lf')).href);
});

it.each(['gs://bucket/prefix', '/plain/path', '.lf', 'file:', '', 'File:.lf'])(
  'refuses the URL %j',
  (url) => {
    expect(() => openStore(url)).toThrow(UnknownStoreError);
    expect(() => openStore(url)).toThrow(/Known schemes: file:, s3:/);
  },
);
