import { DuckDBInstance } from '@duckdb/node-api';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { InvalidOptionError, writePredictions } from '../../src/index.ts';
import { tempDirectory } from '../temp-directory.ts';

const COLUMNS = {
  id: 'text',
  events: 'count',
  score: 'number',
  isKnown: 'flag',
  items: 'texts',
  scores: 'numbers',
} as const;

const ROWS = [
  ['a', 'it\'s, "b"'],
  [3, 4_000_000_000],
  [0.1, null],
  [true, false],
  [['p,1', 'p"2'], null],
  [[0.30000001192092896, 1], []],
] as const;

async function read(path: string): Promise<unknown> {
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  const result = await connection.run(`SELECT * FROM '${path}'`);
  return result.getRowObjectsJson();
}

it('writes Parquet with lists as lists and every number as it is', async () => {
  const path = join(await tempDirectory(), 'out.parquet');
  await writePredictions({ path, columns: COLUMNS }, (add) => add(ROWS));
  expect(await read(path)).toEqual([
    {
      id: 'a',
      events: 3,
      score: 0.1,
      isKnown: true,
      items: ['p,1', 'p"2'],
      scores: [0.30000001192092896, 1],
    },
    {
      id: 'it\'s, "b"',
      events: 4_000_000_000,
      score: null,
      isKnown: false,
      items: null,
      scores: [],
    },
  ]);
});

it('writes CSV with lists as JSON', async () => {
  const path = join(await tempDirectory(), 'out.csv');
  await writePredictions({ path, columns: COLUMNS }, (add) => add(ROWS));
  expect(await readFile(path, 'utf8')).toBe(
    [
      'id,events,score,isKnown,items,scores',
      'a,3,0.1,true,"[""p,1"",""p\\""2""]","[0.30000001192092896,1.0]"',
      '"it\'s, ""b""",4000000000,,false,,[]',
      '',
    ].join('\n'),
  );
});

it('keeps the order of many rows', async () => {
  const path = join(await tempDirectory(), 'out.parquet');
  const count = 300_000;
  await writePredictions({ path, columns: { n: 'count' } }, async (add) => {
    for (let from = 0; from < count; from += 50_000) {
      await add([Array.from({ length: 50_000 }, (_, index) => from + index)]);
    }
  });
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  const result = await connection.run(
    `SELECT count(*)::INTEGER AS rows, bool_and(n = file_row_number) AS ordered
     FROM read_parquet('${path}', file_row_number = true)`,
  );
  expect(await result.getRowObjectsJson()).toEqual([{ rows: count, ordered: true }]);
});

it('leaves the file before and nothing else where it fails', async () => {
  const folder = await tempDirectory();
  const path = join(folder, 'out.csv');
  await writeFile(path, 'before');
  const failing = writePredictions({ path, columns: { n: 'count' } }, async (add) => {
    await add([[1]]);
    throw new Error('no more');
  });
  await expect(failing).rejects.toThrow('no more');
  expect(await readdir(folder)).toEqual(['out.csv']);
  expect(await readFile(path, 'utf8')).toBe('before');
});

it('refuses another ending', async () => {
  const writing = writePredictions({ path: 'out.json', columns: { n: 'count' } }, async () => 1);
  await expect(writing).rejects.toThrow(InvalidOptionError);
});
