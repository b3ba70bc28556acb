import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { writeOwner } from '../../src/run/owned-directory.ts';
import { isProcessAlive, thisProcess } from '../../src/run/process.ts';
import { sweepOwned, sweepScratch } from '../../src/run/sweep-scratch.ts';

const LONG_AGO = new Date('2020-01-01T00:00:00Z');
const options = { isAlive: isProcessAlive, maxAgeMs: 60_000, nowMs: Date.now() };

async function scratch(): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'lf-scratch-'));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  return root;
}

/** A directory with a file, made by a process that lives, one that is gone, or nobody knows whom. */
async function left(
  directory: string,
  owner: 'living' | 'gone' | 'unknown',
  time?: Date,
): Promise<void> {
  await mkdir(directory, { recursive: true });
  await writeFile(join(directory, 'log.txt'), 'a line\n');
  const self = await thisProcess();
  const { pid } = spawnSync(process.execPath, ['-e', '']);
  if (owner !== 'unknown') await writeOwner(directory, owner === 'gone' ? { ...self, pid } : self);
  if (time === undefined) return;
  for (const name of await readdir(directory)) await utimes(join(directory, name), time, time);
  await utimes(directory, time, time);
}

async function age(directory: string, root: string): Promise<void> {
  for (let each = directory; each !== root; each = dirname(each))
    await utimes(each, LONG_AGO, LONG_AGO);
}

it('removes what killed runs left long ago, not what is young or may still be worked on', async () => {
  const root = await scratch();
  const attempts = {
    'old-gone': 'gone',
    'old-unknown': 'unknown',
    'old-living': 'living',
  } as const;
  for (const [run, owner] of Object.entries(attempts)) {
    const directory = join(root, 'runs', 'intent', run, 'train', '3', '1');
    await left(directory, owner, LONG_AGO);
    await age(directory, root);
  }
  await left(join(root, 'runs', 'intent', 'young', 'start', '1'), 'gone');
  const elsewhere = await scratch();
  await left(join(elsewhere, 'start', '1'), 'gone', LONG_AGO);
  await symlink(elsewhere, join(root, 'runs', 'intent', 'linked'));
  await left(join(root, 'runs', 'rec', 'old', 'start', '1'), 'gone', LONG_AGO);
  await age(join(root, 'runs', 'rec', 'old', 'start', '1'), root);

  await sweepScratch(root, options);

  expect(await readdir(join(root, 'runs'))).toEqual(['intent']);
  expect((await readdir(join(root, 'runs', 'intent'))).sort()).toEqual([
    'linked',
    'old-living',
    'young',
  ]);
  expect(await readdir(elsewhere)).toEqual(['start']);
});

it('removes the directories of single tasks as soon as their process is gone', async () => {
  const root = await scratch();
  await left(join(root, 'gone'), 'gone');
  await left(join(root, 'living'), 'living', LONG_AGO);
  await left(join(root, 'unknown'), 'unknown');
  await left(join(root, 'old'), 'unknown', LONG_AGO);
  await sweepOwned(root, options);
  expect((await readdir(root)).sort()).toEqual(['living', 'unknown']);
});

it('has nothing to do where nothing is', async () => {
  const root = join(await scratch(), 'not', 'yet');
  await sweepScratch(root, options);
  await sweepOwned(root, options);
  await expect(readdir(root)).rejects.toThrow('ENOENT');
});
