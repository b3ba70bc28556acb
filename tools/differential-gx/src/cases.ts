/** An expectation that both libraries check. */
export interface Case {
  readonly type: string;
  readonly kwargs: Readonly<Record<string, unknown>>;
}

type Kwargs = Case['kwargs'];

/** Cases of one expectation of a column, by its name without `expect_column_`. */
export function ofColumn(
  name: string,
  column: string,
  ...several: readonly Kwargs[]
): readonly Case[] {
  return several.map((kwargs) => ({
    type: `expect_column_${name}`,
    kwargs: { column, ...kwargs },
  }));
}

/** One case for each of several columns. */
export function ofColumns(
  name: string,
  columns: readonly string[],
  kwargs: Kwargs = {},
): readonly Case[] {
  return columns.flatMap((column) => ofColumn(name, column, kwargs));
}

/** Cases of one expectation of a table, by its whole name. */
export function ofTable(type: string, ...several: readonly Kwargs[]): readonly Case[] {
  return several.map((kwargs) => ({ type, kwargs }));
}

const EVERY = [
  'id',
  'whole',
  'gappy',
  'price',
  'half',
  'word',
  'code',
  'flag',
  'day',
  'later',
  'nothing',
];
const NUMBERS = ['id', 'whole', 'gappy', 'price', 'half', 'nothing'];

const nulls = [
  ...ofColumns('values_to_be_null', EVERY),
  ...ofColumns('values_to_not_be_null', EVERY),
  ...ofColumns('values_to_not_be_null', EVERY, { mostly: 0.85 }),
  ...ofColumns('proportion_of_non_null_values_to_be_between', EVERY, {
    min_value: 0.5,
    max_value: 0.95,
  }),
];

const sets = [
  ...ofColumns('values_to_be_unique', EVERY),
  ...ofColumn('values_to_be_in_set', 'whole', { value_set: [-1, 0, 1, 2.5] }, { value_set: [] }),
  ...ofColumn('values_to_be_in_set', 'gappy', { value_set: [-4, -3, 0, 1, 2], mostly: 0.5 }),
  ...ofColumn('values_to_be_in_set', 'price', { value_set: [0, 1.25, 7] }),
  ...ofColumn(
    'values_to_be_in_set',
    'word',
    { value_set: ['', 'naïve', '日本語', "it's"], mostly: 0.3 },
    { value_set: ['a"b;--', '🙂🙂'] },
  ),
  ...ofColumn('values_to_be_in_set', 'flag', { value_set: [true] }, { value_set: [true, false] }),
  ...ofColumn('values_to_not_be_in_set', 'word', { value_set: ['a', 'NULL', 'missing'] }),
  ...ofColumn('values_to_not_be_in_set', 'gappy', { value_set: [100] }, { value_set: [0, 1] }),
  ...ofColumn(
    'distinct_values_to_be_in_set',
    'half',
    { value_set: [-0.5, 0, 0.5, 1] },
    { value_set: [0, 1] },
    { value_set: [] },
  ),
  ...ofColumn('distinct_values_to_be_in_set', 'other_word', { value_set: ['a', 'Zebra'] }),
  ...ofColumn(
    'distinct_values_to_contain_set',
    'word',
    { value_set: ['', 'a'] },
    { value_set: ['b'] },
  ),
  ...ofColumn('distinct_values_to_contain_set', 'gappy', { value_set: [-4, 0, 4] }),
  ...ofColumn(
    'distinct_values_to_equal_set',
    'other_word',
    { value_set: ['100', 'Zebra', 'a', 'naïve'] },
    { value_set: ['a'] },
  ),
  ...ofColumn(
    'most_common_value_to_be_in_set',
    'half',
    { value_set: [0] },
    { value_set: [0, 1, 0.5, -0.5], ties_okay: true },
  ),
  ...ofColumn(
    'most_common_value_to_be_in_set',
    'word',
    { value_set: ['a', 'NULL'] },
    { value_set: ['a', ' '], ties_okay: true },
  ),
];

const ranges = [
  ...ofColumn(
    'values_to_be_between',
    'whole',
    { min_value: -10, max_value: 10 },
    { min_value: -20, max_value: 20, strict_min: true, strict_max: true },
    { min_value: 0, mostly: 0.5 },
    { max_value: 0.5 },
    { min_value: 3, max_value: 1 },
    {},
  ),
  ...ofColumn(
    'values_to_be_between',
    'price',
    { min_value: -25, max_value: 100, mostly: 0.8 },
    { max_value: 149.99, strict_max: true },
  ),
  ...ofColumn('values_to_be_between', 'gappy', { min_value: -4, strict_min: true }),
  ...ofColumn('values_to_be_between', 'later', {
    min_value: '2000-01-01T00:00:00',
    max_value: '2020-01-01T00:00:00',
  }),
  ...ofColumn(
    'value_lengths_to_be_between',
    'word',
    { min_value: 1, max_value: 3 },
    { min_value: 0, max_value: 5, strict_max: true, mostly: 0.5 },
    {},
  ),
  ...ofColumn('value_lengths_to_equal', 'code', { value: 6 }, { value: 5 }),
  ...ofColumn('value_lengths_to_equal', 'word', { value: 2 }),
  ...ofColumn(
    'value_z_scores_to_be_less_than',
    'whole',
    { threshold: 1.5, double_sided: true },
    { threshold: 1.5, double_sided: false },
  ),
  ...ofColumn('value_z_scores_to_be_less_than', 'price', {
    threshold: 1,
    double_sided: true,
    mostly: 0.6,
  }),
  ...ofColumn('values_to_be_increasing', 'rising', {}, { strictly: true }),
  ...ofColumn('values_to_be_increasing', 'price', {}),
  ...ofColumn('values_to_be_decreasing', 'falling', {}, { strictly: true }),
  ...ofColumn('values_to_be_decreasing', 'gappy', { strictly: true }),
];

const aggregates = [
  ...['max', 'min', 'mean', 'median', 'stdev', 'sum'].flatMap((name) => [
    ...ofColumns(`${name}_to_be_between`, NUMBERS, { min_value: -10, max_value: 30 }),
    ...ofColumns(`${name}_to_be_between`, NUMBERS, { min_value: 0, strict_min: true }),
  ]),
  ...ofColumns('max_to_be_between', ['later', 'day'], { max_value: '2030-01-01T00:00:00' }),
  ...ofColumns('min_to_be_between', ['later', 'day'], { min_value: '1980-01-01T00:00:00' }),
  ...ofColumns('unique_value_count_to_be_between', EVERY, { min_value: 2, max_value: 12 }),
  ...ofColumns('proportion_of_unique_values_to_be_between', EVERY, {
    min_value: 0.1,
    max_value: 1,
  }),
  ...ofColumns('quantile_values_to_be_between', ['id', 'whole', 'half', 'gappy', 'price'], {
    quantile_ranges: {
      quantiles: [0, 0.1, 0.25, 0.5, 0.75, 0.9, 1],
      value_ranges: [
        [null, 0],
        [-20, 0],
        [null, 10],
        [-5, null],
        [null, null],
        [0, 90],
        [0, 1e6],
      ],
    },
  }),
  ...ofColumn(
    'kl_divergence_to_be_less_than',
    'half',
    {
      partition_object: { values: [-0.5, 0, 0.5, 1], weights: [0.25, 0.25, 0.25, 0.25] },
      threshold: 0.01,
    },
    {
      partition_object: { values: [0, 1], weights: [0.5, 0.5] },
      threshold: 0.5,
      tail_weight_holdout: 0.1,
    },
    { partition_object: { bins: [-1, 0, 0.4, 2], weights: [0.3, 0.3, 0.4] }, threshold: 0.1 },
    {
      partition_object: { bins: [0, 0.4, 0.8], weights: [0.5, 0.5] },
      threshold: 0.1,
      tail_weight_holdout: 0.05,
      internal_weight_holdout: 0.05,
    },
  ),
];

const texts = [
  ...ofColumn(
    'values_to_match_regex',
    'word',
    { regex: '^[a-z]' },
    { regex: 'a', mostly: 0.4 },
    { regex: '^\\S*$' },
    { regex: '(?=Z)Z' },
  ),
  ...ofColumn('values_to_not_match_regex', 'word', { regex: '[\'";]' }, { regex: '\\d{3}' }),
  ...ofColumn(
    'values_to_match_regex',
    'code',
    { regex: '^[A-Z]{2}-\\d{3}$' },
    { regex: '(\\d)\\1' },
  ),
  ...ofColumn(
    'values_to_match_regex_list',
    'code',
    { regex_list: ['^A', '1'], match_on: 'any' },
    { regex_list: ['^A', '1'], match_on: 'all' },
    { regex_list: ['^A', '^C', '^e'] },
  ),
  ...ofColumn('values_to_not_match_regex_list', 'code', { regex_list: ['^A', '1$'] }),
  ...ofColumn('values_to_be_json_parseable', 'json', {}, { mostly: 0.5 }),
  ...ofColumn('values_to_match_json_schema', 'json', {
    json_schema: { type: 'object', properties: { a: { type: 'integer' } } },
    mostly: 0.1,
  }),
  ...ofColumn('values_to_be_dateutil_parseable', 'written_day', {}),
  ...ofColumn(
    'values_to_match_strftime_format',
    'written_day',
    { strftime_format: '%Y-%m-%d' },
    { strftime_format: '%d.%m.%Y', mostly: 0.1 },
  ),
];

const types = [
  ...ofColumn('values_to_be_of_type', 'whole', { type_: 'int64' }, { type_: 'float64' }),
  ...ofColumn('values_to_be_of_type', 'half', { type_: 'float64' }, { type_: 'str' }),
  ...ofColumn(
    'values_to_be_of_type',
    'code',
    { type_: 'str' },
    { type_: 'int' },
    { type_: 'object' },
  ),
  ...ofColumn('values_to_be_of_type', 'flag', { type_: 'bool' }),
  ...ofColumn('values_to_be_in_type_list', 'code', { type_list: ['str', 'int'] }),
  ...ofColumn(
    'values_to_be_in_type_list',
    'whole',
    { type_list: ['str', 'int64'] },
    { type_list: ['str'] },
  ),
];

const IGNORED = ['both_values_are_missing', 'either_value_is_missing', 'neither'];
const IGNORED_ROWS = ['all_values_are_missing', 'any_value_is_missing', 'never'];

const severalColumns = IGNORED.flatMap((ignored, at) => {
  const pair = { column_A: 'price', column_B: 'paid', ignore_row_if: ignored };
  const words = { column_A: 'word', column_B: 'other_word', ignore_row_if: ignored };
  const rows = { ignore_row_if: IGNORED_ROWS[at] };
  return [
    ...ofTable('expect_column_pair_values_a_to_be_greater_than_b', pair, {
      ...pair,
      or_equal: true,
      mostly: 0.4,
    }),
    ...ofTable('expect_column_pair_values_to_be_equal', pair, words, { ...words, mostly: 0.05 }),
    ...ofTable('expect_column_pair_values_to_be_in_set', {
      ...words,
      value_pairs_set: [
        ['a', 'a'],
        ['Zebra', '100'],
        ['naïve', 'a'],
      ],
    }),
    ...ofTable(
      'expect_compound_columns_to_be_unique',
      { column_list: ['whole', 'gappy'], ...rows },
      { column_list: ['id', 'word'], ...rows },
    ),
    ...ofTable('expect_select_column_values_to_be_unique_within_record', {
      column_list: ['whole', 'gappy', 'half'],
      ...rows,
    }),
    ...ofTable('expect_multicolumn_sum_to_equal', {
      column_list: ['whole', 'gappy'],
      sum_total: 3,
      ...rows,
    }),
    ...ofTable('expect_multicolumn_values_to_be_equal', {
      column_list: ['whole', 'gappy'],
      ...rows,
    }),
  ];
});

const table = [
  ...ofTable(
    'expect_table_row_count_to_be_between',
    { min_value: 1, max_value: 100 },
    { min_value: 10 },
  ),
  ...ofTable('expect_table_row_count_to_equal', { value: 60 }),
  ...ofTable('expect_table_column_count_to_be_between', { min_value: 5, max_value: 20 }),
  ...ofTable('expect_table_column_count_to_equal', { value: 3 }),
  ...ofTable(
    'expect_column_to_exist',
    { column: 'word' },
    { column: 'Word' },
    { column: 'id', column_index: 0 },
    { column: 'id', column_index: 3 },
    { column: 'whole', column_index: 1 },
  ),
  ...ofTable('expect_table_columns_to_match_ordered_list', { column_list: ['id', 'whole'] }),
  ...ofTable(
    'expect_table_columns_to_match_set',
    { column_set: ['ID', 'whole'], exact_match: false },
    { column_set: ['id', 'whole'] },
    { column_set: ['lost'], exact_match: false },
  ),
];

const conditions = [
  ...ofColumn('values_to_be_between', 'whole', {
    min_value: 0,
    row_condition: 'half > 0',
    condition_parser: 'pandas',
  }),
  ...ofColumn('values_to_be_in_set', 'word', {
    value_set: ['a'],
    row_condition: 'code == "AB-001" or whole < 5',
    condition_parser: 'pandas',
  }),
  ...ofColumn('mean_to_be_between', 'price', {
    max_value: 40,
    row_condition: 'flag',
    condition_parser: 'pandas',
  }),
  ...ofColumn('values_to_not_be_null', 'gappy', {
    row_condition: 'whole >= 0 and not flag',
    condition_parser: 'pandas',
  }),
];

const mistakes = [
  ...ofColumns('values_to_not_be_null', ['lost']),
  ...ofColumn('mean_to_be_between', 'lost', { min_value: 1 }),
  ...ofColumn('values_to_be_between', 'word', { min_value: 1, max_value: 2 }),
  ...ofColumn('mean_to_be_between', 'word', { min_value: 1 }),
];

/** What is checked on every table. */
export const CASES: readonly Case[] = [
  ...nulls,
  ...sets,
  ...ranges,
  ...aggregates,
  ...texts,
  ...types,
  ...severalColumns,
  ...table,
  ...conditions,
  ...mistakes,
];
