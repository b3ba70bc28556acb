import fc from 'fast-check';
import type { Draw } from './draw.ts';
import type { Given } from '../exact-json.ts';

/** What kind of values a drawn column holds. */
export type DrawnKind =
  'integer' | 'float' | 'decimal' | 'boolean' | 'text' | 'date' | 'timestamp' | 'zoned' | 'time';

/** One value: in SQL, and as kwargs and conditions write it. */
export interface DrawnValue {
  readonly sql: string;
  readonly given: Given;
}

/** A column of a drawn table; a missing value is null. */
export interface DrawnColumn {
  readonly name: string;
  readonly kind: DrawnKind;
  /** The type in DuckDB, and so in the Parquet file. */
  readonly type: string;
  readonly values: readonly (DrawnValue | null)[];
}

interface ColumnKind {
  readonly kind: DrawnKind;
  readonly types: readonly [string, ...string[]];
  /** One value of `type`. */
  readonly value: (draw: Draw, type: string) => DrawnValue;
}

/** As Python's 2**53: from here on doubles skip integers. */
const EXACT = 2n ** 53n;
const LARGEST = 2n ** 63n - 1n;

const LARGE_INTEGERS = [
  EXACT - 1n,
  EXACT,
  EXACT + 1n,
  -EXACT - 1n,
  2_144_415_922_528_452_715n,
  2_144_415_922_528_452_716n,
  LARGEST,
  -LARGEST,
] as const;

function integer(draw: Draw, type: string): DrawnValue {
  const value =
    type === 'BIGINT'
      ? draw.oneOf(LARGE_INTEGERS)
      : BigInt(draw.from(fc.integer({ min: -6, max: 12 })));
  const isSafe = value > -EXACT && value < EXACT;
  return { sql: String(value), given: isSafe ? Number(value) : value };
}

const FLOATS = [
  0,
  -0,
  0.1,
  0.2,
  0.1 + 0.2,
  0.3,
  0.5,
  1,
  1.5,
  -2.25,
  7,
  100,
  1e-3,
  1e16,
  -1e9,
  123456.789,
] as const;
const EXTREME_FLOATS = [Infinity, -Infinity, 5e-324, 1e300, NaN] as const;

function float(draw: Draw): DrawnValue {
  const value = draw.oneIn(12) ? draw.oneOf(EXTREME_FLOATS) : draw.oneOf(FLOATS);
  const written = Object.is(value, -0) ? '-0' : String(value);
  return { sql: written, given: Number.isFinite(value) ? value : 1 };
}

function decimal(draw: Draw): DrawnValue {
  const written = draw.oneOf(['0.00', '0.10', '0.30', '1.00', '-2.25', '19.99', '100.50', '0.5']);
  return { sql: written, given: Number(written) };
}

const TEXTS = [
  '',
  ' ',
  'a',
  'A',
  'ab',
  'abé',
  'Zebra',
  'naïve',
  'e\u0301',
  '日本語',
  '🙂🙂',
  '👩‍👩‍👧',
  "it's",
  'a"b;--',
  '100',
  '007',
  '1.50',
  '-3',
  'NULL',
  'nan',
  'None',
  'true',
  'a\nb',
  'tab\t',
  ' lead',
  'trail ',
  'under_score',
  'AB-001',
  'ab-12',
  'x@y.org',
  '\\d',
  'a.b',
  '100%',
  'İ',
  'ß',
] as const;
const WRITTEN = [
  '2020-01-31',
  '1969-12-01',
  '2020-02-30',
  '31.01.2020',
  '2020-01-31T10:20:30',
  '10:30',
  'never',
  '{"a": 1}',
  '{"a": "b"}',
  '[1, 2]',
  '{"a": ',
  '7',
  '"text"',
  'null',
] as const;

function text(draw: Draw): DrawnValue {
  const value = draw.oneIn(4)
    ? draw.oneOf(WRITTEN)
    : draw.oneIn(12)
      ? draw.from(fc.string({ unit: 'grapheme', maxLength: 8 }))
      : draw.oneOf(TEXTS);
  return { sql: value, given: value };
}

const DAYS = [
  '2020-01-01',
  '2019-12-31',
  '2020-02-29',
  '1969-12-31',
  '1970-01-01',
  '2024-07-01',
  '1900-01-01',
] as const;
const CLOCKS = ['00:00:00', '00:30:00', '23:59:59', '12:00:00', '01:02:03', '02:30:00'] as const;
/** What is behind the second, by how fine the type is. */
const FRACTIONS: Readonly<Record<string, readonly [string, ...string[]]>> = {
  TIMESTAMP_MS: ['', '.5', '.001'],
  TIMESTAMP_NS: ['', '.000500', '.000000001', '.123456789'],
};
const MICROS = ['', '', '.5', '.000500', '.000001', '.999999'] as const;

function moment(draw: Draw, type: string): DrawnValue {
  const clock = `${draw.oneOf(CLOCKS)}${draw.oneOf(FRACTIONS[type] ?? MICROS)}`;
  const day = draw.oneOf(DAYS);
  return type === 'TIMESTAMPTZ'
    ? { sql: `${day} ${clock}+00`, given: `${day}T${clock}+00:00` }
    : { sql: `${day} ${clock}`, given: `${day}${draw.oneOf([' ', 'T'])}${clock}` };
}

const same = (value: string): DrawnValue => ({ sql: value, given: value });

const KINDS: readonly [ColumnKind, ...ColumnKind[]] = [
  { kind: 'integer', types: ['INTEGER', 'BIGINT', 'SMALLINT', 'INTEGER'], value: integer },
  { kind: 'float', types: ['DOUBLE'], value: float },
  { kind: 'text', types: ['VARCHAR'], value: text },
  { kind: 'integer', types: ['INTEGER'], value: integer },
  { kind: 'float', types: ['DOUBLE'], value: float },
  { kind: 'text', types: ['VARCHAR'], value: text },
  {
    kind: 'boolean',
    types: ['BOOLEAN'],
    value: (draw) => {
      const isTrue = draw.oneIn(2);
      return { sql: String(isTrue), given: isTrue };
    },
  },
  { kind: 'date', types: ['DATE'], value: (draw) => same(draw.oneOf(DAYS)) },
  { kind: 'timestamp', types: ['TIMESTAMP', 'TIMESTAMP_MS', 'TIMESTAMP_NS'], value: moment },
  { kind: 'zoned', types: ['TIMESTAMPTZ'], value: moment },
  { kind: 'decimal', types: ['DECIMAL(18,2)'], value: decimal },
  { kind: 'time', types: ['TIME'], value: (draw) => same(draw.oneOf(CLOCKS)) },
];

/** How values fall: each for itself, few of them, one alone, in order, none. */
const SHAPES = ['free', 'few', 'few', 'few', 'constant', 'sorted', 'empty'] as const;

/** A column of `rows` values called `name`. */
export function drawColumn(draw: Draw, name: string, rows: number): DrawnColumn {
  const { kind, types, value } = draw.oneOf(KINDS);
  const type = draw.oneOf(types);
  const shape = draw.oneOf(SHAPES);
  const pool = Array.from({ length: shape === 'constant' ? 1 : 5 }, () => value(draw, type));
  const isSparse = draw.oneIn(2);
  const values = Array.from({ length: rows }, () => {
    if (shape === 'empty' || (isSparse && draw.oneIn(5))) return null;
    return shape === 'few' || shape === 'constant' ? draw.anyOf(pool, null) : value(draw, type);
  });
  if (shape !== 'sorted') return { name, kind, type, values };
  const order = (each: DrawnValue | null) =>
    typeof each?.given === 'bigint' ? Number(each.given) : (each?.given ?? '');
  return { name, kind, type, values: values.toSorted((a, b) => (order(a) < order(b) ? -1 : 1)) };
}
