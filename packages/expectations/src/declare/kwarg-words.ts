/** What each kwarg means, by its name, wherever it is taken; one sentence each. */
export const KWARG_WORDS = {
  allow_cross_type_comparisons:
    'Whether values that do not compare with the bounds fail, in place of an error (0.13).',
  allow_relative_error:
    'How a quantile between two values is taken, as in pandas; quantiles are exact, so leave it out.',
  base_query: 'The query over the batch, `{batch}`, whose rows are compared.',
  bucketize_data: 'Whether values are counted in the bins of the partition.',
  column: 'The name of the column.',
  column_A: 'The name of the first column.',
  column_B: 'The name of the second column.',
  column_index: 'The position that the column must have, from 0.',
  column_list: 'The names of the columns.',
  column_set: 'The names of the columns, in any order.',
  comparison_data_source_name: 'The name among `tables` of the table to compare with.',
  comparison_query: 'The query over the other table whose rows are compared.',
  double_sided: 'Whether values far below the mean fail too (true).',
  escape: 'A letter after which `%`, `_` and brackets stand for themselves.',
  exact_match: 'Whether other columns than these fail too (true).',
  ignore_row_if: 'Which rows are not checked, by the values that they miss.',
  internal_weight_holdout:
    'The weight given to inner bins that the partition has empty, from 0 to 1.',
  json_schema: 'The JSON Schema that each value, parsed, must fit.',
  like_pattern: 'The LIKE pattern: `%` is any text, `_` any letter.',
  like_pattern_list: 'LIKE patterns: `%` is any text, `_` any letter.',
  match_on: 'Whether a value must match any or all of the patterns.',
  max_value: 'The upper bound; none where it is left out or null.',
  method:
    'How outliers are told: `iqr`, the interquartile range, or `std`, the standard deviation.',
  min_value: 'The lower bound; none where it is left out or null.',
  mostly: 'The share of values that must pass, from 0 to 1 (1).',
  mostly_counts_nulls:
    'Whether `mostly` is a share of all rows, of which missing ones fail (false).',
  multiplier: 'How many ranges or deviations a value may be away.',
  or_equal: 'Whether equal values pass too (false).',
  other_table_name: 'The name among `tables` of the other table.',
  partition_object: 'What is expected: `values` or `bins`, and their `weights`.',
  quantile_ranges: '`quantiles` from 0 to 1, and `value_ranges`: the bounds of each.',
  regex: 'The regular expression, as Python reads it; it may match anywhere in the text.',
  regex_list: 'Regular expressions, as Python reads them; they may match anywhere in the text.',
  strftime_format: "The format of dates, in strftime's marks, such as `%Y-%m-%d`.",
  strict_max: 'Whether the upper bound itself fails (false).',
  strict_min: 'Whether the lower bound itself fails (false).',
  strictly: 'Whether equal neighbours fail (false).',
  sum_total: 'The sum that the columns of each row must have.',
  tail_weight_holdout: 'The weight given to what is beyond the bins, from 0 to 1.',
  threshold: 'The bound of the number that is measured.',
  ties_okay: 'Whether other values may be as common as those of the set (false).',
  type_: 'The name of the type, in DuckDB, pandas, Spark or SQL.',
  type_list: 'Names of types, in DuckDB, pandas, Spark or SQL.',
  unexpected_rows_query: 'A query over the batch, `{batch}`, that must find no row.',
  value: 'The number that is expected.',
  value_pairs_set: 'Pairs of values that are allowed.',
  value_set: 'The values of the set; any value where it is null.',
} as const satisfies Readonly<Record<string, string>>;

/** What a kwarg means; undefined for one of your own. */
export function kwargWords(name: string): string | undefined {
  return new Map<string, string>(Object.entries(KWARG_WORDS)).get(name);
}
