import {
  Binary,
  Bool,
  DateDay,
  Decimal,
  Field,
  Float64,
  Int32,
  Int64,
  List,
  makeData,
  Table,
  tableToIPC,
  TimeMicrosecond,
  TimeNanosecond,
  TimestampMicrosecond,
  TimestampNanosecond,
  TimestampSecond,
  Uint64,
  Vector,
  vectorFromArray,
} from 'apache-arrow';
import { expect, it } from 'vitest';
import { suite, UnreadableSourceError, validate } from '../../src/index.ts';
import { openTable } from '../../src/source/open-table.ts';
import { check } from '../data.ts';

const BEFORE_1970_MS = -86_400_000;

const table = new Table({
  whole: vectorFromArray([1, -2, null], new Int32()),
  big: vectorFromArray([2n ** 53n + 1n, -1n, null], new Int64()),
  huge: vectorFromArray([2n ** 63n, 1n, null], new Uint64()),
  real: vectorFromArray([0.5, Number.NaN, null], new Float64()),
  flag: vectorFromArray([true, false, null], new Bool()),
  word: vectorFromArray(['a', 'b', 'a']),
  day: vectorFromArray([new Date(0), new Date(BEFORE_1970_MS), null], new DateDay()),
  moment: vectorFromArray([new Date(1.5e12 + 1), new Date(-1), null], new TimestampMicrosecond()),
  zoned: vectorFromArray([new Date(0), new Date(1000), null], new TimestampSecond('Asia/Tokyo')),
  clock: vectorFromArray([3_600_000_001n, 0n, null], new TimeMicrosecond()),
  bytes: vectorFromArray([new Uint8Array([1, 255]), new Uint8Array(), null], new Binary()),
  list: vectorFromArray([[1, 2], [], null], new List(new Field('item', new Int32()))),
  price: new Vector([
    makeData({
      type: new Decimal(2, 10, 128),
      length: 3,
      data: new Uint32Array([
        12345,
        0,
        0,
        0,
        2 ** 32 - 5,
        2 ** 32 - 1,
        2 ** 32 - 1,
        2 ** 32 - 1,
        7,
        0,
        0,
        0,
      ]),
    }),
  ]),
});

it('reads the types and values of an Arrow table, from memory and from IPC bytes', async () => {
  for (const arrow of [table, tableToIPC(table, 'stream'), tableToIPC(table, 'file')]) {
    const opened = await openTable({ arrow });
    expect(Object.fromEntries(opened.shape.columns.map(({ name, type }) => [name, type]))).toEqual({
      whole: 'INTEGER',
      big: 'BIGINT',
      huge: 'UBIGINT',
      real: 'DOUBLE',
      flag: 'BOOLEAN',
      word: 'VARCHAR',
      day: 'DATE',
      moment: 'TIMESTAMP',
      zoned: 'TIMESTAMP WITH TIME ZONE',
      clock: 'TIME',
      bytes: 'BLOB',
      list: 'VARIANT',
      price: 'DECIMAL(10,2)',
    });
    const rows = await opened.query(
      'SELECT * EXCLUDE (list), CAST(list AS VARCHAR) AS list FROM batch',
    );
    await opened.close();
    expect(rows.slice(0, 2)).toEqual([
      {
        whole: 1,
        big: '9007199254740993',
        huge: '9223372036854775808',
        real: 0.5,
        flag: true,
        word: 'a',
        day: '1970-01-01',
        moment: '2017-07-14T02:40:00.001000',
        zoned: '1970-01-01T00:00:00+00:00',
        clock: '01:00:00.000001',
        bytes: '01ff',
        list: '[1, 2]',
        price: 123.45,
      },
      {
        whole: -2,
        big: -1,
        huge: 1,
        real: null,
        flag: false,
        word: 'b',
        day: '1969-12-31',
        moment: '1969-12-31T23:59:59.999000',
        zoned: '1970-01-01T00:00:01+00:00',
        clock: '00:00:00',
        bytes: '',
        list: '[]',
        price: -0.05,
      },
    ]);
  }
});

it('checks a suite against a slice of an Arrow table', async () => {
  const words = suite('words');
  words.column('word').valuesToBeInSet({ valueSet: ['b'] });
  words.table.rowCountToEqual({ value: 2 });
  const result = await validate({ source: { arrow: table.slice(1) }, suite: words });
  expect(result.meta.source).toBe('an Arrow table of 2 rows');
  expect(result.results.map(({ success }) => success)).toEqual([false, true]);
});

it('says that bytes are not Arrow', async () => {
  const arrow = new Uint8Array([1, 2, 3, 4, 5, 6, 7, 8]);
  await expect(validate({ source: { arrow }, suite: suite('any') })).rejects.toBeInstanceOf(
    UnreadableSourceError,
  );
});

it('keeps the nanoseconds of an Arrow table', async () => {
  const nanos = new BigInt64Array([1577836800000500123n, 0n, -1n]);
  const data = makeData({
    type: new TimestampNanosecond(),
    length: nanos.length,
    data: nanos,
    nullBitmap: new Uint8Array([0b101]),
    nullCount: 1,
  });
  const table = new Table({ t: new Vector([data]) });
  for (const arrow of [table, tableToIPC(table), table.slice(0, 3)]) {
    const { result } = await check(
      {},
      'expect_column_values_to_be_in_set',
      { column: 't', value_set: ['2020-01-01T00:00:00.000500124'] },
      'COMPLETE',
      { source: { arrow } },
    );
    expect(result['unexpected_list']).toEqual([
      '2020-01-01T00:00:00.000500123',
      '1969-12-31T23:59:59.999999999',
    ]);
  }
});

function decimals(precision: number, words: readonly number[]): Table {
  const type = new Decimal(2, precision, 256);
  const data = makeData({ type, length: 1, data: new Uint32Array(words) });
  return new Table({ v: new Vector([data]) });
}

function zonedNanos(nanos: bigint): Table {
  const type = new TimestampNanosecond('Asia/Tokyo');
  const data = makeData({ type, length: 1, data: new BigInt64Array([nanos]) });
  return new Table({ v: new Vector([data]) });
}

async function textOf(arrow: Table): Promise<unknown> {
  const opened = await openTable({ arrow });
  try {
    const [row] = await opened.query('SELECT CAST(v AS VARCHAR) AS v FROM batch');
    return row?.['v'];
  } finally {
    await opened.close();
  }
}

it('refuses what DuckDB would cut or round instead of reading another value', async () => {
  await expect(textOf(zonedNanos(1001n))).rejects.toThrow('a time finer than a microsecond');
  const clock = new Table({ v: vectorFromArray([1001n], new TimeNanosecond()) });
  await expect(textOf(clock)).rejects.toThrow(/column "v" holds .*000001001, a time finer/);
  await expect(textOf(decimals(76, [0, 0, 0, 0, 1, 0, 0, 0]))).rejects.toThrow(
    'column "v" holds a decimal of 39 digits',
  );
});

it('reads zoned nanoseconds and wide decimals whose values lose nothing', async () => {
  expect(await textOf(zonedNanos(1000n))).toBe('1970-01-01 00:00:00.000001+00');
  const clock = new Table({ v: vectorFromArray([1000n], new TimeNanosecond()) });
  expect(await textOf(clock)).toBe('00:00:00.000001');
  const digits = await textOf(decimals(76, [0xffff_ffff, 0xffff_ffff, 0, 0, 0, 0, 0, 0]));
  expect(digits).toBe('184467440737095516.15');
  const minusOne = Array.from({ length: 8 }, () => 0xffff_ffff);
  expect(await textOf(decimals(76, minusOne))).toBe('-0.01');
});
