import { chmod, mkdir, mkdtemp, rm, stat, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { claimPrivateDirectory } from '../../src/run/private-directory.ts';

async function place(): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'flow-private-'));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  return join(root, 'own');
}

it('makes a directory that nobody else may enter, and takes it again', async () => {
  const path = await place();
  await claimPrivateDirectory(path);
  await claimPrivateDirectory(path);
  expect((await stat(path)).mode & 0o777).toBe(0o700);
});

it('follows no link that another put there', async () => {
  const path = await place();
  await mkdir(`${path}-theirs`, { mode: 0o700 });
  await symlink(`${path}-theirs`, path);
  await expect(claimPrivateDirectory(path)).rejects.toMatchObject({ code: 'unsafe_directory' });
  await expect(claimPrivateDirectory(path)).rejects.toThrow(/found a link/);
});

it('closes a directory of ours that others may read', async () => {
  const path = await place();
  await mkdir(path);
  await chmod(path, 0o755);
  await claimPrivateDirectory(path);
  expect((await stat(path)).mode & 0o777).toBe(0o700);
});

it('refuses a directory that others may change', async () => {
  const path = await place();
  await mkdir(path);
  await chmod(path, 0o777);
  await expect(claimPrivateDirectory(path)).rejects.toThrow(/mode 777/);
});
