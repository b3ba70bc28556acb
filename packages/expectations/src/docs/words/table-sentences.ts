import { rangeWords } from './range-words.ts';
import { listed, name, value, words } from './words.ts';
import type { Kwargs, SentenceMaker, Words } from './words.ts';

const columns = (held: unknown): Words => listed(held, 'and', name);

const pair = ({ column_A: a, column_B: b }: Kwargs): Words => words`${name(a)} and ${name(b)}`;

/** What is expected of several columns or of the whole table, by type without `expect_`. */
export const TABLE_SENTENCES: Readonly<Record<string, SentenceMaker>> = {
  column_pair_values_a_to_be_greater_than_b: ({ column_A: a, column_B: b, or_equal: orEqual }) =>
    words`${name(a)} is greater than ${orEqual === true ? 'or equal to ' : ''}${name(b)} in each row`,
  column_pair_values_to_be_equal: (kwargs) => words`${pair(kwargs)} are equal in each row`,
  column_pair_values_to_be_in_set: (kwargs) =>
    words`${pair(kwargs)} together are one of ${listed(kwargs['value_pairs_set'], 'or')}`,
  compound_columns_to_be_unique: ({ column_list: list }) =>
    words`No two rows agree in all of ${columns(list)}`,
  multicolumn_sum_to_equal: ({ column_list: list, sum_total: total }) =>
    words`${columns(list)} add up to ${value(total)} in each row`,
  select_column_values_to_be_unique_within_record: ({ column_list: list }) =>
    words`${columns(list)} all differ within each row`,
  multicolumn_values_to_be_unique: ({ column_list: list }) =>
    words`${columns(list)} all differ within each row`,
  multicolumn_values_to_be_equal: ({ column_list: list }) =>
    words`${columns(list)} are equal within each row`,
  table_columns_to_match_ordered_list: ({ column_list: list }) =>
    words`The columns are, in this order, ${columns(list)}`,
  table_columns_to_match_set: ({ column_set: set, exact_match: isExact }) =>
    isExact === false
      ? words`Among the columns are ${columns(set)}`
      : words`The columns are, in any order, ${columns(set)}`,
  table_column_count_to_be_between: (kwargs) =>
    words`The number of columns is ${rangeWords(kwargs)}`,
  query_results_to_match_comparison: ({ base_query: query, comparison_data_source_name: other }) =>
    words`The query ${value(query)} finds the rows of a query over ${value(other)}`,
  table_column_count_to_equal: ({ value: held }) => words`The number of columns is ${value(held)}`,
  table_row_count_to_be_between: (kwargs) => words`The number of rows is ${rangeWords(kwargs)}`,
  table_row_count_to_equal: ({ value: held }) => words`The number of rows is ${value(held)}`,
  table_row_count_to_equal_other_table: ({ other_table_name: other }) =>
    words`There are as many rows as in the table ${name(other)}`,
  average_session_length_to_be_between: (kwargs) =>
    words`The average number of rows per session is ${rangeWords(kwargs)}`,
};
