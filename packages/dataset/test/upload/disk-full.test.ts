import { execFile, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { SOME_TIME_MS, csv, event, fileWith } from '../csv-files.ts';
import { tempDirectory } from '../temp-directory.ts';

const CHILD = fileURLToPath(new URL('./children/report-failure.ts', import.meta.url));
const NODE = [process.execPath, '--import', 'tsx', '--conditions=@lf/source', CHILD];

/** About 2 MB of Parquet: digests do not compress. */
function largeSource(): Promise<string> {
  const lines = Array.from({ length: 30_000 }, (_, index) =>
    event({
      session_id_hash: createHash('sha256').update(String(index)).digest('hex'),
      server_timestamp_epoch_ms: SOME_TIME_MS + index,
    }),
  );
  return fileWith(csv('browsing_train', lines));
}

async function shell(script: string, args: readonly string[]): Promise<string> {
  // Without the signal's default action a file that grows too large gives the error EFBIG.
  const { stdout } = await promisify(execFile)('sh', ['-c', script, 'sh', ...args]);
  return stdout.trim();
}

const LIMITED = `trap '' XFSZ; ulimit -f 512; exec "$@"`;

async function filesBelow(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => !entry.isDirectory()).map((entry) => entry.name);
}

it('fails cleanly when the converted file finds no room', async () => {
  const root = await tempDirectory();
  const temp = await tempDirectory();
  expect(await shell(LIMITED, [...NODE, 'upload', root, await largeSource(), temp])).toBe(
    'disk_full',
  );
  expect(await filesBelow(root)).toEqual([]);
  expect(await readdir(temp)).toEqual([]);
});

it('fails cleanly when the store finds no room', async () => {
  const root = await tempDirectory();
  expect(await shell(LIMITED, [...NODE, 'put', root, await largeSource(), ''])).toBe('disk_full');
  expect(await filesBelow(root)).toEqual([]);
});

/** Runs the rest of its arguments where mounts are private, if the system lets us. */
const IN_PRIVATE_MOUNTS = 'exec unshare --map-root-user --mount "$@"';

const mayMount =
  spawnSync('sh', ['-c', IN_PRIVATE_MOUNTS, 'sh', 'mount', '-t', 'tmpfs', 'none', '/mnt'])
    .status === 0;

it.runIf(mayMount)(
  'keeps the data set that was there when the disk of the store is full (needs a mount)',
  async () => {
    const root = await tempDirectory();
    const disk = join(root, 'disk');
    await mkdir(disk);
    const small = await fileWith(csv('browsing_train', [event()]));
    const listing = join(root, 'listing');
    const script = `
    disk=$1 small=$2 large=$3 temp=$4 listing=$5; shift 5
    mount -t tmpfs -o size=512k none "$disk"
    "$@" upload "$disk" "$small" "$temp"
    "$@" upload "$disk" "$large" "$temp"
    (cd "$disk" && find . -type f | sort && cat datasets/shop/manifest.json) > "$listing"`;
    const { stdout } = await promisify(execFile)('sh', [
      '-c',
      IN_PRIVATE_MOUNTS,
      'sh',
      'sh',
      '-c',
      script,
      'sh',
      disk,
      small,
      await largeSource(),
      await tempDirectory(),
      listing,
      ...NODE,
    ]);
    expect(stdout.trim().split('\n')).toEqual(['no failure', 'disk_full']);
    const [table, manifest, ...json] = (await readFile(listing, 'utf8')).split('\n');
    expect(table).toMatch(/^\.\/datasets\/shop\/browsing_train-[0-9a-f]{64}\.parquet$/);
    expect(manifest).toBe('./datasets/shop/manifest.json');
    expect(JSON.parse(json.join('\n'))).toMatchObject({ tables: [{ rows: 1 }] });
  },
);
