import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it, onTestFinished, vi } from 'vitest';
import { transformInPython } from '../../src/transform/transform-in-python.ts';

afterEach(() => void vi.unstubAllEnvs());

async function transform(): Promise<unknown> {
  const folder = await mkdtemp(join(tmpdir(), 'lf-python-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return transformInPython({
    ...{ source: join(folder, 'no such file.parquet'), target: join(folder, 'events.parquet') },
    ...{ table: 'rec', transform: { engine: 'pandas' } },
    ...{ onLine: () => undefined, onProgress: () => undefined },
  }).catch((error: unknown) => error);
}

it('says that there is no Python, and what to do', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'lf-path-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  vi.stubEnv('PATH', folder);
  const error = await transform();
  expect(error).toMatchObject({
    code: 'no_python',
    message: expect.stringMatching(
      /LF_TRANSFORM_ENGINE=pandas: python3 cannot be started .*RAPIDS_IMAGE.*LF_TRANSFORM_ENGINE=duckdb/,
    ) as string,
  });
});

it('tells the last lines of a program that fails', async () => {
  const error = await transform();
  // Where this Python has no pandas, that is what it says
  expect(error).toMatchObject({
    code: 'transform_failed',
    message: expect.stringMatching(
      /ended with code 1\. Its last lines:\n {2}error (Reading file:.*no such file\.parquet: there is none|Loading \w+: )/,
    ) as string,
  });
});

it('takes a program that ends well without saying what it wrote for one that failed', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'lf-path-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await symlink('/bin/true', join(folder, 'python3'));
  vi.stubEnv('PATH', folder);
  expect(await transform()).toMatchObject({
    code: 'transform_failed',
    message: expect.stringContaining('ended with code 0. Its last lines:\n  (none)') as string,
  });
});
