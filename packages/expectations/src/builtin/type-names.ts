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
    names:
      'int64 int int8 int16 int32 int_ uint8 uint16 uint32 uint64 Int8Dtype Int16Dtype Int32Dtype Int64Dtype INT INTEGER SMALLINT TINYINT BIGINT HUGEINT BYTEINT INT64 NUMBER IntegerType LongType ShortType ByteType'.split(
        ' ',
      ),
  },
  {
    types: /^(FLOAT|DOUBLE)$/,
    variants: ['DOUBLE', 'FLOAT'],
    names:
      'float64 float float_ float16 float32 Float32Dtype Float64Dtype FLOAT DOUBLE DOUBLE_PRECISION REAL FLOAT4 FLOAT8 FLOAT64 NUMBER FloatType DoubleType'.split(
        ' ',
      ),
  },
  {
    types: /^DECIMAL/,
    variants: ['DECIMAL'],
    names: 'Decimal decimal DECIMAL NUMERIC BIGNUMERIC NUMBER DecimalType'.split(' '),
  },
  {
    types: /^(VARCHAR|ENUM|UUID)/,
    variants: ['VARCHAR'],
    names:
      'object_ str str_ string object O StringDtype VARCHAR CHAR NVARCHAR NCHAR TEXT STRING CLOB NTEXT StringType VarcharType CharType'.split(
        ' ',
      ),
  },
  {
    types: /^BOOLEAN$/,
    variants: ['BOOL_TRUE', 'BOOL_FALSE'],
    names: 'bool bool_ boolean BooleanDtype BOOL BOOLEAN BIT BooleanType'.split(' '),
  },
  { types: /^DATE$/, variants: ['DATE'], names: ['date', 'DATE', 'DateType'] },
  {
    types: /^TIMESTAMP.*TIME ZONE/,
    variants: [],
    names: 'Timestamp DatetimeTZDtype TIMESTAMPTZ TIMESTAMP_TZ TIMESTAMP TimestampType'.split(' '),
  },
  {
    types: /^TIMESTAMP/,
    variants: [],
    names:
      'datetime64 datetime datetime64[ns] datetime64[us] datetime64[ms] Timestamp TIMESTAMP DATETIME TIMESTAMP_NTZ TimestampType TimestampNTZType'.split(
        ' ',
      ),
  },
  { types: /^TIME( |$)/, variants: [], names: ['time', 'TIME'] },
  {
    types: /^BLOB$/,
    variants: ['BLOB'],
    names: 'bytes BLOB BYTEA BINARY VARBINARY BinaryType'.split(' '),
  },
  { types: /\[|^LIST/, variants: [], names: ['list', 'ARRAY', 'ArrayType'] },
  { types: /^STRUCT/, variants: [], names: ['dict', 'STRUCT', 'StructType'] },
  { types: /^MAP/, variants: [], names: ['dict', 'MAP', 'MapType'] },
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
