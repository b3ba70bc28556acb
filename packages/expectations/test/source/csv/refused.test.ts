import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { MalformedCsvError, UnreadableSourceError } from '../../../src/index.ts';
import { csvFile, readCsv, readPaths } from './read.ts';

async function refusal(content: string | Uint8Array): Promise<unknown> {
  return readCsv(content).then(
    (table) => table,
    (error: unknown) => error,
  );
}

describe('lines that are no rows', () => {
  it('are reported with their numbers, counts and texts', async () => {
    const error = await refusal('a,b\n1,2\n3\n4,5,6\n"7\n8",9\n10\n');
    expect(error).toBeInstanceOf(MalformedCsvError);
    expect(error).toMatchObject({
      problems: [
        {
          kind: 'wrong_field_count',
          count: 3,
          examples: [
            { line: 3, found: 'has 1, "3"' },
            { line: 4, found: 'has 3, "4,5,6"' },
            { line: 7, found: 'has 1, "10"' },
          ],
        },
      ],
    });
  });

  it.each([
    ['a,b\n1,2,\n', 'line 2 has 3, "1,2,"'],
    ['a,b\n1,2\n  \n', 'line 3 has 1, "  "'],
    ['a\n1\n2,3\n', 'line 3 has 2, "2,3"'],
    ['a,b\n1,"2\n3,4\n', 'a quoted field does not end: line 2'],
    ['a,b\n1,"2"3\n', 'text follows the closing quote of a field'],
    ['a,b\n1,"say \\"hi\\", he said"\n', 'line 2'],
    ['a,b\r\n1,x\ry\r\n', 'line 3 has 1, "y"'],
  ])('%j', async (text, message) => {
    const error = await refusal(text);
    expect(error).toBeInstanceOf(MalformedCsvError);
    expect(String(error)).toContain(message);
  });

  it('are counted in a large file, far from its beginning', async () => {
    const good = Array.from({ length: 60_000 }, (_, at) => `${at},name ${at}`);
    const error = await refusal(`a,b\n${[...good, '1', ...good, '1,2,3'].join('\n')}\n`);
    expect(String(error)).toContain('line 60002 has 1, "1"; line 120003 has 3, "1,2,3"');
  });

  it('may be of another encoding: the line says so', async () => {
    const rows = Buffer.from('caf\xe9,1\n', 'latin1');
    const error = await refusal(Buffer.concat([Buffer.from('a,b\nx,2\n'), rows]));
    expect(error).toMatchObject({ problems: [{ kind: 'bad_encoding', count: 1 }] });
    expect(String(error)).toContain("give its encoding, such as 'windows-1252': line 3");
  });
});

describe('files that hold no one table', () => {
  const packed = gzipSync('a,b\n1,2\n3,4\n');
  const large = gzipSync(Buffer.from(`a,b\n${'1,2\n'.repeat(300_000)}`));
  const broken = Buffer.from(large);
  broken[large.length >> 1] = (broken[large.length >> 1] ?? 0) ^ 0xff;

  it.each([
    ['nothing', '', 'it is empty'],
    ['nothing, packed', gzipSync(''), 'it is empty'],
    ['blank lines alone', '\n\r\n', 'it is empty'],
    ['two delimiters that both fit', 'a,b;c\n1,2;3\n', 'both fit. Give the delimiter.'],
    ['single quotes around everything', "'a','b'\n'1','2'\n", 'in single quotes. Give the quote'],
    ['names that SQL takes for one', 'id,ID\n1,2\n', 'but for letter case'],
    ['UTF-16 without a mark', Buffer.from('a,b\n1,2\n', 'utf16le'), "'utf-16' perhaps"],
    ['gzip cut short', packed.subarray(0, -5), 'damaged or cut short'],
    ['a large gzip cut short', large.subarray(0, large.length >> 1), 'damaged or cut short'],
    ['gzip with a wrong byte', broken, 'damaged or cut short'],
    [
      'gzip with a wrong checksum',
      Buffer.concat([packed.subarray(0, -8), Buffer.alloc(8, 1)]),
      'damaged',
    ],
    ['text behind gzip', Buffer.concat([packed, Buffer.from('more')]), 'damaged'],
    [
      'zeros and more behind gzip',
      Buffer.concat([packed, Buffer.alloc(9), packed]),
      'bytes follow its gzip data',
    ],
    ['Parquet', 'PAR1....PAR1', 'give it as { parquet }'],
    ['bzip2', 'BZh91AY&SY', 'packed with bzip2'],
  ])('%s', async (_, content, message) => {
    const error = await refusal(content);
    expect(error).toBeInstanceOf(Error);
    expect(String(error)).toContain(message);
    expect(String(error)).not.toMatch(
      /Invalid Input Error|IO Error|read_csv|sample_size|strict_mode/,
    );
  });

  it('such as files with different columns', async () => {
    const found = readPaths([csvFile('a,b\n1,2\n'), csvFile('a,c\n1,2\n')]);
    await expect(found).rejects.toBeInstanceOf(UnreadableSourceError);
    await expect(found).rejects.toThrow('Files of one table need the same columns');
  });
});

describe('gzip is told by its bytes and read whole', () => {
  const packed = gzipSync('a,b\n1,2\n');
  const more = gzipSync('3,4\n');

  it.each([
    ['a name of plain CSV', packed, [[1, 2]]],
    [
      'several members',
      Buffer.concat([packed, more]),
      [
        [1, 2],
        [3, 4],
      ],
    ],
    ['zeros behind it', Buffer.concat([packed, Buffer.alloc(3_000_000)]), [[1, 2]]],
    ['packed twice', gzipSync(packed), [[1, 2]]],
  ])('%s', async (_, content, rows) => {
    expect((await readCsv(content)).rows).toEqual(rows);
  });

  it('and a name of gzip makes no plain text gzip', async () => {
    expect((await readCsv('a,b\n1,2\n', {}, 'table.csv.gz')).rows).toEqual([[1, 2]]);
  });
});

it('counts a line end that the boundary of a read cuts as one', async () => {
  const readBytes = 2 ** 20;
  const header = 'a\r\n';
  const upToCut = `${header}${'x'.repeat(readBytes - header.length - 1)}\r`;
  const error = await refusal(
    Buffer.concat([Buffer.from(upToCut), Buffer.from('\ncaf\xe9\r\n', 'latin1')]),
  );
  expect(error).toMatchObject({
    problems: [{ kind: 'bad_encoding', count: 1, examples: [{ line: 3 }] }],
  });
});
