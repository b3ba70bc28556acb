import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { runCli } from '../../src/cli/run-cli.ts';
import { parquetOf, temporaryFolder } from '../data.ts';

const SUITE = { name: 'rows', expectations: [] };

async function check(content: string | Uint8Array, ...flags: readonly string[]) {
  const folder = temporaryFolder();
  const [data, suite] = [join(folder, 'table.csv'), join(folder, 'suite.json')];
  writeFileSync(data, content);
  writeFileSync(suite, JSON.stringify(SUITE));
  let [out, err] = ['', ''];
  const terminal = {
    out: (text: string) => (out += text),
    err: (text: string) => (err += text),
    isInteractive: false,
  };
  const args = ['check', data, '--suite', suite, '--format', 'json', ...flags];
  const code = await runCli(args, terminal);
  return { code, err, csv: code === 0 ? readingIn(out) : null };
}

function readingIn(json: string): unknown {
  const result: unknown = JSON.parse(json);
  return typeof result === 'object' && result !== null && 'meta' in result ? result.meta : null;
}

it('takes every choice for CSV and tells it in the result', async () => {
  const { code, csv } = await check(
    Buffer.from("7\t31/12/2020\t-\t'caf\xe9\t1'\n", 'latin1'),
    ...['--delimiter', 'tab', '--quote', "'", '--no-header', '--column-names', 'id,day,gone,name'],
    ...['--type', 'id=VARCHAR', '--date-format', 'day=%Y', '--date-format', 'day=%d/%m/%Y'],
    ...['--null-text', '-', '--null-text', '', '--encoding', 'latin-1'],
  );
  expect(code).toBe(0);
  expect(csv).toMatchObject({
    csv: {
      rows: 1,
      columns: { id: 'VARCHAR', day: 'DATE', gone: 'VARCHAR', name: 'VARCHAR' },
      null_texts: ['-', ''],
      files: [{ delimiter: '\t', quote: "'", header: false, encoding: 'latin-1' }],
    },
  });
});

it('reads without quotes and with an escape', async () => {
  const flags = ['--quote', 'none', '--escape', '\\', '--delimiter', ';'];
  const { csv } = await check('a;b\n"x\\;y";2\n', ...flags);
  expect(csv).toMatchObject({ csv: { rows: 1, files: [{ quote: null, escape: '\\' }] } });
});

it.each([
  [['--encoding', 'ebcdic'], '--encoding must be one of utf-8, latin-1, windows-1252, utf-16'],
  [['--type', 'VARCHAR'], '--type must be column=value'],
  [['--max-unpacked-bytes', '0'], '--max-unpacked-bytes must be a number of bytes above 0'],
  [['--delimiter', '::'], 'The option delimiter must be one ASCII character'],
  [[], 'line 3 has 1, "3"'],
])('says what is wrong and answers 2: %j', async (flags, message) => {
  const { code, err } = await check('a,b\n1,2\n3\n', ...flags);
  expect(code).toBe(2);
  expect(err).toContain(message);
});

it('takes no choice for CSV where the files are Parquet', async () => {
  let err = '';
  const terminal = {
    out: () => undefined,
    err: (text: string) => (err += text),
    isInteractive: false,
  };
  const data = await parquetOf('SELECT 1 AS a');
  expect(await runCli(['profile', data, '--delimiter', ';'], terminal)).toBe(2);
  expect(err).toContain('The options for CSV were given, and the files are Parquet.');
});

it('takes what a packed file may unpack to', async () => {
  const packed = gzipSync('a,b\n1,2\n3,4\n');
  const { code, err } = await check(packed, '--max-unpacked-bytes', '11');
  expect({ code, err }).toMatchObject({ code: 2 });
  expect(err).toContain('unpack to more than 11, which is the limit');
  expect((await check(packed, '--max-unpacked-bytes', '12')).code).toBe(0);
});
