import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { fileStore } from '../../src/index.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'flow-file-store-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const keysOf = async (prefix: string): Promise<string[]> => {
  const keys: string[] = [];
  for await (const key of fileStore(join(folder, 'store')).list(prefix)) keys.push(key);
  return keys;
};

it('keeps objects as files, lists them in order, replaces and removes them', async () => {
  const store = fileStore(join(folder, 'store'));
  expect(store.url).toBe(`file://${folder}/store`);
  expect(await keysOf('runs/')).toEqual([]);
  await store.put('runs/b/2.json', Buffer.from('two'));
  await store.put('runs/a/1.json', Buffer.from('one'));
  await writeFile(join(folder, 'three.txt'), 'three');
  await store.putFile('runs/b/2.json', join(folder, 'three.txt'));
  expect(Buffer.from(await store.get('runs/b/2.json')).toString()).toBe('three');
  expect(await store.localPath('runs/b/2.json')).toBe(join(folder, 'store/runs/b/2.json'));
  expect(await keysOf('runs/')).toEqual(['runs/a/1.json', 'runs/b/2.json']);
  expect(await store.folders?.('runs/')).toEqual(['a', 'b']);
  await store.delete('runs/a/1.json');
  await store.delete('runs/a/1.json');
  expect(await store.exists('runs/a/1.json')).toBe(false);
  await expect(store.get('runs/a/1.json')).rejects.toMatchObject({ code: 'object_not_found' });
  await expect(store.localPath('runs/b')).rejects.toMatchObject({ code: 'object_not_found' });
});

it('shows nothing of a write that was cut off, and leaves nothing of one that failed', async () => {
  const store = fileStore(join(folder, 'store'));
  await store.put('runs/a.json', Buffer.from('whole'));
  await writeFile(join(folder, 'store/runs/.cut.part'), 'ha');
  expect(await keysOf('runs/')).toEqual(['runs/a.json']);
  await expect(store.putFile('runs/a.json', join(folder, 'missing'))).rejects.toMatchObject({
    code: 'store_failed',
    message: expect.stringContaining('ENOENT') as string,
  });
  expect((await readdir(join(folder, 'store/runs'))).sort()).toEqual(['.cut.part', 'a.json']);
  expect(Buffer.from(await store.get('runs/a.json')).toString()).toBe('whole');
});

it('says what stands in the way where a folder cannot be made', async () => {
  await mkdir(join(folder, 'store'));
  await writeFile(join(folder, 'store/runs'), 'a file');
  const store = fileStore(join(folder, 'store'));
  await expect(store.put('runs/a.json', Buffer.from('x'))).rejects.toThrow(
    /writing .*a\.json: the system refused it \(ENOTDIR|EEXIST\)/,
  );
});

it.each(['../out', '/etc/passwd', 'a//b', 'a/./b', '', '.hidden', 'a\\b', 'a\0b'])(
  'refuses the key %j',
  async (key) => {
    const put = async () => fileStore(join(folder, 'store')).put(key, Buffer.from('x'));
    await expect(put()).rejects.toMatchObject({ code: 'bad_key' });
    expect(await readdir(folder)).toEqual([]);
  },
);
