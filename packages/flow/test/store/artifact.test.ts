import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHash } from 'node:crypto';
import { expect, it, onTestFinished } from 'vitest';
import { DamagedArtifactError, fileStore, isArtifactRef } from '../../src/index.ts';
import type { ArtifactRef, FlowStore } from '../../src/index.ts';
import {
  artifactsIn,
  isIntact,
  locateArtifact,
  putBytesAsArtifact,
  readArtifact,
} from '../../src/store/artifact.ts';

async function emptyStore(): Promise<FlowStore> {
  const root = await mkdtemp(join(tmpdir(), 'flow-artifacts-'));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  return fileStore(root);
}

const TEXT = Buffer.from('the bytes');

it('reads an artifact that is as it was put', async () => {
  const store = await emptyStore();
  const ref = await putBytesAsArtifact(store, TEXT, 'text/plain');
  expect(await isIntact(store, ref)).toBe(true);
  expect(Buffer.from(await readArtifact(store, ref))).toEqual(TEXT);
  expect(await locateArtifact(store, ref)).toBe(await store.localPath(ref.uri));
});

it.each([
  ['gone', (store: FlowStore, { uri }: ArtifactRef) => store.delete(uri), /found nothing/],
  [
    'cut short',
    async (store: FlowStore, { uri }: ArtifactRef) =>
      writeFile(await store.localPath(uri), TEXT.subarray(0, 3)),
    /found other bytes/,
  ],
  [
    'other bytes of the same size',
    (store: FlowStore, { uri }: ArtifactRef) => store.put(uri, Buffer.from('THE BYTES')),
    /found other bytes/,
  ],
] as const)('refuses to read an artifact that is %s', async (_how, damage, found) => {
  const store = await emptyStore();
  const ref = await putBytesAsArtifact(store, TEXT, 'text/plain');
  await damage(store, ref);
  expect(await isIntact(store, ref)).toBe(false);
  for (const read of [readArtifact, locateArtifact]) {
    await expect(read(store, ref)).rejects.toThrow(DamagedArtifactError);
    await expect(read(store, ref)).rejects.toThrow(found);
  }
});

it('takes an object of another program for an artifact if its key holds its digest', async () => {
  const store = await emptyStore();
  const digest = createHash('sha256').update(TEXT).digest('hex');
  const uri = `tables/browsing-${digest}.parquet`;
  const ref = { uri, digest, mediaType: 'text/plain', bytes: TEXT.length };
  await store.put(uri, TEXT);
  expect(artifactsIn({ tables: [ref] })).toEqual([ref]);
  expect(await isIntact(store, ref)).toBe(true);
  expect(Buffer.from(await readArtifact(store, ref))).toEqual(TEXT);
});

it('takes nothing else for an artifact', () => {
  const digest = 'a'.repeat(64);
  const ref = { uri: `x/${digest}`, digest, mediaType: 'text/plain', bytes: 1 };
  expect(isArtifactRef(ref)).toBe(true);
  for (const other of [
    { ...ref, uri: 'x/y' },
    { ...ref, digest: '', uri: 'x' },
    { ...ref, digest: 'A'.repeat(64) },
    { ...ref, bytes: '1' },
    null,
    [ref],
  ]) {
    expect(isArtifactRef(other)).toBe(false);
  }
});
