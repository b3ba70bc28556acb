import { shownPercent } from '../html/shown-value.ts';
import { rangeWords } from './range-words.ts';
import { entriesOf, listed, value, words } from './words.ts';
import type { Kwargs, SentenceMaker, Words } from './words.ts';

function between(subject: string): SentenceMaker {
  return (kwargs) => words`${subject} is ${rangeWords(kwargs)}`;
}

function quantile(at: unknown, range: unknown): Words {
  const [min, max] = entriesOf(range);
  const named = typeof at === 'number' ? `${shownPercent(at * 100)} quantile` : 'quantile';
  return words`the ${named} is ${rangeWords({ min_value: min, max_value: max })}`;
}

function quantiles({ quantile_ranges: ranges }: Kwargs): Words {
  const held: { quantiles?: unknown; value_ranges?: unknown } =
    typeof ranges === 'object' && ranges !== null ? ranges : {};
  const bounds = entriesOf(held.value_ranges);
  const each = entriesOf(held.quantiles).map((at, index) => quantile(at, bounds[index]));
  if (each.length === 0) return words`Quantiles lie in ranges`;
  return ['Of the values, ', ...each.flatMap((one, at) => (at === 0 ? one : ['; ', ...one]))];
}

/** What is expected of one number or set drawn from a column, by type without `expect_column_`. */
export const AGGREGATE_SENTENCES: Readonly<Record<string, SentenceMaker>> = {
  max_to_be_between: between('The largest value'),
  min_to_be_between: between('The smallest value'),
  mean_to_be_between: between('The mean'),
  median_to_be_between: between('The median'),
  stdev_to_be_between: between('The standard deviation'),
  sum_to_be_between: between('The sum'),
  unique_value_count_to_be_between: between('The number of distinct values'),
  proportion_of_unique_values_to_be_between: between('The share of distinct values'),
  proportion_of_non_null_values_to_be_between: between('The share of values that are not null'),
  quantile_values_to_be_between: quantiles,
  distinct_values_to_be_in_set: ({ value_set: set }) =>
    words`No value occurs but ${listed(set, 'and')}`,
  distinct_values_to_contain_set: ({ value_set: set }) =>
    words`Among the values are ${listed(set, 'and')}`,
  distinct_values_to_equal_set: ({ value_set: set }) =>
    words`The values that occur are exactly ${listed(set, 'and')}`,
  most_common_value_to_be_in_set: ({ value_set: set, ties_okay: areTiesFine }) =>
    areTiesFine === true
      ? words`The most common value, or one of several, is ${listed(set, 'or')}`
      : words`The most common value is ${listed(set, 'or')}`,
  kl_divergence_to_be_less_than: ({ threshold }) =>
    words`The distribution differs from the expected one by a Kullback-Leibler divergence below ${value(threshold)}`,
};
