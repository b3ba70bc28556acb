import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { gzipSync } from 'node:zlib';
import type { LoadedSource } from '../../src/index.ts';
import type { Draws } from './draws.ts';
import { hostileNumber, hostileText, hostileValue, NAMES } from './hostile-values.ts';

/** A table to check, and names that its columns may have. */
export interface RandomTable {
  readonly source: LoadedSource;
  readonly columns: readonly string[];
}

type Cell = (draws: Draws, row: number) => unknown;

const CELLS: readonly Cell[] = [
  (_, row) => row,
  (draws) => draws.below(3),
  (draws) => draws.pick([0.5, 1.25, 1e300, -3]),
  (draws) => draws.pick(['x', 'y', 'open', '']),
  (draws) => draws.pick(['2020-01-01', '2020-01-02', '1/2/2020']),
  (draws) => draws.chance(0.5),
  (draws) => new Date(1577836800000 + draws.below(1e9)),
  (draws) => draws.pick([2144415922528452715n, 2n ** 64n, 1n]),
  (draws) => draws.pick(['{"a": 1}', '[1]', '{', '['.repeat(20_000)]),
  (draws) => draws.pick(['aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!', 'AB-001']),
  (draws) => hostileText(draws),
  (draws) => hostileNumber(draws),
  (draws) => (draws.chance(0.9) ? hostileText(draws) : hostileValue(draws)),
  () => null,
];

function memoryTable(draws: Draws): RandomTable {
  const rows = draws.pick([0, 1, 2, 7, 30]);
  const names = new Map(
    draws
      .times(1 + draws.below(5), () => draws.pick(NAMES))
      .map((name) => [name.toLowerCase(), name]),
  );
  const columns = [...names.values()].map((name) => {
    const cell = draws.pick(CELLS);
    const missing = draws.pick([0, 0, 0.2]);
    const values = draws.times(rows, (row) => (draws.chance(missing) ? null : cell(draws, row)));
    return [name, values] as const;
  });
  return {
    source: { columns: Object.fromEntries(columns) },
    columns: columns.map(([name]) => name),
  };
}

/** Changes some bytes: cut, left out, put in or turned. */
function changed(draws: Draws, bytes: Uint8Array): Buffer<ArrayBuffer> {
  const at = draws.below(bytes.length + 1);
  const [before, after] = [bytes.subarray(0, at), bytes.subarray(at)];
  const extra = Buffer.of(
    draws.chance(0.5) ? draws.below(256) : draws.pick([0, 34, 44, 10, 13, 255]),
  );
  return Buffer.concat(
    draws.pick([
      [before],
      [before, after.subarray(1 + draws.below(4))],
      [before, extra, after],
      [before, extra, after.subarray(1)],
    ]),
  );
}

async function csvTable(draws: Draws, folder: string): Promise<RandomTable> {
  const delimiter = draws.pick([',', ';', '\t', '|']);
  const names = draws.pick([
    ['a', 'b', 'price'],
    ['id', 'a'],
    ['a', 'a', ''],
    [MARK, 'a b'],
  ]);
  const rows = draws.times(draws.pick([0, 1, 5, 40]), (row) =>
    names.map(() =>
      draws.pick([String(row), '1.5', 'x', '', '"q, ""x"""', '2020-01-01', 'é', '00123']),
    ),
  );
  const lines = [names, ...rows].map((cells) => cells.join(delimiter));
  let bytes = Buffer.from(lines.join(draws.pick(['\n', '\r\n', '\r'])) + draws.pick(['', '\n']));
  for (let changes = draws.pick([0, 0, 1, 3]); changes > 0; changes--)
    bytes = changed(draws, bytes);
  if (draws.chance(0.05)) bytes = Buffer.from(draws.times(400, () => draws.below(256)));
  if (draws.chance(0.1)) bytes = gzipSync(bytes);
  const path = join(folder, 'table.csv');
  await writeFile(path, bytes);
  return { source: { csv: path }, columns: names };
}

const MARK = '<lf-mark>';

/** A column of every family of types. */
const PARQUET = `SELECT i AS id, i % 3 AS a, CASE WHEN i % 4 > 0 THEN i / 7 END AS price,
  ['x', 'y', NULL][i % 3 + 1] AS state, DATE '2020-01-01' + i::INTEGER AS day, TIMESTAMPTZ '2020-01-01 00:00:00+02' AS zoned,
  TIME '10:00:00' AS clock, i % 2 = 0 AS flag, [i, 2] AS list, {'x': i} AS record, MAP {'k': i} AS map,
  (i / 3)::DECIMAL(20, 4) AS money, 'NaN'::DOUBLE AS nan, '\\xFF'::BLOB AS bytes, '550e8400-e29b-41d4-a716-446655440000'::UUID AS uuid,
  '{"a": ' || i || '}' AS json, (i::HUGEINT * 1000000000000000000000) AS huge FROM range(20) AS t(i)`;

const PARQUET_COLUMNS = [...PARQUET.matchAll(/ AS (\w+)(?=[, ])/g)].map(([, name = '']) => name);

/** The bytes of a sound Parquet file. */
export async function parquetBytes(folder: string): Promise<Uint8Array> {
  await mkdir(folder, { recursive: true });
  const path = join(folder, 'sound.parquet');
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await connection.run(`COPY (${PARQUET}) TO '${path}' (FORMAT parquet)`);
  connection.closeSync();
  instance.closeSync();
  return readFile(path);
}

async function parquetTable(draws: Draws, folder: string, sound: Uint8Array): Promise<RandomTable> {
  const path = join(folder, 'table.parquet');
  const isSound = draws.chance(0.6);
  let bytes = Buffer.from(sound);
  if (!isSound)
    for (let changes = draws.pick([1, 5]); changes > 0; changes--) bytes = changed(draws, bytes);
  await writeFile(path, bytes);
  return { source: { parquet: path }, columns: PARQUET_COLUMNS };
}

/** A small table in memory, of CSV bytes, or of Parquet bytes that may be hurt. */
export async function randomTable(
  draws: Draws,
  folder: string,
  parquet: Uint8Array,
): Promise<RandomTable> {
  if (draws.chance(0.6)) return memoryTable(draws);
  return draws.chance(0.5) ? csvTable(draws, folder) : parquetTable(draws, folder, parquet);
}
