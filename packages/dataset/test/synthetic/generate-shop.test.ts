import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ownerMark } from '@lf/contract';
import { generateShop, SHOP_MANIFEST_FILE } from '../../src/synthetic/index.ts';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'lf-shop-'));
});
afterEach(() => rm(directory, { recursive: true }));

const FILES = ['browsing_train.csv', 'search_train.csv', 'shop.json', 'sku_to_content.csv'];
const readShop = (folder: string) =>
  Promise.all(FILES.map((file) => readFile(join(folder, file), 'latin1')));

it('gives the same bytes for the same seed and others for another seed', async () => {
  const folders = ['a', 'b', 'c'].map((name) => join(directory, name));
  const [first = '', second = '', other = ''] = folders;
  await generateShop({ directory: first, events: 3_000, seed: 7 });
  await generateShop({ directory: second, events: 3_000, seed: 7 });
  await generateShop({ directory: other, events: 3_000, seed: 8 });
  expect((await readdir(first)).sort()).toEqual(FILES);
  expect(await readShop(second)).toEqual(await readShop(first));
  const [browsing, search, , content] = await readShop(first);
  const [otherBrowsing, otherSearch, , otherContent] = await readShop(other);
  expect([browsing === otherBrowsing, search === otherSearch, content === otherContent]).toEqual([
    false,
    false,
    false,
  ]);
});

it('compresses the same bytes', async () => {
  const plain = await generateShop({ directory: join(directory, 'plain'), events: 2_000 });
  const packed = await generateShop({
    directory: join(directory, 'gz'),
    events: 2_000,
    gzip: true,
  });
  const unpacked = gunzipSync(await readFile(packed.paths.browsing_train));
  expect(unpacked.equals(await readFile(plain.paths.browsing_train))).toBe(true);
});

it('reuses a whole shop with the same parameters', async () => {
  const first = await generateShop({ directory, events: 1_000 });
  const { mtimeMs } = await stat(first.paths.browsing_train);
  const again = await generateShop({ directory, events: 1_000 });
  expect([first.isReused, again.isReused]).toEqual([false, true]);
  expect(again.manifest).toEqual(first.manifest);
  expect((await stat(first.paths.browsing_train)).mtimeMs).toBe(mtimeMs);
});

it('replaces a shop of other parameters, one cut short, and one without its manifest', async () => {
  const first = await generateShop({ directory, events: 1_000, seed: 1, gzip: true });
  const second = await generateShop({ directory, events: 1_000, seed: 2 });
  expect(second.isReused).toBe(false);
  expect((await readdir(directory)).sort()).toEqual(FILES);
  expect(second.manifest).not.toEqual(first.manifest);

  const whole = await readFile(second.paths.browsing_train);
  await writeFile(second.paths.browsing_train, whole.subarray(0, 1_000));
  expect((await generateShop({ directory, events: 1_000, seed: 2 })).isReused).toBe(false);
  expect((await readFile(second.paths.browsing_train)).equals(whole)).toBe(true);

  for (const broken of ['', '{', 'null', '[]', '{"version":1}']) {
    await writeFile(join(directory, SHOP_MANIFEST_FILE), broken);
    const repaired = await generateShop({ directory, events: 1_000, seed: 2 });
    expect([repaired.isReused, repaired.manifest]).toEqual([false, second.manifest]);
  }
});

it.each([
  [{ events: 999 }, 'events'],
  [{ events: 1e9 }, 'events'],
  [{ events: 1_000.5 }, 'events'],
  [{ events: NaN }, 'events'],
  [{ seed: -1 }, 'seed'],
  [{ seed: 2 ** 53 }, 'seed'],
  [{ directory: '' }, 'directory'],
  [{ evnts: 10 }, 'evnts'],
])('refuses %j by the name of the option', async (options, option) => {
  await expect(generateShop({ directory, ...options })).rejects.toMatchObject({
    code: 'invalid_option',
    option,
  });
  expect(await readdir(directory)).toEqual([]);
});

it('leaves nothing behind when it is stopped midway', async () => {
  const stop = new Error('stopped');
  const onProgress = (): void => {
    throw stop;
  };
  await expect(generateShop({ directory, events: 20_000, onProgress })).rejects.toBe(stop);
  expect(await readdir(directory)).toEqual([]);
});

it('clears what a killed run left, and nothing of a running one', async () => {
  const own = ownerMark();
  const killed = own.replace(/^\d+/, String(spawnSync(process.execPath, ['-e', '']).pid));
  const leftovers = ['browsing_train.csv.gz', 'shop.json'].map(
    (file) => `${file}.partial-${killed}`,
  );
  const running = `search_train.csv.gz.partial-${own}`;
  const strange = `notes.partial-${killed}`;
  for (const name of [...leftovers, running, strange]) {
    await writeFile(join(directory, name), 'cut sh');
  }
  await generateShop({ directory, events: 1_000 });
  expect((await readdir(directory)).sort()).toEqual([...FILES, running, strange].sort());
});

it('reports a folder that cannot be written', async () => {
  const file = join(directory, 'file');
  await writeFile(file, '');
  await expect(generateShop({ directory: join(file, 'shop'), events: 1_000 })).rejects.toThrow(
    /writing a synthetic shop .*a part of this path is a file/,
  );
});
