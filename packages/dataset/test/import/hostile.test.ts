import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';
import { expect, it } from 'vitest';
import { DatasetError } from '../../src/index.ts';
import { importEvents, parseImportMap } from '../../src/import/index.ts';
import type { ImportMap } from '../../src/import/index.ts';
import { digestFile } from '../../src/store/digest-file.ts';
import { fileWith } from '../csv-files.ts';
import { tempDirectory } from '../temp-directory.ts';
import { FOREIGN_WORDS } from '../upload/refusal.ts';
import { zipArchive } from '../upload/zip-archive.ts';
import { zstdFrame } from '../upload/zstd-frame.ts';
import { imported } from './imported.ts';

const MAP: ImportMap = {
  sources: [{ session: 's', time: 't', action: 'a', item: 'i', times: { unit: 'ms' } }],
};
const T = 1_612_069_200_000;
const EVENTS = [
  ['s1', 'detail', 'x', T, null],
  ['s1', 'add', 'y', T + 1, null],
];
/** Two events, two rows lost, and two that are not: the map drops one, the other is there already. */
const LOSING = `s,t,a,i\ns1,${T},detail,x\ns1,${T + 1},add,y\ns1,noon,add,y\ns1,${T},jump,x\ns1,${T},scroll,x\ns1,${T + 1},add,y\n`;
const LOSING_MAP: ImportMap = {
  sources: MAP.sources.map((source) => ({
    ...source,
    actions: { detail: 'detail', add: 'add', scroll: 'drop' },
  })),
};
const TEXT = `s,t,a,i\ns1,${T},detail,x\ns1,${T + 1},add,y\n`;

async function refusal(
  content: string | Uint8Array,
  map = MAP,
  name = 'a.csv',
  maxLostShare?: number,
): Promise<string> {
  const out = await tempDirectory();
  const tempRoot = await tempDirectory();
  const error: unknown = await importEvents({
    paths: [await fileWith(content, name)],
    map,
    out,
    maxLostShare,
    engine: { tempDirectory: tempRoot },
  }).catch((reason: unknown) => reason);
  expect([await readdir(out), await readdir(tempRoot)]).toEqual([[], []]);
  if (!(error instanceof DatasetError)) throw new Error('not refused', { cause: error });
  expect(error.message).not.toMatch(FOREIGN_WORDS);
  return error.message;
}

it.each<readonly [string, string | Uint8Array]>([
  ['plain', TEXT],
  ['a byte order mark', `\ufeff${TEXT}`],
  ['line ends of Windows', TEXT.replaceAll('\n', '\r\n')],
  ['line ends of old Macs', TEXT.replaceAll('\n', '\r')],
  ['quotes around all', TEXT.replaceAll(/[^,\n]+/g, '"$&"')],
  ['tabs', TEXT.replaceAll(',', '\t')],
  ['bars', TEXT.replaceAll(',', '|')],
  ['gzip', gzipSync(TEXT)],
  ['Zstandard', zstdFrame(TEXT)],
  ['zip', zipArchive({ name: 'x.csv', content: TEXT })],
  [
    'JSON Lines with a mark',
    `\ufeff{"s":"s1","t":${T},"a":"detail","i":"x"}\n{"s":"s1","t":${T + 1},"a":"add","i":"y"}`,
  ],
  [
    'packed JSON',
    gzipSync(
      `[{"s":"s1","t":${T},"a":"detail","i":"x"},{"s":"s1","t":"${T + 1}","a":"add","i":"y"}]`,
    ),
  ],
])('reads the same events from %s', async (_name, content) => {
  const { events, account } = await imported({ a: content }, MAP);
  expect(events).toEqual(EVENTS);
  expect(account.dropped).toEqual([]);
});

it('reads Parquet, plain and nested, its times as text or as times', async () => {
  const path = join(await tempDirectory(), 'a.parquet');
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await connection.run(`COPY (SELECT {'id': 's1'} AS who, epoch_ms(${T} + n) AS t,
    ['detail', 'add'][n + 1] AS a, [{'sku': ['x', 'y'][n + 1]}] AS items FROM range(2) AS r(n))
    TO '${path}' (FORMAT parquet)`);
  connection.closeSync();
  instance.closeSync();
  const out = await tempDirectory();
  const source = { session: 'who.id', time: 't', action: 'a', each: 'items', item: 'items.sku' };
  const { sample } = await importEvents({ paths: [path], map: { sources: [source] }, out });
  expect(
    sample.map((row) => [row.session_id_hash, row.product_sku_hash, row.server_timestamp_epoch_ms]),
  ).toEqual([
    ['s1', 'x', T],
    ['s1', 'y', T + 1],
  ]);
});

it('counts lines that are no rows, by line, and keeps the others', async () => {
  const bad = ['short', 'a,b,c,d,e', 'x"y,"z,1', 'nul\0,1,add,x', '"open,1,add,x'];
  const { events, account } = await imported({ 'a.csv': `${TEXT}${bad.join('\n')}\n` }, MAP);
  expect(events).toEqual(EVENTS);
  expect(account.rowsRead).toBe(7);
  expect(account.dropped).toEqual([{ reason: 'unreadable_line', rows: 5, values: [] }]);
  expect(
    account.files[0]?.problems.map(({ kind, examples }) => [
      kind,
      ...examples.map(({ line }) => line),
    ]),
  ).toEqual([
    ['missing_fields', 4],
    ['too_many_fields', 5],
    ['broken_quotes', 6, 8],
    ['nul_byte', 7],
  ]);
});

it('counts wrong JSON', async () => {
  const json = `{"s":"s1","t":${T},"a":"detail"}\n{oops\n\n[1]\n"text"\nnull\n`;
  const { account } = await imported({ 'a.jsonl': json }, MAP);
  expect(account.rowsRead).toBe(5);
  expect(account.dropped).toEqual([{ reason: 'invalid_json', rows: 4, values: [] }]);
});

it('lists wrong values once each, with their rows, the most frequent first', async () => {
  const rows = [...Array<string>(30).fill('wat'), ...Array<string>(3).fill('oops')].map(
    (a) => `s1,${T},${a},x`,
  );
  const times = ['noon', 'noon', '-1', '9e99'].map((t) => `s1,${t},add,x`);
  const { account } = await imported(
    { 'a.csv': `${TEXT}${[...rows, ...times].join('\n')}\n` },
    MAP,
  );
  expect(account.dropped).toEqual([
    {
      reason: 'unknown_action',
      rows: 33,
      values: [
        { value: 'wat', rows: 30 },
        { value: 'oops', rows: 3 },
      ],
    },
    { reason: 'wrong_time', rows: 2, values: [{ value: 'noon', rows: 2 }] },
    {
      reason: 'absurd_time',
      rows: 2,
      values: [
        { value: '-1', rows: 1 },
        { value: '9e99', rows: 1 },
      ],
    },
  ]);
});

it('knows zones by name, over the change of clocks, and zones of the rows themselves', async () => {
  const source = { session: 's', time: 't', action: { constant: 'detail' } };
  const rows = [
    '2021-03-28 01:30:00',
    '2021-03-28 03:30:00',
    '2021-07-01T12:00:00Z',
    '2021-07-01T12:00:00,5-0200',
  ];
  const map = { sources: [{ ...source, delimiter: ';', times: { zone: 'Europe/Berlin' } }] };
  const { events } = await imported(
    { a: `s;t\n${rows.map((t, at) => `${at};${t}`).join('\n')}\n` },
    map,
  );
  expect(events.map(([, , , ms]) => new Date(ms).toISOString())).toEqual([
    '2021-03-28T00:30:00.000Z',
    '2021-03-28T01:30:00.000Z',
    '2021-07-01T12:00:00.000Z',
    '2021-07-01T14:00:00.500Z',
  ]);
});

it('reads a column of a file with 10,000', async () => {
  const names = Array.from({ length: 10_000 }, (_, at) => `column_${at}`);
  const line = (values: Record<number, string | number>): string =>
    names.map((_, at) => values[at] ?? '').join(',');
  const map: ImportMap = {
    sources: [
      { session: 'column_0', time: 'column_5000', times: { unit: 'ms' }, action: 'column_9999' },
    ],
  };
  const rows = [
    line({ 0: 's1', 5000: T, 9999: 'add' }),
    line({ 0: 's2', 5000: T, 9999: 'detail' }),
  ];
  const { events } = await imported({ a: `${names.join(',')}\n${rows.join('\n')}\n` }, map);
  expect(events.map(([session, action]) => [session, action])).toEqual([
    ['s1', 'add'],
    ['s2', 'detail'],
  ]);
});

it.each<readonly [string, string | Uint8Array, RegExp]>([
  ['an empty file', '', /the file is empty/],
  ['white space', ' \n\n', /the file is empty/],
  ['a header alone', 's,t,a,i\n', /expected at least one event.*0 rows read/s],
  ['no row that is an event', `s,t,a,i\ns1,noon,add,x\n`, /times that cannot be read: "noon" 1/],
  [
    'another file',
    'id,b\n1,2\n',
    /expected a column 's' \(session of the map\), the file has id, b\./,
  ],
  ['a column twice', `s,t,a,i,s\n1,${T},add,x,2\n`, /expected one column 's'.*the file has 2/],
  ['gzip that is cut', gzipSync(TEXT).subarray(0, 30), /cut short/],
  ['a list of JSON that is cut', `[{"s":"s1","t":${T},"a":"add"},{"s`, /a list of JSON objects/],
  ['Parquet that is none', 'PAR1 no', /Parquet/],
  ['UTF-16', Buffer.from(TEXT, 'utf16le'), /UTF-16LE/],
  ['Excel', zipArchive({ name: 'xl/workbook.xml', content: 'x' }), /Excel/],
])('refuses %s in one sentence, and writes nothing', async (_name, content, message) => {
  expect(await refusal(content)).toMatch(message);
});

it('refuses names of lists in a text, and files that are not there', async () => {
  const [source] = MAP.sources;
  if (source === undefined) throw new Error('no source');
  expect(await refusal(TEXT, { sources: [{ ...source, each: 'items' }] })).toMatch(
    /each of the map/,
  );
  await expect(importEvents({ paths: ['no/such'], map: MAP })).rejects.toThrow(
    /no\/such.*there is none/,
  );
  await expect(importEvents({ paths: [], map: MAP })).rejects.toThrow(/at least one file/);
  await expect(importEvents({ paths: [await tempDirectory()], map: MAP })).rejects.toThrow(
    /found none/,
  );
});

it('names every wrong key of a map', () => {
  const map = {
    sources: [{ tiem: 't', action: 'a', times: { unit: 'h', zone: 'Mars' } }],
    idleMinutes: 0,
  };
  expect(() => parseImportMap(map, 'the import map x.json')).toThrow(
    [
      'While reading the import map x.json, 4 keys are wrong:',
      '  idleMinutes: expected minutes, above 0 and at most 525600, a year, got 0',
      '  sources[0].time: expected the name of a column, a list of names of which the first that holds something is taken, or {"constant": "a value"}, got undefined',
      '  sources[0].tiem: expected one of the keys',
    ].join('\n'),
  );
});

it.each([
  [{}, /sources\[0\].session: expected a column of sessions, or one of visitors/],
  [{ session: 's', times: { zone: 'Mars' } }, /times.zone: expected a time zone.*got "Mars"/],
  [{ session: 's', times: { unit: 's', format: '%Y' } }, /either unit or format/],
  [{ session: 's', actions: { x: 'bought' } }, /actions.x: expected one of detail, add/],
  [{ session: 's', delimiter: 'ab' }, /delimiter: expected one sign/],
])('refuses a map whose keys do not go together: %j', (rest, message) => {
  expect(() => parseImportMap({ sources: [{ time: 't', action: 'a', ...rest }] })).toThrow(message);
});

it('gives the same bytes again, for any number of threads', async () => {
  const rows = Array.from(
    { length: 130_000 },
    (_, at) => `v${(at * 7919) % 997},${T + ((at * 104_729) % 100_000) * 1000},detail,i${at % 31}`,
  );
  const path = await fileWith(`v,t,a,i\n${rows.join('\n')}\n`, 'a.csv');
  const map: ImportMap = {
    sources: [{ visitor: 'v', time: 't', action: 'a', item: 'i', times: { unit: 'ms' } }],
  };
  const digests = [];
  for (const threads of [1, 4]) {
    const out = await tempDirectory();
    const found = await importEvents({ paths: [path], map, out, engine: { threads } });
    expect(found.account.sessionsCut).toBeGreaterThan(0);
    digests.push(await digestFile(found.path ?? ''));
  }
  expect(new Set(digests).size).toBe(1);
});

it('reads only the files that a map is for, and names the others', async () => {
  const folder = await tempDirectory();
  await writeFile(join(folder, 'events-1.csv'), TEXT);
  await writeFile(join(folder, 'events-2.csv'), TEXT.replaceAll('s1', 's2'));
  await writeFile(join(folder, 'items.csv'), 'x\n1\n');
  await writeFile(join(folder, '.hidden.csv'), 'x\n1\n');
  const [source] = MAP.sources;
  if (source === undefined) throw new Error('no source');
  const map = { sources: [{ ...source, files: 'EVENTS-*.csv' }] };
  const { account } = await importEvents({ paths: [folder], map });
  expect(account.files.map(({ rows }) => rows)).toEqual([2, 2]);
  expect(account.skippedFiles).toEqual([join(folder, 'items.csv')]);
  expect(account.sessions).toBe(2);
});

it('writes nothing where more rows are lost than allowed, and counts neither repeats nor what the map drops', async () => {
  const { account } = await imported({ 'a.csv': LOSING }, LOSING_MAP, { maxLostShare: 2 / 6 });
  expect(account).toMatchObject({ rowsRead: 6, events: 2 });
  const message = await refusal(LOSING, LOSING_MAP, 'a.csv', 0.3);
  expect(message).toContain('at most 30 % of the rows to be lost, but 2 of 6 are');
  expect(message).toContain('times that cannot be read: "noon" 1');
});
