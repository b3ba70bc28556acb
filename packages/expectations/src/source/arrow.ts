import { ExpectationsError } from '../errors.ts';
import { momentText, timeOfDayText } from '../exact/moment.ts';
import { requireDistinctNames } from './distinct-names.ts';
import { shownName } from '../shown.ts';

/** The type of an Arrow column; its text is `Int32`, `Timestamp<MICROSECOND, UTC>` and the like. */
export interface ArrowType {
  toString(): string;
  /** Of decimals. */
  readonly precision?: number;
  readonly scale?: number;
}

/** What we need of apache-arrow's Table, in any of its versions. */
export interface ArrowTable {
  readonly numRows: number;
  readonly schema: {
    readonly fields: readonly { readonly name: string; readonly type: ArrowType }[];
  };
  getChildAt(index: number): ArrowColumn | null;
}

/** A column: its values as JavaScript has them, and the chunks that hold them as they are. */
export interface ArrowColumn extends Iterable<unknown> {
  readonly data?: readonly ArrowChunk[];
}

/** A run of values in memory, some of which are missing. */
export interface ArrowChunk {
  readonly length: number;
  readonly values: unknown;
  getValid(index: number): boolean;
}

/** An Arrow table, or the bytes of one in Arrow's IPC format (a file or a stream). */
export type Arrow = ArrowTable | Uint8Array;

/** How the values of one Arrow type are handed to DuckDB: as which type, and as what. */
interface Handing {
  /** Left out: the type follows from the values (lists, structs and maps). */
  readonly type?: string;
  readonly convert?: (value: unknown, column: string) => unknown;
}

const SAME: Readonly<Record<string, string>> = {
  Bool: 'BOOLEAN',
  Int8: 'TINYINT',
  Int16: 'SMALLINT',
  Int32: 'INTEGER',
  Int64: 'BIGINT',
  Uint8: 'UTINYINT',
  Uint16: 'USMALLINT',
  Uint32: 'UINTEGER',
  Uint64: 'UBIGINT',
  Float16: 'FLOAT',
  Float32: 'FLOAT',
  Float64: 'DOUBLE',
  Utf8: 'VARCHAR',
  LargeUtf8: 'VARCHAR',
  Utf8View: 'VARCHAR',
  Null: 'VARCHAR',
};

/** DuckDB's widest decimal. */
const MAX_PRECISION = 38;

const NANOS_PER_UNIT: Readonly<Record<string, bigint>> = {
  SECOND: 1_000_000_000n,
  MILLISECOND: 1_000_000n,
  MICROSECOND: 1000n,
  NANOSECOND: 1n,
};

const NANOS_PER_MS = 1_000_000;

const WORD_BYTES = 4;
const WORD_BITS = 32n;
const BITS_PER_BYTE = 8;

/** DuckDB's times of a day and its moments with a zone are whole microseconds. */
const NANOS_PER_MICRO = 1000n;

/** Never cut or rounded in silence: what DuckDB cannot hold is refused. */
function refuse(column: string, holds: string, advice: string): never {
  throw new ExpectationsError(
    'inexact_arrow',
    `The Arrow column ${shownName(column)} holds ${holds}, which DuckDB cannot keep exactly: ${advice}.`,
  );
}

function requireMicros(nanos: bigint, column: string, shown: string): void {
  if (nanos % NANOS_PER_MICRO === 0n) return;
  refuse(column, `${shown}, a time finer than a microsecond`, 'round it to microseconds first');
}

function asBlob(value: unknown): unknown {
  if (!(value instanceof Uint8Array)) return value;
  return Array.from(value, (byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('');
}

/** Two's complement in 32-bit words, the lowest first; apache-arrow itself writes wide ones wrongly. */
function wholeOf(value: ArrayBufferView): bigint {
  const words = new Uint32Array(value.buffer, value.byteOffset, value.byteLength / WORD_BYTES);
  const whole = words.reduceRight((sum, word) => (sum << WORD_BITS) | BigInt(word), 0n);
  return BigInt.asIntN(value.byteLength * BITS_PER_BYTE, whole);
}

/** A decimal comes as a whole number without its point. */
function asDecimal(value: unknown, scale: number, column: string): string {
  const digits = String(ArrayBuffer.isView(value) ? wholeOf(value) : value);
  const sign = digits.startsWith('-') ? '-' : '';
  const padded = digits.slice(sign.length).padStart(scale + 1, '0');
  if (padded.length > MAX_PRECISION) {
    refuse(
      column,
      `a decimal of ${padded.length} digits`,
      `make it narrower (at most ${MAX_PRECISION} digits), or give it as text`,
    );
  }
  const point = padded.length - scale;
  return `${sign}${padded.slice(0, point)}.${padded.slice(point)}`;
}

/** Moments come in ms, with a fraction for the rest, or as they are: whole numbers of their unit. */
function asMoment(value: unknown, unit: string, isZoned: boolean, column: string): string {
  const nanos =
    typeof value === 'bigint'
      ? value * (NANOS_PER_UNIT[unit] ?? 1n)
      : BigInt(Math.round(Number(value) * NANOS_PER_MS));
  const shown = momentText(nanos);
  if (!isZoned) return shown;
  requireMicros(nanos, column, shown);
  return `${shown}+00`;
}

function asTime(value: unknown, unit: string, column: string): string {
  const count = typeof value === 'bigint' ? value : BigInt(Number(value));
  const nanos = count * (NANOS_PER_UNIT[unit] ?? 1n);
  const shown = timeOfDayText(nanos);
  requireMicros(nanos, column, shown);
  return shown;
}

/** The values of a column; moments, which JavaScript would round, as whole numbers of their unit. */
function valuesOf(column: ArrowColumn | null, { type }: { readonly type: ArrowType }) {
  if (column === null) return [];
  const chunks = type.toString().startsWith('Timestamp') ? (column.data ?? []) : [];
  const whole = chunks.map(({ values }) => (values instanceof BigInt64Array ? values : null));
  if (whole.length === 0 || whole.includes(null)) return Array.from(column);
  return chunks.flatMap((chunk, at) =>
    Array.from({ length: chunk.length }, (_, row) =>
      chunk.getValid(row) ? (whole[at]?.[row] ?? null) : null,
    ),
  );
}

function handingOf(type: ArrowType): Handing {
  const text = type.toString().replace(/^Dictionary<\w+, (.*)>$/, '$1');
  const [name = '', unit = ''] = text.split(/[^A-Za-z0-9]+/);
  const same = Object.hasOwn(SAME, name) ? SAME[name] : undefined;
  if (same !== undefined) return { type: same };
  if (name === 'Decimal') {
    const { precision = 0, scale = 0 } = type;
    return {
      type: `DECIMAL(${Math.min(precision, MAX_PRECISION)}, ${Math.min(scale, MAX_PRECISION)})`,
      convert: (value, column) => asDecimal(value, scale, column),
    };
  }
  if (name === 'Timestamp' || name === 'Date32' || name === 'Date64') {
    const isZoned = text.includes(', ');
    const naive = unit === 'NANOSECOND' ? 'TIMESTAMP_NS' : 'TIMESTAMP';
    return {
      type: name === 'Timestamp' ? (isZoned ? 'TIMESTAMPTZ' : naive) : 'DATE',
      convert: (value, column) => asMoment(value, unit, isZoned, column),
    };
  }
  if (name.startsWith('Time')) {
    return { type: 'TIME', convert: (value, column) => asTime(value, unit, column) };
  }
  if (name.endsWith('Binary')) return { type: 'BLOB', convert: asBlob };
  return {};
}

async function tableOf(arrow: Arrow): Promise<ArrowTable> {
  if (!(arrow instanceof Uint8Array)) return arrow;
  try {
    const { tableFromIPC } = await import('apache-arrow');
    return tableFromIPC(arrow);
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ERR_MODULE_NOT_FOUND') {
      const message =
        'Bytes in the Arrow format are read by the package apache-arrow, which is not installed. Run: npm i apache-arrow.';
      throw new ExpectationsError('missing_apache_arrow', message, { cause });
    }
    throw cause;
  }
}

/** The columns of an Arrow table as values for DuckDB, and the DuckDB type of those that have one. */
export async function readArrow(arrow: Arrow): Promise<{
  readonly columns: Readonly<Record<string, readonly unknown[]>>;
  readonly types: Readonly<Record<string, string>>;
}> {
  const table = await tableOf(arrow);
  const columns: (readonly [string, readonly unknown[]])[] = [];
  const types: (readonly [string, string])[] = [];
  for (const [at, field] of table.schema.fields.entries()) {
    const { type, convert } = handingOf(field.type);
    const values = valuesOf(table.getChildAt(at), field);
    const converted =
      convert === undefined
        ? values
        : values.map((value) => (value === null ? null : convert(value, field.name)));
    columns.push([field.name, converted]);
    if (type !== undefined) types.push([field.name, type]);
  }
  requireDistinctNames(columns.map(([name]) => name));
  return { columns: Object.fromEntries(columns), types: Object.fromEntries(types) };
}
