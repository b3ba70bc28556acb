import { gzipSync } from 'node:zlib';
import type { Draw } from '../random/draw.ts';

/** How a drawn table is written. */
export interface Dialect {
  readonly delimiter: string;
  readonly quote: string;
  readonly lineEnd: string;
  readonly quotesAll: boolean;
  readonly encoding: 'utf-8' | 'latin-1' | 'windows-1252' | 'utf-16';
  readonly hasMark: boolean;
  readonly isPacked: boolean;
}

/** A table of texts, and the bytes that it was written as. */
export interface DrawnFile {
  readonly dialect: Dialect;
  readonly names: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly bytes: Uint8Array;
}

const TEXTS = [
  '',
  'a',
  'b c',
  ' lead',
  'trail ',
  'NA',
  'null',
  'none',
  "it's",
  '5" disk',
  '"',
  '""',
];
const MARKS = ['x,y', 'x;y', 'x\ty', 'x|y', 'x\ny', 'x\r\ny', "'x'", '\\', '#1', '=1+1', 'é', 'ÿß'];
const NUMBERS = [
  '0',
  '7',
  '-12',
  '2144415922528452715',
  '99999999999999999999',
  '00123',
  '+5',
  '0x1F',
];
const FRACTIONS = ['1.5', '-0.25', '.5', '3', '1e-05', '2.5e+20', '0.30000000000000004', '', 'nan'];
const OTHERS = [
  'true',
  'False',
  't',
  'f',
  '2020-01-01',
  '2020-02-30',
  '01/02/2020',
  '1e5',
  'inf',
  '',
];
const COLUMNS = [
  TEXTS,
  MARKS,
  NUMBERS.slice(0, 4),
  NUMBERS,
  FRACTIONS,
  OTHERS,
  ['true', 'False', ''],
];

function drawCell(draw: Draw, kind: readonly string[]): string {
  return draw.oneIn(12) ? draw.anyOf([...TEXTS, ...MARKS], '') : draw.anyOf(kind, '');
}

function encode(text: string, { encoding, hasMark, isPacked }: Dialect): Uint8Array {
  const marked = hasMark ? `\uFEFF${text}` : text;
  const isOneByte = encoding === 'latin-1' || encoding === 'windows-1252';
  const bytes =
    encoding === 'utf-16'
      ? Buffer.from(`\uFEFF${text}`, 'utf16le')
      : Buffer.from(marked, isOneByte ? 'latin1' : 'utf8');
  return isPacked ? gzipSync(bytes) : bytes;
}

function write(rows: readonly (readonly string[])[], dialect: Dialect): string {
  const { delimiter, quote, lineEnd, quotesAll } = dialect;
  const field = (value: string, isAlone: boolean) => {
    const isQuoted =
      quotesAll ||
      (isAlone && value === '') ||
      [delimiter, quote, '\n', '\r'].some((mark) => value.includes(mark));
    return isQuoted ? `${quote}${value.replaceAll(quote, quote + quote)}${quote}` : value;
  };
  return rows
    .map((row) => row.map((value) => field(value, row.length === 1)).join(delimiter) + lineEnd)
    .join('');
}

/** A random table in a random dialect; `isPlain`: with what we promise to find without being told. */
export function drawFile(draw: Draw, isPlain: boolean): DrawnFile {
  const encodings = isPlain
    ? (['utf-8', 'utf-16'] as const)
    : (['utf-8', 'latin-1', 'windows-1252', 'utf-16'] as const);
  const encoding = draw.anyOf(encodings, 'utf-8');
  const dialect: Dialect = {
    delimiter: draw.oneOf([',', ';', '\t', '|']),
    quote: isPlain ? '"' : draw.oneOf(['"', "'"]),
    lineEnd: draw.oneOf(['\n', '\r\n']),
    quotesAll: draw.oneIn(3),
    encoding,
    hasMark: encoding === 'utf-8' && draw.oneIn(4),
    isPacked: draw.oneIn(3),
  };
  const kinds = Array.from({ length: 1 + draw.below(5) }, () => draw.anyOf(COLUMNS, TEXTS));
  const names = kinds.map((_, at) => `col ${'abcde'.charAt(at)}`);
  const rows = Array.from({ length: draw.below(9) }, () =>
    kinds.map((kind) => drawCell(draw, kind)),
  );
  return { dialect, names, rows, bytes: encode(write([names, ...rows], dialect), dialect) };
}
