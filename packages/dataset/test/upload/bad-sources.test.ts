import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import {
  InvalidRowsError,
  InvalidSourcesError,
  openStore,
  uploadDataset,
} from '../../src/index.ts';
import type { DuplicateRule, ObjectStore, RowProblem, TableName } from '../../src/index.ts';
import { SOME_TIME_MS, VECTOR_FIELD, csv, event, fileWith, header } from '../csv-files.ts';
import { tempDirectory } from '../temp-directory.ts';
import { refusal } from './refusal.ts';

async function problems(
  lines: readonly string[],
  table: TableName = 'browsing_train',
  duplicates: DuplicateRule = 'error',
): Promise<readonly RowProblem[]> {
  const error = await refusal(csv(table, lines), table, duplicates);
  if (!(error instanceof InvalidRowsError)) throw error;
  return error.problems;
}

it('names a missing file', async () => {
  expect(await refusal({ path: '/nowhere/browsing.csv' })).toMatchObject({
    code: 'source_not_found',
    path: '/nowhere/browsing.csv',
    table: 'browsing_train',
  });
});

it('refuses a directory', async () => {
  expect(await refusal({ path: await tempDirectory() })).toMatchObject({
    code: 'source_not_a_file',
  });
});

it.each([
  ['no bytes', ''],
  ['gzip of no bytes', gzipSync('')],
])('refuses an empty file: %s', async (_name, content) => {
  expect(await refusal(content)).toMatchObject({ code: 'source_empty' });
});

it('refuses a browsing table with a header only', async () => {
  expect(await refusal(csv('browsing_train', []))).toMatchObject({ code: 'no_rows' });
});

it('lists missing and extra columns with the nearest names', async () => {
  const error = await refusal(
    'session_id,event_type,product_action,product_sku_hash,hashed_url,browser\n',
  );
  expect(error).toMatchObject({
    code: 'columns_mismatch',
    missing: ['session_id_hash', 'server_timestamp_epoch_ms'],
    extra: ['session_id', 'browser'],
  });
  expect(error.message).toContain("missing: session_id_hash (is it 'session_id'?)");
  expect(error.message).toContain(`expected: ${header('browsing_train')}`);
});

it.each([
  ['an unnamed first column', `,${header('browsing_train')}`, /extra: \(an empty name\)/],
  ['twice', `${header('browsing_train')},hashed_url`, /twice: hashed_url/],
  ['semicolons', header('browsing_train').replaceAll(',', ';'), /separated by ";"/],
])('explains a wrong header: %s', async (_name, content, explanation) => {
  const error = await refusal(content);
  expect(error.code).toBe('columns_mismatch');
  expect(error.message).toMatch(explanation);
});

it('reports every kind of bad row of a file at once, with lines, values and what is allowed', async () => {
  const good = event({ session_id_hash: 'good' });
  const found = await problems([
    good, // line 2
    'a,b',
    event({ session_id_hash: '' }),
    good.replace('pageview', 'page_view'),
    good.replace('pageview,', 'event_product,bought'),
    good.replace(String(SOME_TIME_MS), '1609462276'),
    good.replace(String(SOME_TIME_MS), '-1'),
    good.replace(String(SOME_TIME_MS), '1.5'),
    good.replace(String(SOME_TIME_MS), 'noon'),
    good.replace(String(SOME_TIME_MS), ''),
    `${good},extra`,
    good, // line 13
    '"unclosed,pageview,,,1,',
  ]);
  const summary = found.map(({ kind, column, count, examples }) => [
    kind,
    column,
    count,
    examples.map(({ line }) => line),
  ]);
  expect(summary).toEqual([
    ['missing_fields', undefined, 1, [3]],
    ['too_many_fields', undefined, 1, [12]],
    ['broken_quotes', undefined, 1, [14]],
    ['empty_value', 'session_id_hash', 1, [4]],
    ['unknown_value', 'event_type', 1, [5]],
    ['unknown_value', 'product_action', 1, [6]],
    ['empty_value', 'server_timestamp_epoch_ms', 1, [11]],
    ['wrong_type', 'server_timestamp_epoch_ms', 2, [9, 10]],
    ['absurd_timestamp', 'server_timestamp_epoch_ms', 2, [7, 8]],
    ['duplicate_rows', undefined, 1, [13]],
  ]);
  expect(found[4]?.expected).toBe('allowed: pageview, event_product');
  expect(found[5]?.expected).toContain('detail, add, purchase, remove or nothing');
  expect(found[5]?.examples[0]?.value).toBe('"bought,"'.replace(',', ''));
  expect(found[8]?.expected).toContain('look like seconds; multiply them by 1000');
  expect(found[9]?.examples[0]?.value).toContain('as line 2: good,pageview');
});

it('finds the lines that are not UTF-8', async () => {
  const bad = Buffer.concat([
    Buffer.from(csv('browsing_train', [event()])),
    Buffer.from('caf\xe9,pageview,,,1609462276000,\n', 'latin1'),
    Buffer.from(event({ session_id_hash: 'z' })),
  ]);
  for (const content of [bad, gzipSync(bad)]) {
    expect(await refusal(content)).toMatchObject({
      problems: [{ kind: 'bad_utf8', count: 1, examples: [{ line: 3 }] }],
    });
  }
});

it('shows 20 examples of a failure and counts all', async () => {
  const [problem] = await problems(
    Array.from({ length: 100 }, (_, index) =>
      event({ session_id_hash: `s${index}` }).replace('pageview', `view${index}`),
    ),
  );
  expect(problem?.count).toBe(100);
  expect(problem?.examples).toHaveLength(20);
});

it('lists a wrong value once, with how often it comes and its first lines', async () => {
  const error = await refusal(
    csv(
      'browsing_train',
      Array.from({ length: 30 }, (_, index) =>
        event({ session_id_hash: `s${index}` }).replace('pageview', index === 9 ? 'b' : 'a'),
      ),
    ),
  );
  expect(error).toMatchObject({
    problems: [
      {
        count: 30,
        examples: [
          { value: '"a"', line: 2, rows: 29, lines: [2, 3, 4, 5, 6] },
          { value: '"b"', line: 11, rows: 1 },
        ],
      },
    ],
  });
  expect(error.message).toContain('lines 2, 3, 4, 5, 6 and 24 more: "a"');
});

it('counts every bad line of a file that holds nothing else', async () => {
  const [problem] = await problems(Array.from({ length: 30_000 }, () => 'a,b'));
  expect(problem).toMatchObject({ kind: 'missing_fields', count: 30_000 });
});

it('reports repeated rows only if they are an error', async () => {
  const lines = [event(), event(), 'ragged'];
  expect((await problems(lines)).map(({ kind }) => kind)).toEqual([
    'missing_fields',
    'duplicate_rows',
  ]);
  expect((await problems(lines, 'browsing_train', 'drop')).map(({ kind }) => kind)).toEqual([
    'missing_fields',
  ]);
});

it('names the setting that lets repeated rows pass', async () => {
  const error = await refusal(csv('browsing_train', [event(), event()]));
  expect(error.message).toContain("set duplicates to 'drop'");
});

it('checks vectors and lists', async () => {
  const found = await problems(
    [
      `s1,"[1, 2]","[a, b]",,${SOME_TIME_MS}`,
      `s2,"[1, nan]",a,,${SOME_TIME_MS}`,
      `s3,hello,,"[a,,b]",${SOME_TIME_MS}`,
      `s4,${VECTOR_FIELD},"[]","['a']",${SOME_TIME_MS}`,
    ],
    'search_train',
  );
  expect(
    found.map(({ kind, column, examples }) => [kind, column, examples.map(({ line }) => line)]),
  ).toEqual([
    ['wrong_type', 'query_vector', [3, 4]],
    ['vector_length', 'query_vector', [2, 3]],
    ['wrong_type', 'clicked_skus_hash', [3]],
    ['wrong_type', 'product_skus_hash', [4]],
  ]);
});

it.each([
  ['cut short', (gzip: Uint8Array) => gzip.subarray(0, gzip.length / 2)],
  [
    'with a flipped byte',
    (gzip: Uint8Array) =>
      gzip.map((byte, index) => (index === gzip.length >> 1 ? byte ^ 255 : byte)),
  ],
  [
    'with a wrong checksum',
    (gzip: Uint8Array) =>
      gzip.map((byte, index) => (index === gzip.length - 6 ? byte ^ 255 : byte)),
  ],
])('refuses gzip data %s', async (_name, damage) => {
  const lines = Array.from({ length: 5000 }, (_, index) => event({ session_id_hash: `s${index}` }));
  expect(await refusal(damage(gzipSync(csv('browsing_train', lines))))).toMatchObject({
    code: 'source_corrupt',
  });
});

it('reports all files that fail', async () => {
  const store: ObjectStore = openStore(`file:${await tempDirectory()}`);
  const upload = uploadDataset({
    store,
    name: 'shop',
    sources: {
      browsing_train: await fileWith(csv('browsing_train', ['a,b'])),
      search_train: '/nowhere.csv',
      sku_to_content: await fileWith(csv('sku_to_content', ['p1,,,,cheap'])),
    },
  });
  await expect(upload).rejects.toThrow(InvalidSourcesError);
  await expect(upload).rejects.toMatchObject({
    errors: [{ code: 'invalid_rows' }, { code: 'source_not_found' }, { code: 'invalid_rows' }],
  });
});

it('refuses options out of range', async () => {
  const store = openStore(`file:${await tempDirectory()}`);
  const sources = { browsing_train: await fileWith(csv('browsing_train', [event()])) };
  const upload = (options: object) => uploadDataset({ store, name: 'shop', sources, ...options });
  await expect(upload({ duplicates: 'ignore' })).rejects.toMatchObject({
    code: 'invalid_option',
    option: 'duplicates',
  });
  await expect(upload({ engine: { threads: 0 } })).rejects.toMatchObject({
    option: 'engine.threads',
  });
  await expect(upload({ engine: { memoryLimitBytes: 1 } })).rejects.toMatchObject({
    option: 'engine.memoryLimitBytes',
  });
  await expect(upload({ engine: { tempDirectory: '/nowhere' } })).rejects.toMatchObject({
    option: 'engine.tempDirectory',
  });
  await expect(upload({ name: '../up' })).rejects.toMatchObject({ code: 'invalid_key' });
});
