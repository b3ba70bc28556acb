import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { makeWorkFolder } from '../../src/source/work-folder.ts';

async function place(): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'work-folders-'));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  return root;
}

it('removes the folders of killed processes, and nothing of living, unknown or other ones', async () => {
  const own = basename(makeWorkFolder(await place()));
  const gone = String(spawnSync(process.execPath, ['-e', '']).pid);
  const root = await place();
  const killed = own.replace(/-\d+\./, `-${gone}.`);
  const kept = [
    own,
    own.replace(/\.[0-9a-f]{8}-/, '.00000000-').replace(/-\d+\./, `-${gone}.`),
    'lf-expectations-AbCdEf',
    `other-${killed}`,
  ];
  for (const name of [killed, ...kept]) {
    await mkdir(join(root, name));
    await writeFile(join(root, name, 'spilled'), 'rows');
  }
  const elsewhere = await place();
  await writeFile(join(elsewhere, 'file'), 'kept');
  await symlink(elsewhere, join(root, `${killed}x`));
  const made = basename(makeWorkFolder(root));
  const names = await readdir(root);
  for (const name of [...kept, made]) expect(names).toContain(name);
  expect(names).not.toContain(killed);
  expect(await readdir(elsewhere)).toEqual(['file']);
});

it.runIf(process.platform === 'linux')(
  'is not fooled by a new process that has the pid of a killed one',
  async () => {
    const own = basename(makeWorkFolder(await place()));
    const root = await place();
    const earlier = own.replace(/\.\d+\./, '.1.');
    await mkdir(join(root, earlier));
    makeWorkFolder(root);
    expect(await readdir(root)).not.toContain(earlier);
  },
);
