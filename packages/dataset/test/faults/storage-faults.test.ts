import { execFile, spawnSync } from 'node:child_process';
import { chmod, mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { StorageError, openStore, requireWritable, uploadDataset } from '../../src/index.ts';
import { csv, event, fileWith } from '../csv-files.ts';
import { tempDirectory } from '../temp-directory.ts';

const CHILD = fileURLToPath(new URL('try-store.ts', import.meta.url));
const NODE = [process.execPath, '--import', 'tsx', '--conditions=@lf/source', CHILD];
const NOBODY = '65534';
const BYTES = new Uint8Array(3);

async function faultOf(attempt: Promise<unknown>): Promise<StorageError> {
  const error: unknown = await attempt.catch((reason: unknown) => reason);
  if (!(error instanceof StorageError)) throw new Error(`no StorageError: ${String(error)}`);
  return error;
}

/** What each try of a child said. */
async function tries(script: string, args: readonly string[]): Promise<readonly string[]> {
  // The loader's cache is in a folder that another user may not write to
  const env = { ...process.env, TSX_DISABLE_CACHE: '1' };
  const { stdout } = await promisify(execFile)('sh', ['-c', script, 'sh', ...args], { env });
  return stdout.trim().split('\n');
}

const source = (): Promise<string> => fileWith(csv('browsing_train', [event()]));

/** Places where no store can be, and what is said of them. */
const NOWHERE: readonly (readonly [string, string, RegExp])[] = [
  ['a file', 'file', /file\).*something else has this name|a part of this path is a file/],
  ['a path through a file', 'file/below/it', /a part of this path is a file/],
  ['a name that is too long', 'x'.repeat(300), /name is longer than the system allows/],
  ['a link in a circle', 'loop', /something else has this name|links lead in a circle/],
];
it.each(NOWHERE)('cannot write to %s, and says what to do', async (_what, name, expected) => {
  const folder = await tempDirectory();
  await writeFile(join(folder, 'file'), '');
  spawnSync('ln', ['-s', 'loop', join(folder, 'loop')]);
  const store = openStore(`file:${join(folder, name)}`);
  const csvPath = await source();
  const attempts = [
    () => requireWritable(store),
    () => store.put('deep/er/object', BYTES),
    () => store.putFile('object', csvPath),
    () => uploadDataset({ store, name: 'shop', sources: { browsing_train: csvPath } }),
  ];
  for (const attempt of attempts) {
    const { code, message } = await faultOf(attempt());
    expect(code).toBe('storage_failed');
    expect(message).toMatch(/^Failed while /);
    expect(message).toMatch(expected);
  }
});

it.runIf(process.platform === 'linux')(
  'ends at once where the system makes no folder, and at a device',
  async () => {
    for (const [root, expected] of [
      ['/proc/no-such-folder/store', /\/proc\/no-such-folder\): nothing can be made there/],
      ['/dev/null', /something else has this name|a part of this path is a file/],
      ['/dev/null/store', /a part of this path is a file/],
      ['/sys/store', /this user may not do that|read-only/],
    ] as const) {
      const store = openStore(`file:${root}`);
      expect((await faultOf(store.put('runs/object', BYTES))).message).toMatch(expected);
      expect((await faultOf(requireWritable(store))).message).toMatch(expected);
    }
  },
);

it('says that an object cannot be put where a folder is, and leaves nothing hidden', async () => {
  const root = await tempDirectory();
  const store = openStore(`file:${root}`);
  await store.put('a/b', BYTES);
  expect((await faultOf(store.put('a', BYTES))).message).toMatch(/folder/);
  expect(await readdir(root)).toEqual(['a']);
});

it('names the file that is to be copied if that is what is missing', async () => {
  const store = openStore(`file:${await tempDirectory()}`);
  const { message } = await faultOf(store.putFile('object', '/no/such/file'));
  expect(message).toMatch(/\(\/no\/such\/file\): it is not there; check the path \(ENOENT\)/);
});

it.runIf(process.getuid?.() === 0)(
  'says that this user may not, for every way to write and to read (as another user)',
  async () => {
    const root = await tempDirectory();
    const store = openStore(`file:${root}`);
    await store.put('a/kept', BYTES);
    await chmod(join(root, 'a', 'kept'), 0o600);
    const csvPath = await source();
    for (const path of [root, join(root, 'a'), join(csvPath, '..')]) await chmod(path, 0o755);
    const script = `exec setpriv --reuid=${NOBODY} --regid=${NOBODY} --clear-groups "$@"`;
    const said = await tries(script, [...NODE, root, csvPath]);
    expect(said).toHaveLength(5);
    for (const line of said) expect(line).toMatch(/^storage_failed: .*this user may not do that/);
    expect((await readdir(root, { recursive: true })).sort()).toEqual(['a', join('a', 'kept')]);
  },
);

/** Runs the rest of its arguments where mounts are private, if the system lets us. */
const IN_PRIVATE_MOUNTS = 'exec unshare --map-root-user --mount sh -c "$@"';
const mayMount =
  spawnSync('sh', ['-c', IN_PRIVATE_MOUNTS, 'sh', 'mount -t tmpfs none /mnt']).status === 0;

it.runIf(mayMount)('says that the disk is read-only, or full (needs a mount)', async () => {
  const disk = join(await tempDirectory(), 'disk');
  await mkdir(disk);
  const csvPath = await source();
  const mounted = (options: string): Promise<readonly string[]> =>
    tries(IN_PRIVATE_MOUNTS, [
      `disk=$1; shift; mount -t tmpfs -o ${options} none "$disk"; exec "$@"`,
      ...['sh', disk, ...NODE, disk, csvPath],
    ]);
  const readOnly = await mounted('ro');
  for (const line of readOnly.slice(0, 4)) {
    expect(line).toMatch(/^storage_failed: .*its disk is read-only; name another place/);
  }
  const [, put] = await mounted('size=64k');
  expect(put).toMatch(/^disk_full: No space left while writing a file/);
});

it('says that too many files are open', async () => {
  const root = await tempDirectory();
  const said = await tries('ulimit -n 256; exec "$@"', [...NODE, root, await source(), 'files']);
  for (const line of said.slice(0, 4)) {
    expect(line).toMatch(/^(storage_failed|source_unreadable): .*too many files are open/);
  }
});
