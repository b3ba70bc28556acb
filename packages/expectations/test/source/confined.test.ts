import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { DuckDBInstance } from '@duckdb/node-api';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { UnreadableSourceError, validate } from '../../src/index.ts';
import type { Source } from '../../src/index.ts';
import { check, parquetOf, temporaryFolder } from '../data.ts';

const SECRET = 'hush-hush';

/** A folder with a secret, and what a query of a suite against it finds. */
async function secretFolder(): Promise<string> {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'secret.txt'), SECRET);
  writeFileSync(join(folder, 'secret.csv'), `a\n${SECRET}\n`);
  return folder;
}

async function ask(query: string, source: Source = { columns: { a: [1, 2] } }) {
  const expectation = {
    type: 'unexpected_rows_expectation',
    kwargs: { unexpected_rows_query: query },
  };
  const { results } = await validate({
    source,
    suite: { name: 'hostile', expectations: [expectation] },
    resultFormat: 'COMPLETE',
  });
  const [result] = results;
  if (result === undefined) throw new Error('a suite of one expectation has one result');
  return result;
}

async function ownConnection() {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  onTestFinished(() => {
    connection.closeSync();
    instance.closeSync();
  });
  await connection.run('CREATE TABLE t AS SELECT 1 AS a');
  return connection;
}

const READERS = (folder: string) => [
  `SELECT * FROM read_text('${folder}/secret.txt')`,
  `SELECT * FROM {batch} WHERE a IN (SELECT length(content) FROM read_text('${folder}/secret.txt'))`,
  `SELECT (SELECT content FROM read_blob('${folder}/secret.txt')) FROM {batch}`,
  `SELECT * FROM glob('${folder}/*')`,
  `SELECT * FROM read_csv('${folder}/secret.csv')`,
  `SELECT * FROM '${folder}/secret.csv'`,
  `FROM "${folder}/secret.csv"`,
  `SELECT * FROM sniff_csv('${folder}/secret.csv')`,
  `SELECT * FROM query('SELECT * FROM read_text(''${folder}/secret.txt'')')`,
  `SELECT * FROM json_execute_serialized_sql(json_serialize_sql('SELECT 1'))`,
  `WITH x AS (SELECT * FROM read_text('${folder}/secret.txt')) SELECT * FROM x`,
  `SELECT * FROM system.main."read_text"('${folder}/secret.txt')`,
  `SELECT * FROM read_text('/proc/self/environ')`,
  `SELECT * FROM 'http://127.0.0.1:9/x.csv'`,
  `SELECT * FROM parquet_metadata('${folder}/secret.csv')`,
];

const OTHERS = (folder: string) => [
  `COPY (SELECT 1) TO '${folder}/made.csv'`,
  `SELECT 1; COPY (SELECT 1) TO '${folder}/made.csv'`,
  `SELECT 1) TO '${folder}/made.csv'; COPY (SELECT 1`,
  `SELECT 1); ATTACH '${folder}/made.db'; SELECT * FROM (SELECT 1`,
  `ATTACH '${folder}/made.db'`,
  'INSTALL httpfs',
  'LOAD httpfs',
  'PRAGMA database_list',
  'CALL pragma_version()',
  'SET threads = 1',
  'DROP VIEW batch',
  'CREATE SECRET (TYPE s3)',
  `EXPORT DATABASE '${folder}/made'`,
  `SELECT getenv('HOME')`,
  `SELECT current_setting('temp_directory')`,
  'SELECT * FROM duckdb_settings()',
  'SELECT * FROM pg_catalog.pg_settings',
  'SELECT * FROM duckdb_secrets()',
  // Unconfined, this one ends the whole process
  `SELECT * FROM enable_logging(storage_path := '${folder}/made')`,
  `SELECT * FROM enable_profiling(save_location := '${folder}/made.json')`,
  'SELECT * FROM checkpoint()',
];

describe('a query of a suite', () => {
  it.each(['our own', "a caller's"])('reads no file through %s connection', async (whose) => {
    const folder = await secretFolder();
    const source: Source =
      whose === 'our own'
        ? { columns: { a: [1, 2] } }
        : { relation: 't', connection: await ownConnection() };
    for (const query of [...READERS(folder), ...OTHERS(folder)]) {
      const { success, result, exception_info: info } = await ask(query, source);
      expect({ query, success, result, raised: info.raised_exception }).toEqual({
        query,
        success: false,
        result: {},
        raised: true,
      });
      expect(JSON.stringify(info.exception_message)).not.toContain(SECRET);
    }
    expect(readdirSync(folder).sort()).toEqual(['secret.csv', 'secret.txt']);
  });

  it('says what it may read when it asks for a file', async () => {
    const { exception_info: info } = await ask("SELECT * FROM read_text('/etc/hostname')");
    expect(info.exception_message).toBe(
      'unexpected_rows_query calls read_text(): a query of a suite reads {batch} and tables by name, no files and no settings.',
    );
  });

  it.each([
    'SELECT * FROM {batch} WHERE a > 1',
    'SELECT * FROM {batch} WHERE a > 1;',
    'SELECT * FROM {batch} WHERE a > 1 -- the large ones',
    'SELECT * FROM {batch} WHERE a > 1; -- the large ones\n',
    "SELECT * FROM {batch} WHERE a > 1 AND ';x' = ';x'",
    '/* large */ WITH x AS (SELECT * FROM {batch}) SELECT * FROM x WHERE a > 1',
    '(SELECT * FROM {batch} WHERE a > 1)',
    'FROM {batch} WHERE a > 1',
    'SELECT b.a FROM {batch} b JOIN range(2, 9) r(n) ON b.a = r.n',
    'SELECT a, row_number() OVER (ORDER BY a) FROM {batch} QUALIFY row_number() OVER (ORDER BY a) = 2',
  ])('finds its rows: %s', async (query) => {
    const { success, result } = await ask(query);
    expect(success).toBe(false);
    expect(result['observed_value']).toBe('1 unexpected row');
  });
});

describe('the engine', () => {
  it('reads the files of its source alone, told by path, pattern, list or file: address', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'parts [1]'));
    const one = await parquetOf('SELECT 1 AS a');
    symlinkSync(one, join(folder, 'parts [1]', 'a[1].parquet'));
    symlinkSync(await parquetOf('SELECT 2 AS a'), join(folder, 'parts [1]', 'a1.parquet'));
    const suite = {
      name: 'rows',
      expectations: [
        { type: 'expect_column_sum_to_be_between', kwargs: { column: 'a', max_value: 9 } },
      ],
    };
    const sumOf = async (parquet: string | readonly string[]) => {
      const { results } = await validate({ source: { parquet }, suite });
      return results[0]?.result['observed_value'];
    };
    expect(await sumOf(one)).toBe(1);
    expect(await sumOf(pathToFileURL(one).href)).toBe(1);
    expect(await sumOf([one, one])).toBe(2);
    expect(await sumOf(join(folder, 'parts [1]', 'a[1].parquet'))).toBe(1);
    expect(await sumOf(join(folder, 'parts*', '*.parquet'))).toBe(3);
  });

  it.each([
    ['/no/such/file.parquet', '/no/such/file.parquet does not exist.'],
    ['/no/such/*.parquet', '/no/such/*.parquet matches no file.'],
    [tmpdir(), 'is a directory'],
    ['/dev/null', 'is no regular file'],
    ['https://example.com/a.parquet', 'nothing is fetched from the network'],
    ['s3://bucket/a.parquet', 'nothing is fetched from the network'],
  ])('refuses %s in a sentence', async (parquet, reason) => {
    const found = validate({ source: { parquet }, suite: { name: 'none', expectations: [] } });
    await expect(found).rejects.toBeInstanceOf(UnreadableSourceError);
    await expect(found).rejects.toThrow(reason);
  });

  it('reads other tables of the run', async () => {
    const { success } = await check(
      { a: [1, 2] },
      'expect_table_row_count_to_equal_other_table',
      { other_table_name: 'other' },
      'BASIC',
      { tables: { other: { parquet: await parquetOf('SELECT unnest([1, 2]) AS b') } } },
    );
    expect(success).toBe(true);
  });

  it('leaves nothing in the temporary folder', async () => {
    const folder = temporaryFolder();
    vi.stubEnv('TMPDIR', folder);
    onTestFinished(() => void vi.unstubAllEnvs());
    await ask('SELECT * FROM {batch}');
    await expect(ask('SELECT 1', { parquet: 'none.parquet' })).rejects.toThrow('does not exist');
    expect(readdirSync(folder)).toEqual([]);
  });
});
