import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { MalformedCsvError } from '../../../src/index.ts';
import type { CsvOptions } from '../../../src/index.ts';
import { csvFile, readPaths } from './read.ts';

async function problemsOf(
  contents: readonly (string | Uint8Array)[],
  options: CsvOptions,
): Promise<unknown> {
  const paths = contents.map((content, at) => csvFile(content, `${at}.csv`));
  const error: unknown = await readPaths(paths, options).catch((reason: unknown) => reason);
  if (error instanceof MalformedCsvError) return [error.source.slice(-5), error.problems];
  throw new Error('no values were refused', { cause: error });
}

const wrong = (...examples: readonly (readonly [line: number, found: string])[]) => ({
  kind: 'wrong_type',
  count: examples.length,
  examples: examples.map(([line, found]) => ({ line, found: `has ${found}` })),
});

it.each([
  ['after rows of several lines', '"a\n\n",1\nb,x\n'],
  ['after blank lines', '\n\n\nb,x\n'],
  ['with \\r\\n', '"a\r\n",1\r\n\r\nb,x\r\n'],
  ['with \\r', '"a\r",1\r\rb,x\r'],
])('a value of a wrong type is told by its line: %s', async (_, rows) => {
  const lineEnd = rows.includes('\n') ? '\n' : '\r';
  const types = { n: 'BIGINT' };
  const found = [['0.csv', [wrong([5, '"x"'])]]];
  expect([await problemsOf([`name,n${lineEnd}${rows}`], { types })]).toMatchObject(found);
  expect([await problemsOf([gzipSync(`name,n${lineEnd}${rows}`)], { types })]).toMatchObject(found);
});

it('without a header, after a line that names the delimiter, and in another encoding', async () => {
  const options = { header: false, types: { column1: 'BIGINT' } };
  expect(await problemsOf(['a,1\nb,x\n'], options)).toMatchObject(['0.csv', [wrong([2, '"x"'])]]);
  const text = Buffer.from('sep=;\nname;n\né;x\n', 'latin1');
  expect(await problemsOf([text], { encoding: 'latin-1', types: { n: 'BIGINT' } })).toMatchObject([
    '0.csv',
    [wrong([3, '"x"'])],
  ]);
});

it('by its line in its own file, far from the beginning, and for every column', async () => {
  const rows = Array.from({ length: 150_000 }, (_, at) => `${at},2020-01-01\n`);
  rows[140_000] = 'x,2020-01-01\n';
  rows[140_001] = '1,01/02/2020\n';
  const [good, bad] = ['n,day\n1,2020-01-01\n', `n,day\n${rows.join('')}`];
  const options = { types: { n: 'BIGINT' }, dateFormats: { day: '%Y-%m-%d' } };
  expect(await problemsOf([good, bad], options)).toMatchObject([
    '1.csv',
    [wrong([140_002, '"x"']), wrong([140_003, '"01/02/2020"'])],
  ]);
});

it('shows five values of a column, the first ones, and counts the others', async () => {
  const text = `n\n${Array.from({ length: 9 }, (_, at) => `x${at}\n`).join('')}`;
  const found = await problemsOf([text], { types: { n: 'BIGINT' } });
  expect(found).toMatchObject(['0.csv', [{ kind: 'wrong_type', count: 9 }]]);
  expect(JSON.stringify(found)).toContain('"line":6,"found":"has \\"x4\\""');
  expect(JSON.stringify(found)).not.toContain('x5');
});
