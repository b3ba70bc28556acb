import { KwargsValueError } from '../errors.ts';
import { shown } from '../shown.ts';

/** The one type that a column of a DuckDB type has in pandas and in Spark. */
interface ExactType {
  readonly type: RegExp;
  readonly pandas: string;
  readonly spark: string | null;
}

const EXACT: readonly ExactType[] = [
  { type: /\[/, pandas: 'object', spark: 'ArrayType' },
  { type: /^BIGINT$/, pandas: 'int64', spark: 'LongType' },
  { type: /^INTEGER$/, pandas: 'int32', spark: 'IntegerType' },
  { type: /^SMALLINT$/, pandas: 'int16', spark: 'ShortType' },
  { type: /^TINYINT$/, pandas: 'int8', spark: 'ByteType' },
  { type: /^UBIGINT$/, pandas: 'uint64', spark: null },
  { type: /^UINTEGER$/, pandas: 'uint32', spark: null },
  { type: /^USMALLINT$/, pandas: 'uint16', spark: null },
  { type: /^UTINYINT$/, pandas: 'uint8', spark: null },
  { type: /^DOUBLE$/, pandas: 'float64', spark: 'DoubleType' },
  { type: /^FLOAT$/, pandas: 'float32', spark: 'FloatType' },
  { type: /^BOOLEAN$/, pandas: 'bool', spark: 'BooleanType' },
  { type: /^ENUM/, pandas: 'category', spark: 'StringType' },
  { type: /^VARCHAR$/, pandas: 'object', spark: 'StringType' },
  { type: /^DATE$/, pandas: 'object', spark: 'DateType' },
  { type: /^TIMESTAMP WITH TIME ZONE$/, pandas: 'datetime64[us, UTC]', spark: 'TimestampType' },
  { type: /^TIMESTAMP_NS$/, pandas: 'datetime64[ns]', spark: 'TimestampNTZType' },
  { type: /^TIMESTAMP_MS$/, pandas: 'datetime64[ms]', spark: 'TimestampNTZType' },
  { type: /^TIMESTAMP_S$/, pandas: 'datetime64[s]', spark: 'TimestampNTZType' },
  { type: /^TIMESTAMP$/, pandas: 'datetime64[us]', spark: 'TimestampNTZType' },
  { type: /^INTERVAL$/, pandas: 'timedelta64[us]', spark: null },
  { type: /^DECIMAL/, pandas: 'object', spark: 'DecimalType' },
  { type: /^BLOB$/, pandas: 'object', spark: 'BinaryType' },
  { type: /^STRUCT/, pandas: 'object', spark: 'StructType' },
  { type: /^MAP/, pandas: 'object', spark: 'MapType' },
  { type: /^/, pandas: 'object', spark: null },
];

/** Spark's abstract types and what they stand for. */
const SPARK_FAMILIES: ReadonlyMap<string, readonly string[]> = new Map([
  ['IntegralType', ['LongType', 'IntegerType', 'ShortType', 'ByteType']],
  ['FractionalType', ['DoubleType', 'FloatType', 'DecimalType']],
  [
    'NumericType',
    [
      ...['LongType', 'IntegerType', 'ShortType', 'ByteType'],
      ...['DoubleType', 'FloatType', 'DecimalType'],
    ],
  ],
]);

/** Other spellings of pandas' types. */
const ALIASES: ReadonlyMap<string, string> = new Map([
  ...['int', 'int_', 'i8', 'longlong', 'intp'].map((name) => [name, 'int64'] as const),
  ...['i4', 'intc'].map((name) => [name, 'int32'] as const),
  ...['i2', 'short'].map((name) => [name, 'int16'] as const),
  ...['i1', 'byte'].map((name) => [name, 'int8'] as const),
  ...['uint', 'u8', 'ulonglong', 'uintp'].map((name) => [name, 'uint64'] as const),
  ...['u4', 'uintc'].map((name) => [name, 'uint32'] as const),
  ...['u2', 'ushort'].map((name) => [name, 'uint16'] as const),
  ...['u1', 'ubyte'].map((name) => [name, 'uint8'] as const),
  ...['float', 'f8', 'double'].map((name) => [name, 'float64'] as const),
  ...['f4', 'single'].map((name) => [name, 'float32'] as const),
  ...['bool_', '?'].map((name) => [name, 'bool'] as const),
  ...['O', 'object_'].map((name) => [name, 'object'] as const),
]);

/** Types of pandas that no column of a file has: they are known, and never the one. */
const OTHERS =
  'str string Int8 Int16 Int32 Int64 UInt8 UInt16 UInt32 UInt64 Float32 Float64 boolean float16 complex64 complex128 interval period bytes';

/** What DuckDB itself calls its types. */
const DUCKDB =
  /^(U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER|BIGNUM|DOUBLE|FLOAT|DECIMAL|VARCHAR|BOOLEAN|DATE|TIME|TIMESTAMP(_NS|_MS|_S)?|TIMESTAMP WITH TIME ZONE|TIMESTAMPTZ|INTERVAL|BLOB|UUID|JSON|VARIANT|BIT|ENUM|STRUCT|MAP|UNION)(\(.*\))?$/i;

const UNITS = /^(datetime64|timedelta64)(\[(ns|us|ms|s)(, ?[^\]]+)?\])?$/;

const PANDAS = new Set([...EXACT.map(({ pandas }) => pandas), ...OTHERS.split(' ')]);
const SPARK = new Set([...EXACT.map(({ spark }) => spark), ...SPARK_FAMILIES.keys()]);

/** The one type of a DuckDB type in pandas and in Spark. */
export function exactTypeOf(type: string): ExactType {
  const found = EXACT.find((each) => each.type.test(type));
  return found ?? { type: /^/, pandas: 'object', spark: null };
}

/** Whether the name is that of the type, exactly: `int64` is neither `Int64` nor `int32`. */
export function isCalled(type: string, wanted: string): boolean {
  const { pandas, spark } = exactTypeOf(type);
  const name = ALIASES.get(wanted) ?? wanted;
  if (PANDAS.has(name)) return name === pandas;
  // A name without a unit is that of the kind
  if (UNITS.test(name)) {
    return (
      name.replaceAll(' ', '') === pandas.replaceAll(' ', '') ||
      (pandas.startsWith(`${name}[`) && !pandas.includes(','))
    );
  }
  if (SPARK.has(name)) {
    return spark !== null && (SPARK_FAMILIES.get(name) ?? [name]).includes(spark);
  }
  if (DUCKDB.test(name)) {
    const own = name.toUpperCase().replace(/^TIMESTAMPTZ$/, 'TIMESTAMP WITH TIME ZONE');
    return own === type || own === type.replace(/\(.*\)$/, '');
  }
  throw new KwargsValueError(
    `Unrecognized type ${shown(wanted)}: expected a name of pandas (int64, float64, object, bool, datetime64[us], category ...), of Spark (LongType ...) or of DuckDB (BIGINT, VARCHAR ...).`,
  );
}

/** Names of GX's families that no data frame shows as its type, and those of SQL databases that DuckDB lacks. */
const MORE_NAMES: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    [8, 16, 32, 64].flatMap((bits) => {
      const integer = { 8: 'TINYINT', 16: 'SMALLINT', 32: 'INTEGER', 64: 'BIGINT' }[bits] ?? '';
      return [
        [`Int${bits}Dtype`, integer],
        [`Int${bits}`, integer],
        [`UInt${bits}`, `U${integer}`],
      ];
    }),
  ),
  ...Object.fromEntries(
    ['Float64Dtype', 'Float64', 'FLOAT64', 'DOUBLE_PRECISION', 'float_'].map((name) => [
      name,
      'DOUBLE',
    ]),
  ),
  ...Object.fromEntries(['Float32Dtype', 'Float32', 'float16'].map((name) => [name, 'FLOAT'])),
  ...Object.fromEntries(
    ['str', 'str_', 'StringDtype', 'category', 'CLOB', 'NTEXT', 'VarcharType', 'CharType'].map(
      (name) => [name, 'VARCHAR'],
    ),
  ),
  boolean: 'BOOLEAN',
  BooleanDtype: 'BOOLEAN',
  BYTEINT: 'TINYINT',
  datetime64: 'TIMESTAMP',
  TIMESTAMP_NTZ: 'TIMESTAMP',
  TIMESTAMP_TZ: 'TIMESTAMP WITH TIME ZONE',
  DatetimeTZDtype: 'TIMESTAMP WITH TIME ZONE',
  TimestampType: 'TIMESTAMP',
  bytes: 'BLOB',
  object: 'VARCHAR',
};

/** DuckDB types by their names in pandas, which tell `int8` from DuckDB's INT8, and in Spark. */
const BY_NAME: ReadonlyMap<string, string> = new Map([
  ...EXACT.flatMap(({ type, pandas, spark }) => {
    const own = /^\^([A-Z_ ]+)\$$/.exec(type.source)?.[1];
    if (own === undefined) return [];
    return [pandas, spark].flatMap((name) => (name === null ? [] : [[name, own] as const]));
  }),
  ...Object.entries(MORE_NAMES),
]);

/** The type of DuckDB that a name of pandas, Spark or a database means; other names are as DuckDB has them. */
export function engineType(name: string): string {
  return BY_NAME.get(ALIASES.get(name) ?? name) ?? name;
}

/** Types by column with their names in DuckDB. */
export function engineTypes(
  types: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(types).map(([column, name]) => [column, engineType(name)]),
  );
}
