import { execFileSync } from 'node:child_process';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { startFakeS3, withTestCredentials, type FakeS3 } from '@lf/test-doubles/s3';
import { DiskFullError, StorageError, openStore } from '../../src/index.ts';
import type { ObjectStore } from '../../src/index.ts';
import { tempDirectory } from '../temp-directory.ts';

withTestCredentials();
let fake: FakeS3;
beforeEach(async () => {
  fake = await startFakeS3();
});
afterEach(() => fake.close());

const storeWith = (cacheDirectory: string): ObjectStore =>
  openStore('s3://bucket/shop', {
    s3: {
      ...{ endpoint: fake.endpoint, cacheDirectory, partBytes: 5 * 2 ** 20 },
      retries: { attempts: 4, firstWaitMs: 4, budgetMs: 10_000 },
    },
  });

async function storageErrorOf(call: Promise<unknown>): Promise<StorageError> {
  const error: unknown = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof StorageError) return error;
  throw new Error(`expected a StorageError, got ${String(error)}`);
}

describe("what this machine's own disk refuses while S3 answers", () => {
  it.each(['below /proc', 'below a file', 'with a long name'])(
    'a cache %s is told as the file store tells it',
    async (place) => {
      const folder = await tempDirectory();
      await writeFile(join(folder, 'file'), '');
      const paths: Readonly<Record<string, string>> = {
        'below /proc': '/proc/nope/x',
        'below a file': join(folder, 'file', 'x'),
        'with a long name': join(folder, 'n'.repeat(300)),
      };
      const store = storeWith(paths[place] ?? '');
      await store.put('a', new Uint8Array(10));
      const error = await storageErrorOf(store.localPath('a'));
      expect(error.message).toMatch(/Failed while keeping a copy of an object .*\(E[A-Z]+\)\.$/);
    },
  );

  it.each(['missing', 'a folder', 'below a file'])(
    'a local file that is %s is told when it is to be stored',
    async (kind) => {
      const folder = await tempDirectory();
      await mkdir(join(folder, 'folder'));
      await writeFile(join(folder, 'file'), '');
      const paths: Readonly<Record<string, string>> = {
        missing: join(folder, 'none'),
        'a folder': join(folder, 'folder'),
        'below a file': join(folder, 'file', 'x'),
      };
      const store = storeWith(join(folder, 'cache'));
      const error = await storageErrorOf(store.putFile('a', paths[kind] ?? ''));
      expect(error.systemCode).toMatch(/^(ENOENT|EISDIR|ENOTDIR)$/);
      expect(await store.exists('a')).toBe(false);
    },
  );

  it('a target that cannot be written to is told', async () => {
    const folder = await tempDirectory();
    const store = storeWith(join(folder, 'cache'));
    await store.put('a', new Uint8Array(10));
    await storageErrorOf(store.getFile('a', '/proc/nope/x/copy'));
  });

  it('a full disk is told at once, not asked of S3 again, and keeps nothing half-written', async (test) => {
    const folder = join(await tempDirectory(), 'small');
    await mkdir(folder);
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', folder], { stdio: 'pipe' });
    } catch {
      test.skip('only root may mount a small disk');
    }
    onTestFinished(() => void execFileSync('umount', [folder]));
    const store = storeWith(join(folder, 'cache'));
    await store.put('large', new Uint8Array(12 * 2 ** 20));
    const error = await storageErrorOf(store.localPath('large'));
    expect(error).toBeInstanceOf(DiskFullError);
    expect(await storageErrorOf(store.getFile('large', join(folder, 'copy')))).toBeInstanceOf(
      DiskFullError,
    );
    const left = await readdir(folder, { recursive: true });
    expect(left.filter((name) => name !== 'cache')).toEqual([]);
  });
});
