import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  exactJson,
  profile,
  suite,
  UnpackLimitError,
  validate,
  validatePartitions,
} from '../../../src/index.ts';
import type { JsonLinesOptions, JsonLinesReading } from '../../../src/index.ts';
import { temporaryFolder } from '../../data.ts';

const EVERY_ROW = {
  name: 'every row',
  expectations: [
    {
      type: 'unexpected_rows_expectation',
      kwargs: { unexpected_rows_query: 'SELECT * FROM {batch}' },
    },
  ],
};

function file(content: string | Uint8Array, name = 'table.jsonl'): string {
  const path = join(temporaryFolder(), name);
  writeFileSync(path, content);
  return path;
}

async function readPaths(
  jsonl: string | readonly string[],
  options: JsonLinesOptions = {},
): Promise<{ readonly rows: readonly unknown[]; readonly reading: JsonLinesReading }> {
  const { results, meta } = await validate({ source: { jsonl, ...options }, suite: EVERY_ROW });
  const details: unknown = results[0]?.result['details'];
  const rows =
    typeof details === 'object' && details !== null && 'unexpected_rows' in details
      ? details.unexpected_rows
      : [];
  if (!Array.isArray(rows) || meta.jsonl === undefined) throw new Error('nothing was read');
  return { rows, reading: meta.jsonl };
}

const read = (content: string | Uint8Array, options: JsonLinesOptions = {}, name?: string) =>
  readPaths(file(content, name), options);

const linesOf = (...rows: readonly unknown[]) => rows.map((row) => exactJson(row)).join('\n');

it('gives every column the narrowest type that loses nothing', async () => {
  const { rows, reading } = await read(
    [
      '{"id": 1, "long": 9007199254740993, "huge": 1, "price": 1.5, "exact": 12345678901234567.89, "ok": true, "name": "a", "none": null, "mixed": 1, "deep": {"a": [1, "x"]}}',
      '{"id": 2, "long": -9223372036854775807, "huge": 12345678901234567890123, "price": 1e-7, "exact": 0.25, "ok": false, "name": "", "none": null, "mixed": "1", "deep": null}',
    ].join('\n'),
  );
  expect(reading.columns).toEqual({
    id: 'BIGINT',
    long: 'BIGINT',
    huge: 'HUGEINT',
    price: 'DOUBLE',
    exact: 'DECIMAL(38,2)',
    ok: 'BOOLEAN',
    name: 'VARCHAR',
    none: 'VARCHAR',
    mixed: 'VARIANT',
    deep: 'VARIANT',
  });
  expect(rows).toMatchObject([
    {
      long: '9007199254740993',
      huge: 1,
      exact: '12345678901234567.89',
      mixed: 1,
      deep: { a: [1, 'x'] },
    },
    { huge: '12345678901234567890123', price: 1e-7, exact: 0.25, name: '', mixed: '1', deep: null },
  ]);
});

it('reads keys that come late or are missing as columns with missing values', async () => {
  const { rows } = await read('{"a": 1}\n\n{"b": "x\\n\\"y\\""}\r\n{}\n{"c": true, "a": 2}');
  expect(rows).toEqual([
    { a: 1, b: null, c: null },
    { a: null, b: 'x\n"y"', c: null },
    { a: null, b: null, c: null },
    { a: 2, b: null, c: true },
  ]);
});

it('keeps a text as it is, whatever it looks like', async () => {
  const texts = [
    '',
    ' ',
    '1',
    'true',
    'null',
    'NA',
    's',
    '"',
    ',',
    '\0',
    '{"a":1}',
    '2020-01-31',
    '\u2028',
    '𝄞',
  ];
  const { rows, reading } = await read(linesOf(...texts.map((t) => ({ t, n: 1 }))));
  expect(reading.columns).toEqual({ t: 'VARCHAR', n: 'BIGINT' });
  expect(rows).toEqual(texts.map((t) => ({ t, n: 1 })));
});

it('reads whatever JSON.stringify writes of flat objects', async () => {
  const value = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
  );
  const table = fc.array(
    fc.record({ a: value, b: fc.string(), c: fc.double({ noNaN: true, noDefaultInfinity: true }) }),
    {
      minLength: 1,
      maxLength: 8,
    },
  );
  await fc.assert(
    fc.asyncProperty(table, async (drawn) => {
      const rows = drawn.map((row) => ({ ...row, c: row.c === 0 ? 0 : row.c }));
      const found = await read(rows.map((row) => JSON.stringify(row)).join('\n'));
      expect(found.rows).toEqual(rows);
    }),
    { numRuns: 25 },
  );
});

it('reads dates, formats and other types where they are given', async () => {
  const content = '{"day": "2020-01-31", "eu": "31/01/2020", "n": "7", "deep": {"a": 1}}';
  const { rows, reading } = await read(content, {
    types: { day: 'DATE', n: 'INTEGER', deep: 'VARCHAR' },
    dateFormats: { eu: '%d/%m/%Y' },
  });
  expect(reading.columns).toEqual({ day: 'DATE', eu: 'DATE', n: 'INTEGER', deep: 'VARCHAR' });
  expect(rows).toEqual([{ day: '2020-01-31', eu: '2020-01-31', n: 7, deep: '{"a":1}' }]);
});

it('reads packed files and several files as one table, told by content', async () => {
  const folder = temporaryFolder();
  const [first, second] = [join(folder, 'a.jsonl.gz'), join(folder, 'b.jsonl')];
  writeFileSync(first, gzipSync('\ufeff{"a": 1}\n'));
  writeFileSync(second, Buffer.from('\ufeff{"b": 2.5}\n{"a": 3}', 'utf16le'));
  const { rows, reading } = await readPaths([first, second]);
  expect(rows).toEqual([
    { a: 1, b: null },
    { a: null, b: 2.5 },
    { a: 3, b: null },
  ]);
  expect(reading.files).toEqual([
    { file: first, rows: 1, compression: 'gzip' },
    { file: second, rows: 2, compression: 'none' },
  ]);
  expect((await readPaths(join(folder, '*.jsonl*'))).rows).toHaveLength(3);
});

it('refuses lines that are no rows, with their numbers', async () => {
  const content = Buffer.concat([
    Buffer.from('{"a": 1}\n{"a": \n[1]\n\n7\n{"a": "\\ud800"}\n{"a": "\\\\ud800"}\n{"a": "'),
    Buffer.from([0xff]),
    Buffer.from('"}\n'),
  ]);
  await expect(read(content)).rejects.toMatchObject({
    name: 'MalformedJsonLinesError',
    problems: [
      { kind: 'bad_json', count: 2, examples: [{ line: 2 }, { line: 6 }] },
      { kind: 'no_object', count: 2, examples: [{ line: 3, found: 'is "[1]"' }, { line: 5 }] },
      {
        kind: 'bad_encoding',
        count: 1,
        examples: [{ line: 8, found: 'has "{\\"a\\": \\"\ufffd\\"}"' }],
      },
    ],
  });
  await expect(read(`{"a": ${'['.repeat(300)}${']'.repeat(300)}}`)).rejects.toThrow(
    'line 1 is nested',
  );
  expect((await read('{"__proto__": 1, "constructor": 2, "2": 3}')).rows).toHaveLength(1);
  await expect(read('[\n{"a": 1}\n]')).rejects.toThrow('every line must be');
});

it('refuses numbers that no type holds with the others, unless a type is given', async () => {
  const content = '{"n": 1e400}\n{"n": "x"}\n{"n": 12345678901234567890123}';
  await expect(read(content)).rejects.toMatchObject({
    problems: [
      {
        kind: 'too_long_number',
        count: 2,
        examples: [
          { line: 1, found: 'has 1e400' },
          { line: 3, found: 'has 12345678901234567890123' },
        ],
      },
    ],
  });
  expect((await read(content, { types: { n: 'VARCHAR' } })).rows).toEqual([
    { n: '1e400' },
    { n: 'x' },
    { n: '12345678901234567890123' },
  ]);
});

it('tells values that are not of their given type by line', async () => {
  await expect(
    read('{"d": "2020-01-31"}\n\n{"d": "soon"}', { types: { d: 'DATE' } }),
  ).rejects.toMatchObject({
    problems: [{ kind: 'wrong_type', count: 1, examples: [{ line: 3, found: 'has "soon"' }] }],
  });
  await expect(read('{"d": 1}', { types: { e: 'DATE' } })).rejects.toThrow('names the column "e"');
  await expect(read('{"d": 1}', { types: { d: 'NOTHING' } })).rejects.toThrow('a type of DuckDB');
});

it('refuses what has no columns, too many, or other bytes', async () => {
  await expect(read('')).rejects.toThrow('it has no object with a key');
  await expect(read('{}\n{}')).rejects.toThrow('it has no object with a key');
  const keys = Object.fromEntries(Array.from({ length: 10_001 }, (_, at) => [`k${at}`, 1]));
  await expect(read(JSON.stringify(keys))).rejects.toThrow('more than 10000 different keys');
  await expect(read('{"a": 1, "A": 2}')).rejects.toThrow('have one name, but for letter case');
  await expect(read('{"": 1}')).rejects.toThrow('an object has an empty key');
  await expect(read('PAR1....')).rejects.toThrow('it is a Parquet file');
  const packed = gzipSync('{"a": 1}\n'.repeat(1000));
  await expect(read(packed, { maxUnpackedBytes: 100 })).rejects.toBeInstanceOf(UnpackLimitError);
  await expect(read(gzipSync('{"a": 1}').subarray(0, 12))).rejects.toMatchObject({
    code: 'unreadable_source',
  });
});

it('reads long lines, and refuses one without an end', async () => {
  const long = 'x'.repeat(3_000_000);
  expect((await read(linesOf({ long }, { long: 'y' }))).reading.rows).toBe(2);
  await expect(read(Buffer.alloc(2 ** 25 + 10, 'a'))).rejects.toThrow('line 1 has more than');
});

it('is checked in partitions, profiled, and split as other sources are', async () => {
  const folder = temporaryFolder();
  const paths = ['a', 'b'].map((name) => join(folder, `${name}.jsonl`));
  for (const [at, path] of paths.entries()) {
    writeFileSync(path, linesOf({ n: at, t: 'x' }, { n: at + 10, t: 'y' }));
  }
  const [first = '', second = ''] = paths;
  const small = suite('small');
  small.column('n').valuesToBeBetween({ maxValue: 5 });
  small.table.rowCountToEqual({ value: 4 });
  const parts = await validatePartitions({
    sources: [{ jsonl: first }, { jsonl: second }],
    suite: small,
  });
  expect(parts.results.map(({ result }) => result)).toMatchObject([
    { partial_unexpected_list: [10, 11] },
    { observed_value: 4 },
  ]);
  expect(parts.meta.jsonl).toMatchObject({ rows: 4, files: [{ file: first }, { file: second }] });
  const found = await profile({ jsonl: paths });
  expect((await validate({ source: { jsonl: paths }, suite: found.suite })).success).toBe(true);
  await expect(
    validate({
      source: { jsonl: paths },
      suite: small,
      badRows: first.replace('.jsonl', '.jsonl'),
    }),
  ).rejects.toThrow('must end in');
});
