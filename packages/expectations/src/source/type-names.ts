/** The names of each kind of column, separated by spaces; the name that GX reports comes first. */
const NAMES = {
  integer:
    'int64 int int8 int16 int32 int_ uint8 uint16 uint32 uint64 Int8Dtype Int16Dtype Int32Dtype Int64Dtype INT INTEGER SMALLINT TINYINT BIGINT HUGEINT BYTEINT INT64 NUMBER IntegerType LongType ShortType ByteType',
  float:
    'float64 float float_ float16 float32 Float32Dtype Float64Dtype FLOAT DOUBLE DOUBLE_PRECISION REAL FLOAT4 FLOAT8 FLOAT64 NUMBER FloatType DoubleType',
  decimal: 'Decimal decimal DECIMAL NUMERIC BIGNUMERIC NUMBER DecimalType',
  text: 'object_ str str_ string object O StringDtype VARCHAR CHAR NVARCHAR NCHAR TEXT STRING CLOB NTEXT StringType VarcharType CharType',
  boolean: 'bool bool_ boolean BooleanDtype BOOL BOOLEAN BIT BooleanType',
  zonedMoment: 'Timestamp DatetimeTZDtype TIMESTAMPTZ TIMESTAMP_TZ TIMESTAMP TimestampType',
  moment:
    'datetime64 datetime datetime64[ns] datetime64[us] datetime64[ms] Timestamp TIMESTAMP DATETIME TIMESTAMP_NTZ TimestampType TimestampNTZType',
  bytes: 'bytes BLOB BYTEA BINARY VARBINARY BinaryType',
  date: 'date DATE DateType',
  time: 'time TIME',
  list: 'list ARRAY ArrayType',
  struct: 'dict STRUCT StructType',
  map: 'dict MAP MapType',
} as const;

/** DuckDB's own types beyond the names above. */
type OwnNames = {
  readonly integer: 'UTINYINT' | 'USMALLINT' | 'UINTEGER' | 'UBIGINT' | 'UHUGEINT' | 'BIGNUM';
  readonly text: 'UUID' | 'ENUM';
  readonly moment: 'TIMESTAMP_NS' | 'TIMESTAMP_MS' | 'TIMESTAMP_S';
  readonly zonedMoment: 'TIMESTAMP WITH TIME ZONE';
};

type Words<Text extends string> = Text extends `${infer First} ${infer Rest}`
  ? First | Words<Rest>
  : Text;

/** A kind of column that has names. */
export type NamedKind = keyof typeof NAMES;

/** The names of a kind of column. */
export type NamesOf<Kind extends NamedKind> =
  Words<(typeof NAMES)[Kind]> | (Kind extends keyof OwnNames ? OwnNames[Kind] : never);

/**
 * The name of a column's type, wherever one is given: in suites, in the options of sources and on the command line.
 * Names of pandas, Spark, SQL databases and DuckDB are known, with sizes too, as `DECIMAL(18,3)`.
 */
// eslint-disable-next-line @typescript-eslint/no-generated-empty-object-type -- any text, and yet editors offer the names
export type ColumnTypeName = NamesOf<NamedKind> | (string & Readonly<Record<never, never>>);

/** Names that suites written for pandas, Spark and SQL databases use for one kind of column. */
interface TypeFamily {
  /** DuckDB types. */
  readonly types: RegExp;
  /** What DuckDB's variant_typeof says of a value in a mixed column. */
  readonly variants: readonly string[];
  /** The names, the one that GX reports first. */
  readonly names: readonly string[];
}

const INTEGER_VARIANTS = ['8', '16', '32', '64', '128'].flatMap((bits) => [
  `INT${bits}`,
  `UINT${bits}`,
]);

const FAMILIES: readonly TypeFamily[] = [
  {
    types: /^U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?$|^BIGNUM$/,
    variants: INTEGER_VARIANTS,
    names: NAMES.integer.split(' '),
  },
  {
    types: /^(FLOAT|DOUBLE)$/,
    variants: ['DOUBLE', 'FLOAT'],
    names: NAMES.float.split(' '),
  },
  {
    types: /^DECIMAL/,
    variants: ['DECIMAL'],
    names: NAMES.decimal.split(' '),
  },
  {
    types: /^(VARCHAR|ENUM|UUID)/,
    variants: ['VARCHAR'],
    names: NAMES.text.split(' '),
  },
  {
    types: /^BOOLEAN$/,
    variants: ['BOOL_TRUE', 'BOOL_FALSE'],
    names: NAMES.boolean.split(' '),
  },
  { types: /^DATE$/, variants: ['DATE'], names: NAMES.date.split(' ') },
  {
    types: /^TIMESTAMP.*TIME ZONE/,
    variants: [],
    names: NAMES.zonedMoment.split(' '),
  },
  {
    types: /^TIMESTAMP/,
    variants: [],
    names: NAMES.moment.split(' '),
  },
  { types: /^TIME( |$)/, variants: [], names: NAMES.time.split(' ') },
  {
    types: /^BLOB$/,
    variants: ['BLOB'],
    names: NAMES.bytes.split(' '),
  },
  { types: /\[|^LIST/, variants: [], names: NAMES.list.split(' ') },
  { types: /^STRUCT/, variants: [], names: NAMES.struct.split(' ') },
  { types: /^MAP/, variants: [], names: NAMES.map.split(' ') },
];

/** Every name by which a column of this DuckDB type goes, the one that GX reports first. */
export function typeNamesOf(type: string): readonly string[] {
  const own = type.replace(/\(.*\)$/, '');
  return [...(FAMILIES.find(({ types }) => types.test(type))?.names ?? []), own];
}

/** What variant_typeof says of values that go by one of these names. */
export function variantTypesNamed(names: readonly string[]): readonly string[] {
  const wanted = new Set(names.map((name) => name.toLowerCase()));
  return FAMILIES.filter((family) =>
    family.names.some((name) => wanted.has(name.toLowerCase())),
  ).flatMap(({ variants }) => variants);
}
