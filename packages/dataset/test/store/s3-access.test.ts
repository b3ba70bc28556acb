import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setVariable, startFakeS3, withTestCredentials } from '@lf/test-doubles/s3';
import { expect, it, onTestFinished } from 'vitest';
import { S3_ACCESS, openStore, raceCreates, type ObjectStore } from '../../src/index.ts';
import { tempDirectory } from '../temp-directory.ts';

const PART = 5 * 2 ** 20;

withTestCredentials();

async function drain(keys: AsyncIterable<string>): Promise<void> {
  for await (const key of keys) expect(key).not.toBe('');
}

/** Does all that a store can do, and fails an upload of several parts. */
async function useAll(store: ObjectStore, folder: string): Promise<void> {
  const path = join(folder, 'file');
  await writeFile(path, new Uint8Array(2 * PART));
  await store.put('a', new Uint8Array(3));
  await store.putFile('file', path);
  const etag = await store.create('lock', new Uint8Array(1));
  await store.replace('lock', new Uint8Array(2), etag);
  await store.get('a');
  await store.read('a');
  await store.getFile('file', join(folder, 'copy'));
  await store.localPath('file');
  await store.exists('b');
  await store.head('a');
  await store.digest('a');
  await drain(store.list(''));
  await store.delete('a');
  await store.sweep();
  await raceCreates(store);
  const failing = async function* () {
    yield new Uint8Array(2 * PART);
    throw new Error('the disk is gone');
  };
  await expect(store.put('half', failing())).rejects.toThrow('the disk is gone');
}

it('asks S3 for exactly what the table of access names', async () => {
  const fake = await startFakeS3();
  onTestFinished(() => fake.close());
  setVariable('AWS_ENDPOINT_URL_S3', fake.endpoint);
  const folder = await tempDirectory();
  const store = openStore('s3://bucket/shop', {
    s3: { cacheDirectory: join(folder, 'cache'), partBytes: PART },
  });
  await useAll(store, folder);
  expect([...new Set(fake.operations)].sort()).toEqual(Object.keys(S3_ACCESS).sort());
  for (const { operation, key } of fake.requests) {
    const { on } = S3_ACCESS[operation as keyof typeof S3_ACCESS];
    if (on === 'bucket') expect(key).toBe('');
    else expect(key).toMatch(/^shop\//);
  }
});
