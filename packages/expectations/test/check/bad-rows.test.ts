import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';
import { expect, it, onTestFinished } from 'vitest';
import { defineMapExpectation, suite, validate, validatePartitions } from '../../src/index.ts';
import type { LoadedSource, Source, SuiteBuilder } from '../../src/index.ts';
import { parquetOf, temporaryFolder } from '../data.ts';

async function bad(source: Source, orders: SuiteBuilder, ending = 'csv') {
  const folder = temporaryFolder();
  const badRows = join(folder, `bad.${ending}`);
  const { meta, results } = await validate({ source, suite: orders, badRows });
  // Nothing half-written is left beside it
  expect(readdirSync(folder)).toEqual([`bad.${ending}`]);
  expect(meta.bad_rows?.file).toBe(badRows);
  return { path: badRows, rows: meta.bad_rows?.rows, leftOut: meta.bad_rows?.left_out, results };
}

const lines = (path: string) => readFileSync(path, 'utf8').trimEnd().split('\n');

it('writes the rows that fail, in order, with every reason', async () => {
  const orders = suite('orders');
  orders.column('id').valuesToNotBeNull().valuesToBeUnique();
  orders.column('price').valuesToBeBetween({ minValue: 0, description: 'No negative price.' });
  orders.table.rowCountToEqual({ value: 1 });
  const rows = [
    { id: 'a', price: 1.5 },
    { id: null, price: -2 },
    { id: 'b', price: 3 },
    { id: 'a', price: 4 },
  ];
  const { path, rows: count } = await bad({ rows }, orders);
  expect(count).toBe(3);
  const unique = 'expect_column_values_to_be_unique: id: Values are unique.';
  expect(lines(path)).toEqual([
    'id,price,bad_row,bad_reasons',
    `a,1.5,0,${unique}`,
    ',-2.0,1,expect_column_values_to_not_be_null: id: Values are not null. | expect_column_values_to_be_between: price: No negative price.',
    `a,4.0,3,${unique}`,
  ]);
});

it('writes rows that mostly tolerates, and missing ones where they count', async () => {
  const tolerant = suite('s');
  tolerant.column('n').valuesToBeBetween({ maxValue: 2, mostly: 0.5 });
  const source = { columns: { n: [1, 2, 3, null] } };
  const first = await bad(source, tolerant);
  expect(first.results[0]?.success).toBe(true);
  expect(lines(first.path).map((line) => line.split(',')[0])).toEqual(['n', '3']);
  const strict = suite('s');
  strict.column('n').valuesToBeBetween({ maxValue: 9, mostlyCountsNulls: true });
  expect(lines((await bad(source, strict)).path).map((line) => line.split(',')[1])).toEqual([
    'bad_row',
    '3',
  ]);
});

it('looks at the rows of a row condition only, windows too', async () => {
  const conditional = suite('s');
  const rowCondition = 'kind == "x"';
  conditional.column('n').valuesToBeIncreasing({ rowCondition });
  conditional.column('n').valuesToBeInSet({ valueSet: [1, 2, 9], rowCondition });
  const columns = { n: [1, 7, 9, 8, 2, 3], kind: ['x', 'y', 'x', 'y', 'x', 'x'] };
  const { path } = await bad({ columns }, conditional);
  expect(lines(path).map((line) => line.split(',').slice(0, 3).join(' '))).toEqual([
    'n kind bad_row',
    '2 x 4',
    '3 x 5',
  ]);
});

it('leaves out what is about columns or the table, and writes a header alone where no row fails', async () => {
  const about = suite('s');
  about.column('n').valuesToBeOfType({ type: 'str' }).maxToBeBetween({ maxValue: 0 });
  const { path, rows, results } = await bad({ columns: { n: [1, 2] } }, about);
  expect(results.map(({ success }) => success)).toEqual([false, false]);
  expect({ rows, lines: lines(path) }).toEqual({ rows: 0, lines: ['n,bad_row,bad_reasons'] });
});

it('keeps values, names and exact numbers as they are', async () => {
  const odd = suite('s');
  odd.column('Bad_Row').valuesToBeNull();
  const rows = [
    {
      Bad_Row: 'say "x", then\nstop',
      empty: '',
      none: null,
      long: 12345678901234567890123n,
      mixed: 'text',
      'a "b"': new Date(0),
    },
    { Bad_Row: 'y', empty: 'z', none: null, long: 1n, mixed: { deep: [1] }, 'a "b"': null },
  ];
  const { path } = await bad({ rows }, odd);
  expect(readFileSync(path, 'utf8')).toMatch(
    /^Bad_Row,empty,none,long,mixed,"a ""b""",bad_row_2,bad_reasons\n"say ""x"", then\nstop","",,12345678901234567890123,text,1970-01-01 00:00:00,0,expect.*\ny,z,,1,"\{""deep"":\[1\]\}",,1,expect/,
  );
  const parquet = await bad({ rows }, odd, 'parquet');
  const again = suite('again');
  again.column('long').valuesToBeInSet({ valueSet: ['12345678901234567890123', '1'] });
  again.table.columnCountToEqual({ value: 8 });
  const read = await validate({ source: { parquet: parquet.path }, suite: again });
  expect(read.success).toBe(true);
});

it('packs what is named .csv.gz, and runs regular expressions of JavaScript', async () => {
  const texts = suite('s');
  texts.column('t').valuesToMatchRegex({ regex: '^(?!b)' });
  const { path } = await bad({ columns: { t: ['a', 'b'] } }, texts, 'csv.gz');
  expect(gunzipSync(readFileSync(path)).toString()).toMatch(
    /^t,bad_row,bad_reasons\nb,1,"expect[^\n]*\n$/,
  );
});

it('keeps the order of many rows of a file, also where other rows decide', async () => {
  const many = suite('s');
  many.column('key').valuesToBeUnique();
  many.column('n').valuesToBeBetween({ minValue: 1000 });
  const parquet = await parquetOf(
    'SELECT range AS n, CASE WHEN range % 3 = 0 THEN 0 ELSE range END AS key FROM range(300000)',
  );
  const { path, rows } = await bad({ parquet }, many);
  const numbers = lines(path)
    .slice(1)
    .map((line) => Number(line.split(',')[2]));
  const wanted = Array.from({ length: 300_000 }, (_, n) => n).filter(
    (n) => n % 3 === 0 || n < 1000,
  );
  expect(rows).toBe(wanted.length);
  expect(numbers).toEqual(wanted);
});

it('writes from a connection of the caller', async () => {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  onTestFinished(() => connection.closeSync());
  const own = suite('s');
  own.column('n').valuesToBeBetween({ maxValue: 1 });
  const relation = '(SELECT unnest([1, 2]) AS n)';
  expect(lines((await bad({ relation, connection }, own)).path)).toHaveLength(2);
});

it('leaves the file of an earlier run alone where the check cannot be made, and never the data', async () => {
  const folder = temporaryFolder();
  const [csv, badRows] = [join(folder, 'data.csv'), join(folder, 'bad.csv')];
  writeFileSync(csv, 'n\n1\n');
  writeFileSync(badRows, 'earlier');
  const broken = { name: 's', expectations: [{ type: 'expect_nothing', kwargs: {} }] };
  await expect(validate({ source: { csv }, suite: broken, badRows })).rejects.toThrow('unknown');
  await expect(
    validate({ source: { csv: 'nowhere.csv' }, suite: suite('s'), badRows }),
  ).rejects.toThrow('does not exist');
  expect(readFileSync(badRows, 'utf8')).toBe('earlier');
  await expect(
    validate({ source: { csv }, suite: suite('s'), badRows: join(folder, '.', 'data.csv') }),
  ).rejects.toThrow('cannot be written to the same file');
  await expect(
    validate({ source: { csv }, suite: suite('s'), badRows: join(folder, 'bad.xlsx') }),
  ).rejects.toThrow('must end in .csv, .csv.gz or .parquet');
  await expect(
    validate({ source: { csv }, suite: suite('s'), badRows: join(csv, 'bad.csv') }),
  ).rejects.toMatchObject({ code: 'unwritable_file' });
  expect(readFileSync(csv, 'utf8')).toBe('n\n1\n');
});

/** Rules for single rows that 5,000 rows fail in several ways, with null, a row condition, mostly and missing values. */
function rowRules() {
  const rules = suite('rows');
  rules.column('n').valuesToBeBetween({ maxValue: 4000, mostly: 0.1 });
  rules.column('n').valuesToBeInSet({ valueSet: [2, 4000], rowCondition: 'n < 10' });
  rules.column('word').valuesToNotBeNull().valuesToMatchRegex({ regex: '^(?!b)' });
  rules.column('word').valueLengthsToEqual({ value: 1, mostlyCountsNulls: true });
  rules.table.rowCountToEqual({ value: 1 });
  return rules;
}

const TABLE =
  "SELECT range AS n, CASE range % 5 WHEN 0 THEN NULL WHEN 1 THEN 'b' ELSE 'a' END AS word FROM range(5000)";

/** The table in partitions: one of them is empty, one fails nothing. */
async function partitions(): Promise<readonly [LoadedSource, ...LoadedSource[]]> {
  const [first, ...others] = await Promise.all(
    ['n < 1001', 'n < 0', "n >= 1001 AND n < 1003 AND word = 'a'", 'n >= 1003'].map(
      async (where) => ({ parquet: await parquetOf(`SELECT * FROM (${TABLE}) WHERE ${where}`) }),
    ),
  );
  if (first === undefined) throw new Error('there is a first partition');
  return [first, ...others];
}

it.each(['csv', 'csv.gz', 'parquet'])(
  'writes the same bad rows of partitions as of their union, as %s',
  async (ending) => {
    const sources = await partitions();
    const folder = temporaryFolder();
    const [whole, parts] = ['whole', 'parts'].map((name) => join(folder, `${name}.${ending}`));
    if (whole === undefined || parts === undefined) throw new Error('there are two files');
    const parquet = sources.flatMap((source) => ('parquet' in source ? source.parquet : []));
    const options = { suite: rowRules() };
    const one = await validate({ source: { parquet }, badRows: whole, ...options });
    const many = await validatePartitions({ sources, badRows: parts, ...options });
    expect(many.meta.bad_rows).toEqual({ file: parts, rows: one.meta.bad_rows?.rows });
    expect(many.meta.bad_rows?.rows).toBeGreaterThan(2000);
    expect(readdirSync(folder).sort()).toEqual([`parts.${ending}`, `whole.${ending}`]);
    if (ending === 'parquet') {
      const instance = await DuckDBInstance.create(':memory:');
      const connection = await instance.connect();
      onTestFinished(() => connection.closeSync());
      const rows = async (path: string) =>
        (await connection.runAndReadAll(`SELECT * FROM '${path}'`)).getRowObjectsJson();
      expect(await rows(parts)).toEqual(await rows(whole));
    } else {
      const text = (path: string) =>
        ending === 'csv' ? readFileSync(path) : gunzipSync(readFileSync(path));
      expect(text(parts).toString()).toBe(text(whole).toString());
    }
  },
);

it('writes a header alone where no row of any partition fails, and nothing of what does not merge', async () => {
  const folder = temporaryFolder();
  const badRows = join(folder, 'bad.csv');
  const unique = suite('s');
  unique.column('n').valuesToBeUnique();
  const sources = [{ columns: { n: [1, 1] } }, { columns: { n: [1] } }] as const;
  const { meta, results } = await validatePartitions({ sources, suite: unique, badRows });
  expect(results[0]?.exception_info.raised_exception).toBe(true);
  expect(meta.bad_rows).toEqual({ file: badRows, rows: 0 });
  expect(lines(badRows)).toEqual(['n,bad_row,bad_reasons']);
});

it('leaves out in every partition what cannot be told again in one', async () => {
  const folder = temporaryFolder();
  const badRows = join(folder, 'bad.csv');
  const broken = defineMapExpectation({
    type: 'expect_column_values_to_break_late',
    summary: 'A number below 2 as text.',
    kwargs: {},
    // Counts alone do not cast
    rule: () => ({
      columns: ['word'],
      unexpected: 'CAST(word AS INTEGER) > 0',
      unexpectedOfAll: 'length(word) > 0',
    }),
  });
  const sources = [
    { columns: { n: [1, 3], word: ['1', '2'] } },
    { columns: { n: [5, 2], word: ['3', 'x'] } },
  ] as const;
  const { meta } = await validatePartitions({
    sources,
    suite: {
      name: 's',
      expectations: [
        { type: 'expect_column_values_to_be_between', kwargs: { column: 'n', max_value: 2 } },
        { type: broken.type, kwargs: {} },
      ],
    },
    expectations: [broken],
    resultFormat: 'BOOLEAN_ONLY',
    badRows,
  });
  expect(meta.bad_rows).toMatchObject({
    rows: 2,
    left_out: [expect.stringContaining('expect_column_values_to_break_late')],
  });
  expect(
    lines(badRows)
      .slice(1)
      .map((line) => line.split(',').slice(0, 3).join()),
  ).toEqual(['3,2,1', '5,3,2']);
});

it('never replaces a partition by its bad rows', async () => {
  const sources = await partitions();
  const [first] = sources;
  const path = 'parquet' in first ? String(first.parquet) : '';
  const before = readFileSync(path);
  await expect(
    validatePartitions({ sources: [...sources], suite: rowRules(), badRows: path }),
  ).rejects.toThrow('cannot be written to the same file');
  expect(readFileSync(path).equals(before)).toBe(true);
});
