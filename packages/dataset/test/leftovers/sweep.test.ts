import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished, vi } from 'vitest';
import { removeLeftovers } from '@lf/contract';
import { makeTemporaryFolder, openStore, sweepStore } from '../../src/index.ts';
import { tempDirectory } from '../temp-directory.ts';

const WRITER = fileURLToPath(new URL('killed-writer.ts', import.meta.url));
const LONG_AGO = new Date('2020-01-01T00:00:00Z');

/** A real process that has written half an object and holds a temporary folder. */
async function startWriter(root: string, temporary: string): Promise<ChildProcess> {
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', '--conditions=@lf/source', WRITER, root, temporary],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  onTestFinished(() => void child.kill('SIGKILL'));
  if (child.stdout === null) throw new Error('no stdout');
  await once(child.stdout, 'data');
  // The first bytes may still be on their way to the file
  await vi.waitFor(
    async () => {
      expect((await readdir(join(root, 'a'))).join()).toContain(`.tmp-${child.pid}.`);
    },
    { timeout: 60_000 },
  );
  return child;
}

async function kill(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

it('sweeps what a killed process left in store and temporary directory, and nothing of a living one', async () => {
  const [root, temporary] = [await tempDirectory(), await tempDirectory()];
  const store = openStore(`file:${root}`);
  const [killed, living] = await Promise.all([
    startWriter(root, temporary),
    startWriter(root, temporary),
  ]);
  await kill(killed);
  expect(await readdir(join(root, 'a'))).toHaveLength(2);
  expect(await readdir(temporary)).toHaveLength(2);

  await sweepStore(store);
  const made = await makeTemporaryFolder('lf-dataset-', temporary);

  expect(await readdir(join(root, 'a'))).toEqual([expect.stringContaining(`.tmp-${living.pid}.`)]);
  const folders = (await readdir(temporary)).map((name) => join(temporary, name));
  expect(folders).toHaveLength(2);
  expect(folders).toContain(made);
  expect(folders).toContainEqual(expect.stringContaining(`lf-dataset-${living.pid}.`));
}, 300_000);

it('keeps what names no owner until nothing in it has changed for a day', async () => {
  const root = await tempDirectory();
  for (const name of ['lf-x-old', 'lf-x-new', 'lf-x-busy']) {
    await mkdir(join(root, name));
    await writeFile(join(root, name, 'file'), 'data');
  }
  await utimes(join(root, 'lf-x-old', 'file'), LONG_AGO, LONG_AGO);
  for (const name of ['lf-x-old', 'lf-x-busy']) await utimes(join(root, name), LONG_AGO, LONG_AGO);
  await removeLeftovers(root, 'lf-x-');
  expect((await readdir(root)).sort()).toEqual(['lf-x-busy', 'lf-x-new']);
});

it('neither follows nor removes a link, and sweeps no name of another prefix', async () => {
  const [root, elsewhere] = [await tempDirectory(), await tempDirectory()];
  for (const name of ['.tmp-old', 'kept']) {
    await writeFile(join(elsewhere, name), 'data');
    await utimes(join(elsewhere, name), LONG_AGO, LONG_AGO);
  }
  await symlink(elsewhere, join(root, 'linked'));
  await symlink(join(elsewhere, 'kept'), join(root, '.tmp-link'));
  await writeFile(join(root, 'tmp-mine'), 'data');
  await utimes(join(root, 'tmp-mine'), LONG_AGO, LONG_AGO);
  await sweepStore(openStore(`file:${root}`));
  expect((await readdir(root)).sort()).toEqual(['.tmp-link', 'linked', 'tmp-mine']);
  expect((await readdir(elsewhere)).sort()).toEqual(['.tmp-old', 'kept']);
});

it('sweeps an old write of an earlier version, and no file that only begins like one', async () => {
  const root = await tempDirectory();
  for (const name of ['.tmp-0f8fad5b-d9cb-469f-a165-70867728950e-table', '.tmp-notes']) {
    await writeFile(join(root, name), 'data');
    await utimes(join(root, name), LONG_AGO, LONG_AGO);
  }
  await sweepStore(openStore(`file:${root}`));
  expect(await readdir(root)).toEqual(['.tmp-notes']);
});

it('sweeps a store that is not there yet without making it', async () => {
  const root = join(await tempDirectory(), 'not', 'yet');
  await sweepStore(openStore(`file:${root}`));
  await expect(readdir(root)).rejects.toThrow('ENOENT');
});
