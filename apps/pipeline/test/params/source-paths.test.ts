import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { sourcesIn } from '../../src/params/source-paths.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lf-sources-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const put = (name: string) => writeFile(join(folder, name), '');

it('finds each table of a folder by its name, whatever the ending', async () => {
  await put('browsing_train.csv.zst');
  await put('search_train.parquet');
  expect(await sourcesIn(folder)).toEqual({
    browsing_train: join(folder, 'browsing_train.csv.zst'),
    search_train: join(folder, 'search_train.parquet'),
    sku_to_content: null,
  });
});

it('takes neither of two files of one table, and names both', async () => {
  await put('browsing_train.csv');
  await put('browsing_train.csv.gz');
  await expect(sourcesIn(folder)).rejects.toMatchObject({
    code: 'table_found_twice',
    message: expect.stringContaining(
      `${join(folder, 'browsing_train.csv')} and ${join(folder, 'browsing_train.csv.gz')}`,
    ) as string,
  });
});
