import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { packBundleFile, unpackBundle } from '../../src/index.ts';
import { bundleParts } from '../bundle/parts.ts';

const WRITER = fileURLToPath(new URL('killed-writer.ts', import.meta.url));

async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'lf-leftovers-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

async function startWriter(folder: string): Promise<ChildProcess> {
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', '--conditions=@lf/source', WRITER, folder],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  onTestFinished(() => void child.kill('SIGKILL'));
  if (child.stdout === null) throw new Error('no stdout');
  await once(child.stdout, 'data');
  return child;
}

it('removes what a killed packer and unpacker left, and nothing of a living one', async () => {
  const folder = await newFolder();
  const [killed, living] = await Promise.all([startWriter(folder), startWriter(folder)]);
  const gone = once(killed, 'exit');
  killed.kill('SIGKILL');
  await gone;
  expect(await readdir(folder)).toHaveLength(4);

  await packBundleFile(bundleParts(), join(folder, 'model.tar.gz'));
  await unpackBundle(join(folder, 'model.tar.gz'), join(folder, 'model'));

  const mark: unknown = expect.stringMatching(`^\\.lf-part-${living.pid}\\.`);
  expect((await readdir(folder)).sort()).toEqual([mark, mark, 'model', 'model.tar.gz']);
}, 120_000);

it("leaves a user's hidden files of such a name, however old", async () => {
  const folder = await newFolder();
  for (const name of ['.lf-part-notes', '.lf-part-1.2.abc']) {
    await writeFile(join(folder, name), 'mine');
    await utimes(join(folder, name), 0, 0);
  }
  await mkdir(join(folder, '.lf-part-folder'));
  await packBundleFile(bundleParts(), join(folder, 'model'));
  expect((await readdir(folder)).sort()).toEqual([
    '.lf-part-1.2.abc',
    '.lf-part-folder',
    '.lf-part-notes',
    'model',
  ]);
});
