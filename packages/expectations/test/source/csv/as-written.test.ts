import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { csvFile, readCsv, readPaths } from './read.ts';

describe('a CSV file is read as it is written', () => {
  it('keeps its header and its one column, whatever marks the values hold', async () => {
    const { columns, rows } = await readCsv(
      'category\nShoes\nHats\nShoes;Sale\nBelts;Sale\nHats;New\n',
    );
    expect(columns).toEqual({ category: 'VARCHAR' });
    expect(rows.flat()).toEqual(['Shoes', 'Hats', 'Shoes;Sale', 'Belts;Sale', 'Hats;New']);
  });

  it.each([',', ';', '\t', '|'])('finds the delimiter %j by the header', async (mark) => {
    const text = ['a', 'b', 'c'].join(mark);
    const { columns, rows, csv } = await readCsv(
      `${text}\nx${mark}"y${mark}z"${mark}1,5\n`.replace('1,5', '15'),
    );
    expect(Object.keys(columns)).toEqual(['a', 'b', 'c']);
    expect(rows).toEqual([['x', `y${mark}z`, 15]]);
    expect(csv.files[0]?.delimiter).toBe(mark);
  });

  it('takes numbers in the first line for names', async () => {
    const { columns, rows } = await readCsv('1,2\n3,4\n');
    expect(columns).toEqual({ 1: 'BIGINT', 2: 'BIGINT' });
    expect(rows).toEqual([[3, 4]]);
  });

  it("names columns as pandas does where the file's names are empty or double", async () => {
    const { columns } = await readCsv(',a,a,b,\n0,1,2,3,4\n');
    expect(Object.keys(columns)).toEqual(['Unnamed: 0', 'a', 'a.1', 'b', 'Unnamed: 4']);
  });

  it.each([
    ['line feeds', 'a,b\n1,x\n2,y\n'],
    ['no last line end', 'a,b\n1,x\n2,y'],
    ['carriage returns and line feeds', 'a,b\r\n1,x\r\n2,y\r\n'],
    ['carriage returns', 'a,b\r1,x\r2,y\r'],
    ['carriage returns, then a line feed', 'a,b\r1,x\r2,y\r\n'],
    ['all of them', 'a,b\n1,x\r\n2,y\r'],
    ['blank lines', '\n\na,b\n\n1,x\r\n\r\n2,y\n\n'],
    ['a byte order mark', '\uFEFFa,b\n1,x\n2,y\n'],
    ['two byte order marks', '\uFEFF\uFEFFa,b\n1,x\n2,y\n'],
    ["Excel's first line", 'sep=;\na;b\n1;x\n2;y\n'],
    ['spaces around numbers', 'a,b\n 1,x\n2 ,y\n'],
    ['quotes around everything', '"a","b"\n"1","x"\n"2","y"\n'],
    ['spaces around quotes', 'a,b\n1, "x"\n2,"y" \n'],
  ])('reads %s', async (_, text) => {
    const { columns, rows } = await readCsv(text);
    expect(columns).toEqual({ a: 'BIGINT', b: 'VARCHAR' });
    expect(rows).toEqual([
      [1, 'x'],
      [2, 'y'],
    ]);
  });

  it('skips blank lines of one column and keeps its empty quotes as missing values', async () => {
    const { rows } = await readCsv('a\n\n1\n""\n\n3\n');
    expect(rows).toEqual([[1], [null], [3]]);
  });

  it('keeps what quotes protect', async () => {
    const { rows } = await readCsv('a,b\n1,"x\r\ny, ""z"""\n2,"\r"\n3,5" disk\n4,"x\\"\n');
    expect(rows.map(([, b]) => b)).toEqual(['x\r\ny, "z"', '\r', '5" disk', 'x\\']);
  });

  it('keeps line ends of another kind in quotes of the first row, in a file that is copied first', async () => {
    const { rows } = await readCsv("a;b\r\n'x\r\ny';'1'\r\n", { quote: "'" });
    expect(rows).toEqual([['x\r\ny', 1]]);
    const wide = Buffer.from('\uFEFFa\tb\n"x\r\ny"\t"1"\n', 'utf16le');
    expect((await readCsv(wide)).rows).toEqual([['x\r\ny', 1]]);
  });

  it('keeps a NUL, a very long field and a header of two lines', async () => {
    const long = 'x'.repeat(2_500_000);
    const { columns, rows } = await readCsv(`a,"b\nc"\n1,x\0y\n2,${long}\n`);
    expect(Object.keys(columns)).toEqual(['a', 'b\nc']);
    expect(rows).toEqual([
      [1, 'x\0y'],
      [2, long],
    ]);
  });

  it('has no rows and text columns where there is a header alone', async () => {
    for (const text of ['a,b\n', 'a,b', '\n"a",b\r\n']) {
      const { columns, rows } = await readCsv(text);
      expect([columns, rows]).toEqual([{ a: 'VARCHAR', b: 'VARCHAR' }, []]);
    }
  });

  it('tells in the result how it was read', async () => {
    const path = csvFile(gzipSync('id;day\n1;2020-01-01\n'));
    const { csv } = await readPaths(path);
    expect(csv).toEqual({
      rows: 1,
      columns: { id: 'BIGINT', day: 'DATE' },
      null_texts: expect.arrayContaining(['', 'NA', 'null']) as unknown,
      files: [
        {
          file: path,
          rows: 1,
          delimiter: ';',
          quote: '"',
          escape: '"',
          header: true,
          encoding: 'utf-8',
          compression: 'gzip',
        },
      ],
    });
  });

  it('reads several files as one table, each in its own dialect', async () => {
    const { columns, rows } = await readPaths([
      csvFile('a,b\n1,\n'),
      csvFile('a;b\n2;x\n', 'b.txt'),
      csvFile(gzipSync('\uFEFFa\tb\r\n3.5\ty\r\n')),
    ]);
    expect(columns).toEqual({ a: 'DOUBLE', b: 'VARCHAR' });
    expect(rows).toEqual([
      [1, null],
      [2, 'x'],
      [3.5, 'y'],
    ]);
  });

  it('adds no column for a folder that is called like one', async () => {
    const path = csvFile('a\n1\n');
    expect((await readPaths(path)).columns).toEqual({ a: 'BIGINT' });
  });
});

describe("a column's type is found from all of its values and loses nothing", () => {
  const typeOf = async (...values: string[]) => {
    const { columns, rows } = await readCsv(
      `n,v\n${values.map((v, at) => `${at},${v}`).join('\n')}\n`,
    );
    return [columns['v'], rows.map(([, value]) => value)];
  };

  it.each([
    [['1', '-2', ''], 'BIGINT', [1, -2, null]],
    [
      ['21444159225284527150', '21444159225284527151'],
      'HUGEINT',
      ['21444159225284527150', '21444159225284527151'],
    ],
    [
      ['2144415922528452715', '2144415922528452716'],
      'BIGINT',
      ['2144415922528452715', '2144415922528452716'],
    ],
    [['1'.repeat(40), '2'], 'VARCHAR', ['1'.repeat(40), '2']],
    [['00123', '00124'], 'VARCHAR', ['00123', '00124']],
    [['+5', '6'], 'VARCHAR', ['+5', '6']],
    [['0x1F', '12'], 'VARCHAR', ['0x1F', '12']],
    [['1_000', '2'], 'VARCHAR', ['1_000', '2']],
    [['t', 'f'], 'VARCHAR', ['t', 'f']],
    [['yes', 'no'], 'VARCHAR', ['yes', 'no']],
    [['0', '1'], 'BIGINT', [0, 1]],
    [['true', 'False', 'TRUE'], 'BOOLEAN', [true, false, true]],
    [['true', '1'], 'VARCHAR', ['true', '1']],
    [['1', '2.5', '.5', '1e-3'], 'DOUBLE', [1, 2.5, 0.5, 0.001]],
    [['0.1', '0.30000000000000004'], 'DOUBLE', [0.1, 0.30000000000000004]],
    [['1.5', 'inf', '-inf'], 'DOUBLE', [1.5, 'Infinity', '-Infinity']],
    [['1e5', '2e5'], 'VARCHAR', ['1e5', '2e5']],
    [['1e5', '2.5'], 'DOUBLE', [100000, 2.5]],
    [['1e999', '2.5'], 'VARCHAR', ['1e999', '2.5']],
    [['-0', '2.5'], 'DOUBLE', [-0, 2.5]],
    [['1,5', '2,5'].map((value) => `"${value}"`), 'VARCHAR', ['1,5', '2,5']],
    [['2020-01-01', '2020-12-31'], 'DATE', ['2020-01-01', '2020-12-31']],
    [['2020-01-01', '2020-13-31'], 'VARCHAR', ['2020-01-01', '2020-13-31']],
    [['2020-01-01', '01/02/2020'], 'VARCHAR', ['2020-01-01', '01/02/2020']],
    [['2020-01-01', '2020-01-01 00:30:00'], 'VARCHAR', ['2020-01-01', '2020-01-01 00:30:00']],
    [['2020-01-01T00:30:00', ''], 'VARCHAR', ['2020-01-01T00:30:00', null]],
    [['12:30', '13:00'], 'VARCHAR', ['12:30', '13:00']],
    [['', 'NA'], 'VARCHAR', [null, null]],
  ])('%j', async (values, type, rows) => {
    expect(await typeOf(...values)).toEqual([type, rows]);
  });

  it('keeps every digit of decimals that no double has', async () => {
    const [type] = await typeOf('0.12345678901234567890', '-12345678901234567.5', '3');
    expect(type).toBe('DECIMAL(38,20)');
  });

  it('takes moments as moments where DuckDB writes them alike', async () => {
    expect((await typeOf('2020-01-01 00:30:00', '2020-01-01 00:30:00.0005'))[0]).toBe('TIMESTAMP');
    expect((await typeOf('2020-01-01 00:30:00.500000', '2020-01-01 00:30:00'))[0]).toBe('VARCHAR');
  });

  it('sees the one late value that makes a column another', async () => {
    const many = Array.from(
      { length: 20_000 },
      (_, at) => `${at},${at / 4},${at % 2 ? 'true' : 'false'},`,
    );
    const { columns } = await readCsv(`a,b,c,d\n${many.join('\n')}\n12345678901234567890,x,t,7\n`);
    expect(columns).toEqual({ a: 'HUGEINT', b: 'VARCHAR', c: 'VARCHAR', d: 'BIGINT' });
  });

  it("takes pandas' texts for missing values, and others where they are given", async () => {
    const text = 'a,b\nNA,x\n1,"null"\n2,none\n-,y\n';
    expect((await readCsv(text)).rows.flat()).toEqual(
      ['NA', 'x', '1', null, '2', 'none', '-', 'y'].map((v) => (v === 'NA' ? null : v)),
    );
    const { columns, rows } = await readCsv(text, { nullTexts: ['NA', '-', 'none'] });
    expect(columns).toEqual({ a: 'BIGINT', b: 'VARCHAR' });
    expect(rows.flat()).toEqual([null, 'x', 1, 'null', 2, null, null, 'y']);
    expect((await readCsv('a,b\n,NA\n', { nullTexts: [] })).rows).toEqual([['', 'NA']]);
  });
});

describe('what the file leaves open can be given', () => {
  it.each([
    ['delimiter', 'a,b;c\n1,2;3\n', { delimiter: ';' }, { 'a,b': 'VARCHAR', c: 'BIGINT' }],
    ['delimiter', 'a~b\n1~2\n', { delimiter: '~' }, { a: 'BIGINT', b: 'BIGINT' }],
    ['header', '1,x\n2,y\n', { header: false }, { column0: 'BIGINT', column1: 'VARCHAR' }],
    ['columns', '1,x\n', { header: false, columns: ['n', 't'] }, { n: 'BIGINT', t: 'VARCHAR' }],
    ['columns', 'id,ID\n1,x\n', { columns: ['n', 't'] }, { n: 'BIGINT', t: 'VARCHAR' }],
    [
      'types',
      'a,b\n1,2\n',
      { types: { a: 'VARCHAR', b: 'DECIMAL(9, 2)' } },
      { a: 'VARCHAR', b: 'DECIMAL(9, 2)' },
    ],
    [
      'dateFormats',
      'a,b\n31/12/2020,1\n',
      { dateFormats: { a: '%d/%m/%Y' } },
      { a: 'DATE', b: 'BIGINT' },
    ],
    [
      'dateFormats',
      'a,b\n31.12.2020 10:30,1\n',
      { dateFormats: { a: ['%Y', '%d.%m.%Y %H:%M'] } },
      { a: 'TIMESTAMP', b: 'BIGINT' },
    ],
  ])('%s of %j', async (_, text, options, columns) => {
    expect((await readCsv(text, options)).columns).toEqual(columns);
  });

  it.each([
    ["a,b\n'x, y','it''s'\n", { quote: "'" }, ['x, y', "it's"]],
    ["a,b\n'x',y\n", { quote: '"' }, ["'x'", 'y']],
    ['a,b\n"x \\" y","z\\\\"\n', { escape: '\\' }, ['x " y', 'z\\']],
    ['a,b\nx\\,y,z\\\nw\n', { escape: '\\', quote: null }, ['x,y', 'z\nw']],
    ['a,b\n"x,y"\n', { quote: null }, ['"x', 'y"']],
  ])('quotes and escapes of %j', async (text, options, row) => {
    expect((await readCsv(text, options)).rows).toEqual([row]);
  });

  it.each([
    ['latin-1', Buffer.from('name,n\ncafé,1\n', 'latin1'), 'café'],
    [
      'windows-1252',
      Buffer.concat([Buffer.from('name,n\n'), Buffer.from([0x80, 0x99]), Buffer.from(',1\n')]),
      '€™',
    ],
    ['utf-16', Buffer.from('name,n\né€,1\n', 'utf16le'), 'é€'],
  ] as const)('encoding %s', async (encoding, content, name) => {
    expect((await readCsv(content, { encoding })).rows).toEqual([[name, 1]]);
  });

  it('knows UTF-16 by its byte order mark, packed or not', async () => {
    const text = Buffer.from('\uFEFFa,b\n1,é\n', 'utf16le');
    for (const content of [text, Buffer.from(text).swap16(), gzipSync(text)]) {
      expect((await readCsv(content)).rows).toEqual([[1, 'é']]);
    }
  });

  it.each([
    [{ delimiter: 'ab' }, 'delimiter must be one ASCII character'],
    [{ delimiter: '\n' }, 'delimiter must be one ASCII character'],
    [{ delimiter: '"', quote: '"' }, 'delimiter must be another character'],
    [{ types: { a: 'NOTHING' } }, 'types.a must be a type of DuckDB'],
    [{ types: { a: 'INT); DROP VIEW batch; --' } }, 'types.a must be a type of DuckDB'],
    [{ types: { z: 'DATE' } }, 'types names the column "z"'],
    [{ dateFormats: { z: '%Y' } }, 'dateFormats names the column "z"'],
    [{ columns: ['a', 'b', 'c'] }, '`columns` names 3'],
    [
      { types: { b: 'BIGINT' } },
      '"b" was declared BIGINT, and 1 of its values are not: line 3 has "x"',
    ],
    [{ dateFormats: { b: '%d/%m/%Y' } }, '"b" was declared DATE, and 2 of its values are not'],
  ])('and says what does not fit: %j', async (options, message) => {
    await expect(readCsv('a,b\n1,2\n3,x\n', options)).rejects.toThrow(message);
  });
});
