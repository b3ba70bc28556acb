import { describe, expect, it } from 'vitest';
import { BUILT_IN, DRIFT } from '../../src/index.ts';
import { describeExpectation, sentenceOf } from '../../src/docs/words/describe-expectation.ts';
import { textOf } from '../../src/docs/words/words.ts';

const told = (type: string, kwargs: Readonly<Record<string, unknown>>) =>
  describeExpectation({ type: `expect_${type}`, kwargs });

describe('an expectation in plain words', () => {
  it.each([
    ['column_values_to_not_be_null', {}, 'Values are not null.'],
    ['column_values_to_be_between', { min_value: 0, max_value: 5 }, 'Values are between 0 and 5.'],
    [
      'column_values_to_be_between',
      { min_value: 0, strict_min: true, max_value: 5 },
      'Values are above 0 and at most 5.',
    ],
    ['column_values_to_be_between', { max_value: 5, strict_max: true }, 'Values are below 5.'],
    ['column_mean_to_be_between', { min_value: 2, max_value: 2 }, 'The mean is exactly 2.'],
    ['column_sum_to_be_between', {}, 'The sum is anything.'],
    ['column_values_to_be_in_set', { value_set: ['a', 1] }, 'Values are one of "a" or 1.'],
    ['column_values_to_be_in_set', { value_set: [] }, 'Values are one of nothing.'],
    [
      'column_distinct_values_to_equal_set',
      { value_set: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10] },
      'The values that occur are exactly 1, 2, 3, 4, 5, 6, 7, 8, and 2 more.',
    ],
    [
      'column_values_to_match_regex_list',
      { regex_list: ['a', 'b'], match_on: 'all' },
      'Values match all of the regular expressions "a" and "b".',
    ],
    [
      'column_quantile_values_to_be_between',
      {
        quantile_ranges: {
          quantiles: [0.05, 0.5],
          value_ranges: [
            [null, 3],
            [1, 2],
          ],
        },
      },
      'Of the values, the 5% quantile is at most 3; the 50% quantile is between 1 and 2.',
    ],
    [
      'column_values_to_be_increasing',
      { strictly: true },
      'Values grow from each row to the next.',
    ],
  ])('%s %j', (type, kwargs, sentence) => {
    expect(told(type, { column: 'price', ...kwargs })).toBe(`price: ${sentence}`);
  });

  it('names the columns where there are several', () => {
    expect(
      told('column_pair_values_a_to_be_greater_than_b', { column_A: 'end', column_B: 'start' }),
    ).toBe('end is greater than start in each row.');
    expect(told('compound_columns_to_be_unique', { column_list: ['a', 'b'] })).toBe(
      'No two rows agree in all of a and b.',
    );
  });

  it('says how often and where', () => {
    expect(
      told('column_values_to_be_unique', { column: 'id', mostly: 0.95, row_condition: 'a > 1' }),
    ).toBe('id: Values are unique in at least 95% of cases, only where a > 1.');
  });

  it('shows a parameter that is not filled in by its name', () => {
    expect(told('table_row_count_to_equal', { value: { $PARAMETER: 'rows * 2' } })).toBe(
      'The number of rows is $rows * 2.',
    );
  });

  it('tells an unknown type by its name and kwargs, or by its description', () => {
    const config = { type: 'expect_few_rows', kwargs: { limit: 5, mostly: 1 } };
    expect(describeExpectation(config)).toBe('Few rows: limit 5.');
    expect(describeExpectation({ ...config, description: 'Small.' })).toBe('Small.');
  });

  it.each([...BUILT_IN, ...DRIFT].map(({ type }) => type))(
    'has a sentence for %s, even without kwargs',
    (type) => {
      const sentence = textOf(sentenceOf({ type, kwargs: {} }));
      expect(sentence).toMatch(/^\S.*\.$/);
      const fromName = type.replace(/^expect_/, '').replaceAll('_', ' ');
      expect(sentence.toLowerCase()).not.toBe(`${fromName}.`);
    },
  );
});
