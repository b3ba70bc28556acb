import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { artifactsOf, killAt } from './interrupted-runs.ts';
import { Workplace } from './workplace.ts';

/** Each test starts some ten processes, on machines that do other work too. */
const MANY_PROCESSES_MS = 300_000;

let place: Workplace;
/** Of each shop, what a run reads of it that has the datastore for itself. */
const alone: Record<string, unknown> = {};

const folderOf = (shop: string): string => join(place.folder, shop);

/** Does a run, or the rest of one, until its data are read: what comes after is not tested here. */
async function readData(args: readonly string[]): Promise<void> {
  await killAt(place, 'data_validation', args);
}

const run = (shop: string, id: string): string[] => [
  ...['run', 'rec', '--model', 'MARKOV', '--force'],
  ...['--data', folderOf(shop), '--run-id', id],
];

/** Digests of the table that a run began with and of the events that it made of it. */
async function dataOf(runId: string): Promise<unknown> {
  const { start, process_raw_data } = await artifactsOf(place, runId);
  for (const digests of [start, process_raw_data])
    expect(digests).toContainEqual(expect.any(String));
  return { start, process_raw_data };
}

async function lf(...args: readonly string[]): Promise<string> {
  const { code, stderr, stdout } = await place.lf(args);
  expect(code, stderr).toBe(0);
  return stdout;
}

beforeAll(async () => {
  place = await Workplace.open(null, { MODEL_CONFIG_PATH: '' });
  for (const [shop, seed] of [
    ['shop-a', '1'],
    ['shop-b', '2'],
  ] as const) {
    await lf('shop', '--out', folderOf(shop), '--events', '3000', '--seed', seed);
    await readData(run(shop, shop));
    alone[shop] = await dataOf(shop);
  }
  expect(alone['shop-a']).not.toEqual(alone['shop-b']);
}, MANY_PROCESSES_MS);
afterAll(() => place.close());

describe(
  'a run reads the data set that its first step recorded',
  { timeout: MANY_PROCESSES_MS },
  () => {
    it('when another upload replaces the data set before the run is resumed', async () => {
      await killAt(place, 'process_raw_data', run('shop-a', 'killed'));
      await lf('upload', '--data', folderOf('shop-b'));
      await readData(['resume', 'killed']);
      expect(await dataOf('killed')).toEqual(alone['shop-a']);
    });

    it('when another run uploads other data at the same time', async () => {
      const shops = ['shop-a', 'shop-b'];
      await Promise.all(shops.map((shop) => readData(run(shop, `meets-${shop}`))));
      for (const shop of shops) expect(await dataOf(`meets-${shop}`)).toEqual(alone[shop]);
    });

    it('and stores a damaged table anew on resume instead of reading it', async () => {
      await killAt(place, 'process_raw_data', run('shop-a', 'damaged'));
      const datasets = join(place.folder, '.lf', 'datasets', 'default');
      const { start: [digest = ''] = [] } = await artifactsOf(place, 'damaged');
      await writeFile(join(datasets, `browsing_train-${digest}.parquet`), 'damaged');
      await readData(['resume', 'damaged']);
      expect(await dataOf('damaged')).toEqual(alone['shop-a']);
    });
  },
);

describe('lf datasets clean', () => {
  it('deletes what no data set and no run needs any more', async () => {
    await lf('shop', '--out', folderOf('shop-c'), '--events', '1000', '--seed', '3');
    await lf('upload', '--data', folderOf('shop-c'));
    await lf('upload', '--data', folderOf('shop-a'));
    expect(await lf('datasets', 'clean')).toBe('0 tables deleted\n');
    const cleaned = await lf('datasets', 'clean', '--older-than', '0', '--json');
    const { deleted } = JSON.parse(cleaned) as { deleted: string[] };
    // Of shop-b a run still needs the browsing table, of shop-c nobody needs any.
    const browsing = deleted.filter((key) => key.includes('/browsing_train-'));
    expect(browsing).toHaveLength(1);
    await readData(['resume', 'shop-b']);
    expect(await dataOf('shop-b')).toEqual(alone['shop-b']);
  });
});
