import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { checkDatastoreRoot } from '../../src/settings/datastore-root.ts';
import { openDatastore } from '../../src/datastore.ts';

async function place(): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'lf-root-'));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  await writeFile(join(root, 'file'), '');
  await mkdir(join(root, 'folder'));
  await symlink('loop', join(root, 'loop'));
  return root;
}

const check = (path: string): void => {
  checkDatastoreRoot(openDatastore(`file:${path}`), `file:${path}`);
};

it.each([
  ['file', /something that is no folder is there/],
  ['file/below', /a part of this path is a file/],
  ['loop', /links lead in a circle/],
  ['x'.repeat(300), /longer than the system allows/],
])('refuses %s as a datastore, and names the setting', async (name, reason) => {
  const path = join(await place(), name);
  expect(() => check(path)).toThrow(reason);
  // A long value is shown by its beginning
  expect(() => check(path)).toThrow(`LF_DATASTORE_ROOT="file:${path.slice(0, 60)}`);
});

it('takes a folder that is there, and one that is not there yet without making it', async () => {
  const root = await place();
  check(join(root, 'folder'));
  check(join(root, 'not', 'yet'));
  expect((await readdir(root)).sort()).toEqual(['file', 'folder', 'loop']);
});
