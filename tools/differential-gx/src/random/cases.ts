import type { Draw } from './draw.ts';
import type { DrawnColumn, DrawnKind } from './columns.ts';
import type { Given } from '../exact-json.ts';
import { drawRegex } from './regexes.ts';
import { drawRowCondition } from './row-conditions.ts';
import { givenLike, givenOf } from './scalars.ts';
import type { DrawnTable } from './tables.ts';

type Kwargs = Readonly<Record<string, Given>>;

/** An expectation with drawn kwargs. */
export interface DrawnCase {
  readonly type: string;
  readonly kwargs: Kwargs;
}

const NUMBERS: readonly DrawnKind[] = ['integer', 'float', 'decimal'];
/** Times of day are objects in pandas, which compare with nothing that a suite can say. */
const COMPARED: readonly DrawnKind[] = [
  ...NUMBERS,
  'boolean',
  'text',
  'date',
  'timestamp',
  'zoned',
];
const ANY: readonly DrawnKind[] = [...COMPARED, 'time'];
/** What pandas makes no other type of where values are missing. */
const KEPT: readonly DrawnKind[] = ['float', 'text', 'timestamp', 'zoned'];
/** What a list of Python's names: pandas compares no moments with the texts in it. */
const NAMED: readonly DrawnKind[] = [...NUMBERS, 'boolean', 'text'];
/** What has one text in Python and in SQL. */
const WRITTEN: readonly DrawnKind[] = ['text'];

/** A column of one of `kinds`, once in a while one that is not there; null where no column is of these kinds. */
function pick(
  draw: Draw,
  { columns }: DrawnTable,
  kinds: readonly DrawnKind[],
): DrawnColumn | null {
  const column = draw.anyOf(
    columns.filter(({ kind }) => kinds.includes(kind)),
    null,
  );
  return column !== null && draw.oneIn(150) ? { ...column, name: 'lost' } : column;
}

/** Equal to k of n where rows are few: the edge of `mostly`. */
function mostly(draw: Draw, { rows }: DrawnTable): Kwargs {
  if (draw.oneIn(2)) return {};
  const share = draw.below(rows + 1) / Math.max(rows, 1);
  return { mostly: draw.oneOf([0, 1, 0.5, 0.95, share, share]) };
}

/** Ends of a range around what the column holds; mostly in order, sometimes open, strict or wrong. */
function range(draw: Draw, end: () => Given): Kwargs {
  const [one, other] = [end(), end()];
  const isReversed = typeof one === typeof other && one !== null && other !== null && one > other;
  const [low, high] = isReversed && !draw.oneIn(10) ? [other, one] : [one, other];
  return {
    ...(!draw.oneIn(4) && { min_value: low }),
    ...(!draw.oneIn(4) && { max_value: high }),
    ...(draw.oneIn(4) && { strict_min: draw.oneIn(2) }),
    ...(draw.oneIn(4) && { strict_max: draw.oneIn(2) }),
  };
}

function valueSet(draw: Draw, column: DrawnColumn): Given {
  const some = Array.from({ length: draw.below(6) }, () => givenLike(draw, column));
  const own = column.values.filter((value) => value !== null).map(({ given }) => given);
  return draw.oneIn(3) ? [...new Set(own), ...(draw.oneIn(3) ? some : [])] : some;
}

/** Whether pandas holds a column of Parquet as the type that its name says, missing values or not. */
function keepsType({ kind, values }: DrawnColumn): boolean {
  if (kind === 'integer' || kind === 'boolean') return !values.includes(null);
  return kind === 'float' || kind === 'text';
}

/** Kwargs for a table; null where it has no column for them. */
type Make = (draw: Draw, table: DrawnTable) => Kwargs | null;

/** Kwargs of an expectation of each row of one column. */
const ofRows =
  (kinds: readonly DrawnKind[], more: (draw: Draw, column: DrawnColumn) => Kwargs): Make =>
  (draw, table) => {
    const column = pick(draw, table, kinds);
    if (column === null) return null;
    return { column: column.name, ...more(draw, column), ...mostly(draw, table) };
  };

/** Kwargs of an expectation of one column as a whole. */
const ofWhole =
  (kinds: readonly DrawnKind[], more: (draw: Draw, column: DrawnColumn) => Kwargs): Make =>
  (draw, table) => {
    const column = pick(draw, table, kinds);
    if (column === null) return null;
    return { column: column.name, ...more(draw, column) };
  };

const small = (draw: Draw) => () => draw.oneOf([-1, 0, 0.5, 1, 2, 3, 5, 10, 0.1 + 0.2]);
const count = (draw: Draw) => () => draw.oneOf([0, 1, 2, 3, 5, 10]);
const share = (draw: Draw) => () => draw.oneOf([0, 0.2, 0.25, 0.5, 1]);
/** A range of the column's own type: of another one it is wrong, which a few cases are for. */
const inRange = (draw: Draw, column: DrawnColumn) => range(draw, () => givenOf(draw, column));

const IGNORED_PAIRS = ['both_values_are_missing', 'either_value_is_missing', 'neither'] as const;
const IGNORED_ROWS = ['all_values_are_missing', 'any_value_is_missing', 'never'] as const;
const TYPES = [
  'int64',
  'int32',
  'int',
  'float64',
  'float',
  'str',
  'object',
  'bool',
  'datetime64',
  'Timestamp',
  'Decimal',
  'date',
  'nonsense',
] as const;
const EXACT_TYPES = [
  ...(['int64', 'int32', 'int16', 'int', 'i4', 'Int64', 'float64', 'float', 'float32'] as const),
  ...(['object', 'O', 'str', 'string', 'bool', 'boolean', 'category', 'datetime64'] as const),
  ...(['datetime64[ns]', 'FLOAT64', 'nonsense', ''] as const),
] as const;
const FORMATS = [
  '%Y-%m-%d',
  '%d.%m.%Y',
  '%H:%M',
  '%Y-%m-%dT%H:%M:%S',
  '%Y',
  '%y-%m-%d',
  '%d.%m.%Y %H',
] as const;
const SCHEMAS: readonly [Given, ...Given[]] = [
  { type: 'object' },
  { type: 'object', properties: { a: { type: 'integer' } }, required: ['a'] },
  { type: 'number', minimum: 7 },
  { enum: [null, 'text'] },
];

/** Kinds that a column is compared with: mostly its own. */
function kindsLike(draw: Draw, { kind }: DrawnColumn): readonly DrawnKind[] {
  if (draw.oneIn(6)) return COMPARED;
  return NUMBERS.includes(kind) ? NUMBERS : [kind];
}

/** Two columns, mostly of one kind. */
function pair(
  draw: Draw,
  table: DrawnTable,
  kinds: readonly DrawnKind[],
): readonly [DrawnColumn, DrawnColumn] | null {
  const a = pick(draw, table, draw.oneIn(2) ? NUMBERS : kinds);
  if (a === null) return null;
  const others = table.columns.filter(({ name }) => name !== a.name);
  const b = pick(
    draw,
    { ...table, columns: others },
    kinds === COMPARED ? kindsLike(draw, a) : kinds,
  );
  return b === null ? null : [a, b];
}

const ofPair =
  (
    kinds: readonly DrawnKind[],
    more: (draw: Draw, a: DrawnColumn, b: DrawnColumn) => Kwargs,
  ): Make =>
  (draw, table) => {
    const both = pair(draw, table, kinds);
    if (both === null) return null;
    const [a, b] = both;
    return {
      column_A: a.name,
      column_B: b.name,
      ...(!draw.oneIn(4) && { ignore_row_if: draw.oneOf(IGNORED_PAIRS) }),
      ...more(draw, a, b),
      ...mostly(draw, table),
    };
  };

const ofSeveral =
  (kinds: readonly DrawnKind[], more: (draw: Draw) => Kwargs): Make =>
  (draw, table) => {
    const first = pick(draw, table, kinds);
    if (first === null) return null;
    const listed = [first];
    for (let more = 1 + draw.below(2); more > 0; more -= 1) {
      const others = table.columns.filter((each) => !listed.includes(each));
      const next = pick(draw, { ...table, columns: others }, kindsLike(draw, first));
      if (next !== null) listed.push(next);
    }
    // great_expectations wants two
    if (listed.length < 2) return null;
    return {
      column_list: listed.map(({ name }) => name),
      ...(!draw.oneIn(4) && { ignore_row_if: draw.oneOf(IGNORED_ROWS) }),
      ...more(draw),
      ...mostly(draw, table),
    };
  };

const textRule = (more: (draw: Draw) => Kwargs) => ofRows(WRITTEN, more);
const strictly = (draw: Draw): Kwargs => (draw.oneIn(2) ? { strictly: draw.oneIn(2) } : {});

function quantileRanges(draw: Draw, column: DrawnColumn): Kwargs {
  const quantiles = [0, 0.1, 0.25, 0.333, 0.5, 0.75, 0.9, 1].filter(() => draw.oneIn(2));
  const end = () => (draw.oneIn(3) ? null : givenOf(draw, column));
  const ranges = quantiles.map(() => {
    const [low, high] = [end(), end()];
    return low !== null && high !== null && low > high ? [high, low] : [low, high];
  });
  return {
    quantile_ranges: { quantiles, value_ranges: ranges },
    ...(draw.oneIn(3) && {
      allow_relative_error: draw.oneOf(['linear', 'lower', 'higher', 'nearest', 'midpoint']),
    }),
  };
}

function weights(draw: Draw, many: number): readonly number[] {
  const drawn = Array.from({ length: many }, () => 1 + draw.below(4));
  const total = drawn.reduce((sum, each) => sum + each, 0);
  return drawn.map((each) => each / total);
}

function partition(draw: Draw, column: DrawnColumn): Kwargs {
  const isOfNumbers = NUMBERS.includes(column.kind) && draw.oneIn(2);
  const own = [...new Set(column.values.map((value) => value?.given ?? null))]
    .filter((value) => value !== null)
    .slice(0, 5);
  const values = own.length === 0 ? ['a', 'b'] : own;
  const bins = [-2, 0, 0.5, 3, 20];
  const holdout = () => draw.oneOf([0, 0, 0.05, 0.1]);
  return {
    partition_object: isOfNumbers
      ? { bins, weights: weights(draw, bins.length - 1) }
      : { values, weights: weights(draw, values.length) },
    threshold: draw.oneOf([0.01, 0.1, 0.5, 2]),
    ...(draw.oneIn(3) && { tail_weight_holdout: holdout() }),
    ...(draw.oneIn(3) && isOfNumbers && { internal_weight_holdout: holdout() }),
  };
}

const names = ({ columns }: DrawnTable) => columns.map(({ name }) => name);

/** Most of the table's names, sometimes in another order, sometimes one too many. */
function someNames(draw: Draw, table: DrawnTable): Given {
  const kept = names(table).filter(() => !draw.oneIn(15));
  const turned = draw.oneIn(4) ? kept.toReversed() : kept;
  return draw.oneIn(5) ? [...turned, draw.oneOf(['lost', 'C0', 'TOTAL'])] : turned;
}

const COLUMN: Readonly<Record<string, Make>> = {
  values_to_be_null: ofRows(ANY, () => ({})),
  values_to_not_be_null: ofRows(ANY, () => ({})),
  values_to_be_unique: ofRows(ANY, () => ({})),
  values_to_be_in_set: ofRows(COMPARED, (draw, column) => ({ value_set: valueSet(draw, column) })),
  values_to_not_be_in_set: ofRows(COMPARED, (draw, column) => ({
    value_set: valueSet(draw, column),
  })),
  values_to_be_between: ofRows(COMPARED, inRange),
  values_to_be_increasing: ofRows(NUMBERS, strictly),
  values_to_be_decreasing: ofRows(NUMBERS, strictly),
  value_lengths_to_be_between: ofRows(WRITTEN, (draw) => range(draw, count(draw))),
  value_lengths_to_equal: ofRows(WRITTEN, (draw) => ({ value: count(draw)() })),
  value_z_scores_to_be_less_than: ofRows(NUMBERS, (draw) => ({
    threshold: draw.oneOf([0, 0.5, 1, 1.5, 3, -1]),
    double_sided: draw.oneIn(2),
  })),
  values_to_not_be_outliers: ofRows(NUMBERS, (draw) => ({
    ...(!draw.oneIn(3) && { method: draw.oneOf(['iqr', 'std', 'std']) }),
    ...(draw.oneIn(2) && { multiplier: draw.oneOf([0, 0.5, 1, 1.5, 3]) }),
  })),
  values_to_match_regex: textRule((draw) => ({ regex: drawRegex(draw) })),
  values_to_not_match_regex: textRule((draw) => ({ regex: drawRegex(draw) })),
  values_to_match_regex_list: textRule((draw) => ({
    regex_list: [drawRegex(draw), drawRegex(draw)],
    ...(draw.oneIn(2) && { match_on: draw.oneOf(['any', 'all']) }),
  })),
  values_to_not_match_regex_list: textRule((draw) => ({
    regex_list: [drawRegex(draw), drawRegex(draw)],
  })),
  values_to_be_json_parseable: textRule(() => ({})),
  values_to_match_json_schema: textRule((draw) => ({ json_schema: draw.oneOf(SCHEMAS) })),
  values_to_be_dateutil_parseable: textRule(() => ({})),
  values_to_match_strftime_format: textRule((draw) => ({ strftime_format: draw.oneOf(FORMATS) })),
  values_to_be_of_type: ofRows(KEPT, (draw) => ({ type_: draw.oneOf(TYPES) })),
  values_to_be_in_type_list: ofRows(KEPT, (draw) => ({
    type_list: [draw.oneOf(TYPES), draw.oneOf(TYPES)],
  })),
  max_to_be_between: ofWhole(COMPARED, inRange),
  min_to_be_between: ofWhole(COMPARED, inRange),
  mean_to_be_between: ofWhole(NUMBERS, inRange),
  median_to_be_between: ofWhole(NUMBERS, inRange),
  sum_to_be_between: ofWhole(NUMBERS, inRange),
  stdev_to_be_between: ofWhole(NUMBERS, (draw) => range(draw, small(draw))),
  unique_value_count_to_be_between: ofWhole(ANY, (draw) => range(draw, count(draw))),
  proportion_of_unique_values_to_be_between: ofWhole(COMPARED, (draw) => range(draw, share(draw))),
  proportion_of_non_null_values_to_be_between: ofWhole(COMPARED, (draw) =>
    range(draw, share(draw)),
  ),
  quantile_values_to_be_between: ofWhole(NUMBERS, quantileRanges),
  distinct_values_to_be_in_set: ofWhole(COMPARED, (draw, column) => ({
    value_set: valueSet(draw, column),
  })),
  distinct_values_to_contain_set: ofWhole(COMPARED, (draw, column) => ({
    value_set: valueSet(draw, column),
  })),
  distinct_values_to_equal_set: ofWhole(COMPARED, (draw, column) => ({
    value_set: valueSet(draw, column),
  })),
  most_common_value_to_be_in_set: ofWhole(COMPARED, (draw, column) => ({
    value_set: valueSet(draw, column),
    ...(draw.oneIn(2) && { ties_okay: draw.oneIn(2) }),
  })),
  kl_divergence_to_be_less_than: ofWhole([...NUMBERS, 'text'], partition),
};

const TABLE: Readonly<Record<string, Make>> = {
  expect_column_pair_values_to_be_equal: ofPair(COMPARED, () => ({})),
  expect_column_pair_values_a_to_be_greater_than_b: ofPair(COMPARED, (draw) =>
    draw.oneIn(2) ? { or_equal: draw.oneIn(2) } : {},
  ),
  expect_column_pair_values_to_be_in_set: ofPair(NAMED, (draw, a, b) => ({
    value_pairs_set: [1, 2, 3].map(() => [givenLike(draw, a), givenLike(draw, b)]),
  })),
  expect_compound_columns_to_be_unique: ofSeveral(COMPARED, () => ({})),
  expect_select_column_values_to_be_unique_within_record: ofSeveral(COMPARED, () => ({})),
  expect_multicolumn_values_to_be_equal: ofSeveral(COMPARED, () => ({})),
  expect_multicolumn_sum_to_equal: ofSeveral(NUMBERS, (draw) => ({ sum_total: small(draw)() })),
};

/** Expectations of the shape of the table, which no row condition changes. */
const SHAPE: Readonly<Record<string, Make>> = {
  expect_table_column_count_to_be_between: (draw) => countRange(draw),
  expect_table_column_count_to_equal: (draw) => ({ value: count(draw)() }),
  expect_column_to_exist: (draw, table) => ({
    column: draw.oneIn(4) ? draw.oneOf(['lost', 'C0', 'total']) : draw.anyOf(names(table), 'lost'),
    ...(draw.oneIn(2) && { column_index: draw.below(4) }),
  }),
  expect_column_type_to_be: (draw, table) => {
    const column = pick(draw, { ...table, columns: table.columns.filter(keepsType) }, ANY);
    return column === null ? null : { column: column.name, type_: draw.oneOf(EXACT_TYPES) };
  },
  expect_table_columns_to_match_ordered_list: (draw, table) => ({
    column_list: draw.oneIn(3) ? names(table) : someNames(draw, table),
  }),
  expect_table_columns_to_match_set: (draw, table) => ({
    column_set: draw.oneIn(3) ? names(table) : someNames(draw, table),
    ...(draw.oneIn(2) && { exact_match: draw.oneIn(2) }),
  }),
};

const COUNT: Readonly<Record<string, Make>> = {
  expect_table_row_count_to_be_between: (draw) => countRange(draw),
  expect_table_row_count_to_equal: (draw, { rows }) => ({
    value: draw.oneIn(2) ? rows : count(draw)(),
  }),
};

/** A range of counts, in order and never strict. */
function countRange(draw: Draw): Kwargs {
  const [min, max] = [count(draw)(), count(draw)()].sort((a, b) => a - b);
  return { min_value: min ?? null, max_value: draw.oneIn(4) ? null : (max ?? null) };
}

const CONDITIONED = Object.entries({
  ...Object.fromEntries(
    Object.entries(COLUMN).map(([name, make]) => [`expect_column_${name}`, make]),
  ),
  ...TABLE,
  ...COUNT,
});
const UNCONDITIONED = Object.entries(SHAPE);

/** An expectation of `table` with kwargs that suit it, mostly. */
export function drawCase(draw: Draw, table: DrawnTable): DrawnCase {
  for (;;) {
    const isOfShape = draw.oneIn(12);
    const entry = draw.anyOf(isOfShape ? UNCONDITIONED : CONDITIONED, null);
    const kwargs = entry?.[1](draw, table) ?? null;
    if (entry === null || kwargs === null) continue;
    const [type] = entry;
    return { type, kwargs: { ...kwargs, ...(isOfShape ? {} : drawRowCondition(draw, table)) } };
  }
}
