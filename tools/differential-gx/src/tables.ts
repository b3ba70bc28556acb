import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';

/** A table as a Parquet file; a small one is compared to the last failing row. */
export interface Table {
  readonly name: string;
  readonly path: string;
  readonly isSmall: boolean;
}

const SEED = 42;

/** A seeded whole number below `below` for row i. */
const pick = (salt: string, below: number) => `(hash(i, '${salt}', ${SEED}) % ${below})::BIGINT`;

/** NULL in one row of `every`. */
const sparse = (sql: string, salt: string, every: number) =>
  `CASE WHEN ${pick(`${salt} is null`, every)} = 0 THEN NULL ELSE ${sql} END`;

const oneOf = (salt: string, texts: readonly string[]) =>
  `[${texts.map((text) => `'${text.replaceAll("'", "''")}'`).join(', ')}][1 + ${pick(salt, texts.length)}]`;

/** The same columns in every table: what trips validators, side by side. */
const COLUMNS: Readonly<Record<string, string>> = {
  id: 'i',
  whole: `${pick('whole', 41)} - 20`,
  gappy: sparse(`${pick('gappy', 9)} - 4`, 'gappy', 5),
  price: sparse(
    `CASE WHEN ${pick('price nan', 11)} = 0 THEN 'NaN'::DOUBLE ELSE round(${pick('price', 20_000)} / 100.0 - 50, 2) END`,
    'price',
    9,
  ),
  paid: sparse(`round(${pick('paid', 20_000)} / 100.0 - 50, 2)`, 'paid', 13),
  half: `(${pick('half', 4)} - 1) / 2.0`,
  rising: 'i // 3',
  falling: '100000 - i',
  word: sparse(
    oneOf('word', [
      '',
      ' ',
      'a',
      'Zebra',
      'naïve',
      '日本語',
      '🙂🙂',
      "it's",
      'a"b;--',
      '100',
      'NULL',
    ]),
    'word',
    7,
  ),
  other_word: sparse(oneOf('other', ['a', 'Zebra', 'naïve', '100']), 'other', 8),
  code: `printf('%s-%03d', ${oneOf('code', ['AB', 'CD', 'ef'])}, ${pick('code number', 30)})`,
  flag: `${pick('flag', 3)} = 0`,
  day: sparse(
    `TIMESTAMP '1968-03-01 00:00:00' + INTERVAL 1 HOUR * ${pick('day', 500_000)}`,
    'day',
    10,
  ),
  later: `TIMESTAMP '1998-03-01 00:00:00' + INTERVAL 1 HOUR * ${pick('later', 250_000)}`,
  json: sparse(
    oneOf('json', ['{"a": 1}', '{"a": "b"}', '[1, 2]', '{"a": ', '7', '"text"']),
    'json',
    9,
  ),
  written_day: sparse(
    oneOf('written', ['2020-01-31', '1969-12-01', '31.01.2020', 'never']),
    'written',
    9,
  ),
  nothing: 'CAST(NULL AS DOUBLE)',
};

const KINDS = [
  { name: 'hostile', rows: 60, change: '' },
  { name: 'big', rows: 20_000, change: '' },
  { name: 'one row', rows: 1, change: '' },
  { name: 'empty', rows: 0, change: '' },
  // Columns keep their types and lose their values.
  {
    name: 'all null',
    rows: 6,
    change: `REPLACE (${Object.keys(COLUMNS)
      .filter((name) => name !== 'id')
      .map((name) => `nullif(${name}, ${name}) AS ${name}`)
      .join(', ')})`,
  },
] as const;

/** Writes the seeded tables as Parquet files into `folder`. */
export async function writeTables(folder: string): Promise<readonly Table[]> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const columns = Object.entries(COLUMNS).map(([name, sql]) => `${sql} AS ${name}`);
  try {
    const tables: Table[] = [];
    for (const { name, rows, change } of KINDS) {
      const path = join(folder, `${name.replace(' ', '-')}.parquet`);
      await connection.run(
        `COPY (SELECT * ${change} FROM (SELECT ${columns.join(', ')} FROM range(${rows}) AS rows(i))) TO '${path}' (FORMAT parquet)`,
      );
      tables.push({ name, path, isSmall: rows <= 100 });
    }
    return tables;
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}
