import { rangeWords } from './range-words.ts';
import { listed, value, words } from './words.ts';
import type { Kwargs, SentenceMaker, Words } from './words.ts';

const quantifier = ({ match_on: on }: Kwargs): Words => (on === 'all' ? ['all of'] : ['one of']);

function order(direction: string): SentenceMaker {
  return ({ strictly }) =>
    strictly === true
      ? words`Values ${direction} from each row to the next`
      : words`Values ${direction} or stay the same from each row to the next`;
}

/** What is expected of the values of one column, by type without `expect_column_`. */
export const COLUMN_SENTENCES: Readonly<Record<string, SentenceMaker>> = {
  values_to_be_null: () => words`Values are null`,
  values_to_not_be_null: () => words`Values are not null`,
  values_to_be_unique: () => words`Values are unique`,
  values_to_be_in_set: ({ value_set: set }) => words`Values are one of ${listed(set, 'or')}`,
  values_to_not_be_in_set: ({ value_set: set }) => words`Values are none of ${listed(set, 'or')}`,
  values_to_be_between: (kwargs) => words`Values are ${rangeWords(kwargs)}`,
  type_to_be: ({ type_: type }) => words`The type is exactly ${value(type)}`,
  values_to_be_of_type: ({ type_: type }) => words`The type is ${value(type)}`,
  values_to_be_in_type_list: ({ type_list: types }) => words`The type is ${listed(types, 'or')}`,
  value_lengths_to_be_between: (kwargs) =>
    words`The length of values, in characters, is ${rangeWords(kwargs)}`,
  value_lengths_to_equal: ({ value: length }) =>
    words`The length of values, in characters, is ${value(length)}`,
  value_z_scores_to_be_less_than: ({ threshold, double_sided: isDouble }) =>
    isDouble === true
      ? words`Z-scores are between ${value(-Number(threshold))} and ${value(threshold)}`
      : words`Z-scores are below ${value(threshold)}`,
  values_to_not_be_outliers: ({ method, multiplier }) =>
    method === 'std'
      ? words`Values lie within ${value(multiplier ?? 3)} standard deviations of the mean`
      : words`Values lie within ${value(multiplier ?? 1.5)} interquartile ranges of the middle`,
  values_to_match_regex: ({ regex }) => words`Values match the regular expression ${value(regex)}`,
  values_to_not_match_regex: ({ regex }) =>
    words`Values do not match the regular expression ${value(regex)}`,
  values_to_match_regex_list: (kwargs) =>
    words`Values match ${quantifier(kwargs)} the regular expressions ${listed(kwargs['regex_list'], 'and')}`,
  values_to_not_match_regex_list: ({ regex_list: list }) =>
    words`Values match none of the regular expressions ${listed(list, 'and')}`,
  values_to_match_like_pattern: ({ like_pattern: pattern }) =>
    words`Values fit the LIKE pattern ${value(pattern)}`,
  values_to_not_match_like_pattern: ({ like_pattern: pattern }) =>
    words`Values do not fit the LIKE pattern ${value(pattern)}`,
  values_to_match_like_pattern_list: (kwargs) =>
    words`Values fit ${quantifier(kwargs)} the LIKE patterns ${listed(kwargs['like_pattern_list'], 'and')}`,
  values_to_not_match_like_pattern_list: ({ like_pattern_list: list }) =>
    words`Values fit none of the LIKE patterns ${listed(list, 'and')}`,
  values_to_be_increasing: order('grow'),
  values_to_be_decreasing: order('shrink'),
  values_to_be_dateutil_parseable: () => words`Values read as dates`,
  values_to_be_json_parseable: () => words`Values are valid JSON`,
  values_to_match_json_schema: ({ json_schema: schema }) =>
    words`Values are JSON that fits the schema ${value(schema)}`,
  values_to_match_strftime_format: ({ strftime_format: format }) =>
    words`Values are dates in the format ${value(format)}`,
  to_exist: ({ column_index: index }) =>
    index === null || index === undefined
      ? words`The column exists`
      : words`The column exists at position ${value(index)}, counted from 0`,
};
