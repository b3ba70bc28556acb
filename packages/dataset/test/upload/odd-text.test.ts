import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { InvalidRowsError, openStore, uploadDataset } from '../../src/index.ts';
import type { TableName } from '../../src/index.ts';
import { SOME_TIME_MS, csv, event, fileWith, header } from '../csv-files.ts';
import { storedRows } from '../stored-rows.ts';
import { tempDirectory } from '../temp-directory.ts';
import { refusal } from './refusal.ts';

const HEADER = header('browsing_train');

/** A row whose session, url or time is given. */
function row(session: string, url = '', time: string | number = SOME_TIME_MS): string {
  return `${session},pageview,,,${time},${url}`;
}

async function sessionsAndUrls(text: string | Uint8Array): Promise<unknown[]> {
  return (await storedRows(text)).map((stored) => [
    stored['session_id_hash'],
    stored['hashed_url'],
  ]);
}

/** Kind, lines and values of what is wrong. */
async function faults(
  text: string | Uint8Array,
  table: TableName = 'browsing_train',
): Promise<unknown[]> {
  const error = await refusal(text, table);
  if (!(error instanceof InvalidRowsError)) throw error;
  return error.problems.map(({ kind, examples }) => [kind, ...examples.map(({ line }) => line)]);
}

const TWO = [
  ['a', 'u'],
  ['b', null],
];
it.each([
  ['lines that end with \\r', [HEADER, row('a', 'u'), row('b'), ''].join('\r')],
  ['\\r line ends and a last \\r\\n', [HEADER, row('a', 'u'), `${row('b')}\r\n`].join('\r')],
  ['line ends of both kinds', `${HEADER}\n${row('a', 'u')}\r\n${row('b')}\n`],
  ['a last line end without its \\n', `${HEADER}\r\n${row('a', 'u')}\r\n${row('b')}\r`],
  ['empty lines', `\n${[HEADER, row('a', 'u'), '', row('b'), '', ''].join('\n\n')}`.trimStart()],
  ['empty lines that end with \\r\\n', [HEADER, row('a', 'u'), '', row('b'), '', ''].join('\r\n')],
  ['two byte order marks', `\ufeff\ufeff${csv('browsing_train', [row('a', 'u'), row('b')])}`],
  ['a comma too many at the end of a line', csv('browsing_train', [`${row('a', 'u')},`, row('b')])],
  ['empty fields in quotes', csv('browsing_train', [row('a', 'u'), row('b', '""')])],
])('reads %s', async (_what, text) => {
  expect(await sessionsAndUrls(text)).toEqual(TWO);
});

it.each([
  ['a \\r', 'a\rb'],
  ['a \\r\\n', 'a\r\nb'],
  ['a line end', 'a\nb'],
  ['quotes', 'a "b" c'],
  ['spaces around it', '  a  '],
  ['a comma', 'a,b'],
  ['letters beyond ASCII', 'größe 尺寸 👟'],
])('keeps a value in quotes as it is: %s', async (_what, value) => {
  const quoted = `"${value.replaceAll('"', '""')}"`;
  for (const lineEnd of ['\n', '\r\n']) {
    const text = [HEADER, row(quoted), row('b', quoted), ''].join(lineEnd);
    expect(await sessionsAndUrls(text)).toEqual([
      [value, null],
      ['b', value],
    ]);
  }
});

it.each([
  ['a quote in the middle', '5" screen'],
  ['quotes behind a space', ' "a" '],
])('keeps a value without quotes as it is: %s', async (_what, value) => {
  expect(await sessionsAndUrls(csv('browsing_train', [row('a', value), row('b', 'u')]))).toEqual([
    ['a', value],
    ['b', 'u'],
  ]);
});

it('tells the line, the place and the bytes of what is not UTF-8, beside other faults, and the way out', async () => {
  const text = csv('browsing_train', [
    row('"two\nlines"'),
    event({ session_id_hash: 'a', product_action: 'add', product_sku_hash: 'caf\xe9' }),
    'a,b',
    row('a', 'na\xefve'),
    row('dup'),
    row('dup'),
    row('x', '', 'noon'),
  ]);
  const error = await refusal(Buffer.from(text, 'latin1'));
  expect(error).toMatchObject({
    problems: [
      { kind: 'bad_utf8', count: 2, examples: [{ line: 4 }, { line: 6 }] },
      { kind: 'missing_fields', examples: [{ line: 5 }] },
      { kind: 'wrong_type', examples: [{ line: 9, value: '"noon"' }] },
      { kind: 'duplicate_rows', examples: [{ line: 8 }] },
    ],
  });
  expect(error.message).toContain(
    'line 4: product_sku_hash holds 0xE9 at byte 24 of the line: "caf\ufffd"',
  );
  expect(error.message).toContain('as line 7: dup');
  expect(error.message).toContain('iconv -f WINDOWS-1252 -t UTF-8');
});

it.each([
  ['a \\r in a field without quotes', [row('a', 'x\ry'), row('b')], [['bare_return', 2]]],
  ['a doubled \\r', [`${row('a')}\r\r`, row('b')], [['bare_return', 2]]],
  ['a byte 0', [row('a'), row('b\0c')], [['nul_byte', 3]]],
  ['text behind a closing quote', [row('a'), row('"b"c'), row('d')], [['broken_quotes', 3]]],
  ['a space behind a closing quote', [row('a'), row('"b" '), row('d')], [['broken_quotes', 3]]],
  [
    'a header again',
    [row('a'), HEADER, row('b')],
    [
      ['unknown_value', 3],
      ['unknown_value', 3],
      ['wrong_type', 3],
    ],
  ],
  ['a blank between lines', [row('a'), ' ', row('b')], [['missing_fields', 3]]],
  [
    'a line of two megabytes',
    [row('a'), row('b', 'x'.repeat(2_000_000)), 'c'],
    [
      ['line_too_long', 3],
      ['missing_fields', 4],
    ],
  ],
  ['bytes without a line end', [row('a'), 'x'.repeat(5_000_000)], [['line_too_long', 3]]],
] as const)('explains by line: %s', async (_what, lines, expected) => {
  const text = csv('browsing_train', lines);
  expect(await faults(text)).toEqual(expected);
  expect(await faults(gzipSync(text))).toEqual(expected);
});

it('tells the line of a quote that never closes, and reads the lines behind it', async () => {
  const lines = [row('a'), row('"b'), row('c'), 'short', row('d', '', 'noon')];
  expect(await faults(csv('browsing_train', lines))).toEqual([
    ['broken_quotes', 3],
    ['missing_fields', 5],
    ['wrong_type', 6],
  ]);
});

it('counts the lines of fields with line ends, as an editor does', async () => {
  const lines = [row('"a\n\nb"'), row('"c\r\nd"'), 'short', row('e', '', 'noon')];
  expect(await faults(csv('browsing_train', lines))).toEqual([
    ['missing_fields', 7],
    ['wrong_type', 8],
  ]);
});

it.each([
  ['seconds', '1609462276', /seconds; multiply them by 1000/],
  ['seconds with a fraction', '1609462276.123', /seconds; multiply/],
  ['microseconds', '1609462276000000', /microseconds; divide/],
  ['nanoseconds', '1609462276000000000', /nanoseconds; divide them by 1000000/],
  ['milliseconds as a float', '1609462276000.0', /milliseconds with a fraction; write whole/],
  ['a number with an exponent', '1.609462276e12', /write whole milliseconds/],
  ['a date', '2021-01-01T00:51:16Z', /dates; convert/],
  ['days', '18628', /days since 1970/],
  ['a time in the year 3000', '32503680000000', /from 2000 to 2099$/m],
  ['a negative time', '-1', /from 2000 to 2099$/m],
  ['more digits than a number has', '9'.repeat(19), /whole milliseconds since 1970$/m],
])('says what unit a time seems to be in: %s', async (_unit, time, hint) => {
  const error = await refusal(csv('browsing_train', [row('a', '', time), row('b', '', time)]));
  expect(error.message).toMatch(hint);
});

it.each([
  ['a data row of this table', [row('a'), row('b')]],
  ['a row with a number', ['1,2,3', '4,5,6']],
])('says in one sentence that the header is missing: %s', async (_what, lines) => {
  const error = await refusal(`${lines.join('\n')}\n`);
  expect(error.code).toBe('columns_mismatch');
  expect(error.message).toContain(
    `the header is missing: the first line seems to hold data (${lines[0] ?? ''})`,
  );
  expect(error.message).toContain(`Put this line before it: ${HEADER}`);
  expect(error.message.split('\n')).toHaveLength(1);
});

it.each([
  ['upper case', HEADER.toUpperCase(), /differ in upper and lower case/],
  ['spaces', HEADER.replaceAll(',', ', '), /spaces/],
  ['blanks for underscores', HEADER.replaceAll('_', ' '), /signs/],
  ['another table', header('sku_to_content').replace('product_sku_hash', 'sku'), /another file/],
  ['tabs', HEADER.replaceAll(',', '\t'), /separated by "\\t"/],
])('says in one line what is wrong with the names: %s', async (_what, first, advice) => {
  const error = await refusal(`${first}\n`);
  expect(error.message).toMatch(advice);
  expect(error.message.split('\n')).toHaveLength(4);
});

it('takes no header whose letters have bytes 0 between them, even if nothing follows it', async () => {
  const text = Buffer.from(HEADER, 'utf16le');
  const twice = Buffer.from(text.toString('latin1'), 'utf16le');
  expect((await refusal(twice)).message).toContain('bytes 0 between the letters of the header');
});

it('reads columns in any order', async () => {
  const shuffled = [4, 0, 5, 2, 1, 3];
  const rows = [
    event({ session_id_hash: 's1', hashed_url: 'u1' }),
    event({ session_id_hash: 's2', product_action: 'add', product_sku_hash: 'p1' }),
  ];
  const shuffle = (line: string): string => {
    const fields = line.split(',');
    return shuffled.map((at) => fields[at]).join(',');
  };
  const store = openStore(`file:${await tempDirectory()}`);
  const upload = async (name: string, content: string) => {
    const sources = { browsing_train: await fileWith(content) };
    return (await uploadDataset({ store, name, sources })).manifest.tables[0]?.parquet.sha256;
  };
  const text = csv('browsing_train', rows);
  const digest = await upload('straight', text);
  const lines = text.trim().split('\n').map(shuffle);
  expect(await upload('shuffled', `${lines.join('\n')}\n`)).toBe(digest);
  // What DuckDB may read in its own way is scanned exactly: in that order as well
  expect(await upload('scanned', `${lines.join('\r\n')}\n`)).toBe(digest);
});
