import { oneOf, optional, string, strings } from '../declare/fields.ts';
import { defineMapExpectation } from '../declare/map-expectation.ts';
import { textRule } from './text-rule.ts';
import { fitsLike } from '../sql/like.ts';
import { all, any } from '../sql/quote.ts';
import { matchesRegex } from '../sql/regex.ts';
import { requireFew } from './require-few.ts';

const MOST_PATTERNS = 1000;

/** The letter after which `%`, `_` and brackets stand for themselves. */
const ESCAPE = { escape: optional(string()) };

const MATCH_ON = { match_on: optional(oneOf('any', 'all')) };

/** expect_column_values_to_match_regex: the expression is found in every value. */
export const valuesMatchRegex = defineMapExpectation({
  type: 'expect_column_values_to_match_regex',
  summary: 'A regular expression is found in the values of the column.',
  kwargs: { column: string(), regex: string() },
  rule: ({ column, regex }, { table }) =>
    textRule(table.column(column), (value) => matchesRegex(value, regex)),
});

/** expect_column_values_to_not_match_regex: the expression is found in no value. */
export const valuesNotMatchRegex = defineMapExpectation({
  type: 'expect_column_values_to_not_match_regex',
  summary: 'A regular expression is not found in the values of the column.',
  kwargs: { column: string(), regex: string() },
  rule: ({ column, regex }, { table }) =>
    textRule(table.column(column), (value) => `NOT (${matchesRegex(value, regex)})`),
});

/** expect_column_values_to_match_regex_list: any (or all) of the expressions are found. */
export const valuesMatchRegexList = defineMapExpectation({
  type: 'expect_column_values_to_match_regex_list',
  summary: 'Any or all of some regular expressions are found in the values of the column.',
  kwargs: { column: string(), regex_list: strings(), ...MATCH_ON },
  rule: ({ column, regex_list: list, match_on: on }, { table }) =>
    textRule(table.column(column), (value) => {
      requireFew('regex_list', list, MOST_PATTERNS);
      const found = list.map((regex) => matchesRegex(value, regex));
      return on === 'all' ? all(found) : any(found);
    }),
});

/** expect_column_values_to_not_match_regex_list: none of the expressions is found. */
export const valuesNotMatchRegexList = defineMapExpectation({
  type: 'expect_column_values_to_not_match_regex_list',
  summary: 'None of some regular expressions is found in the values of the column.',
  kwargs: { column: string(), regex_list: strings() },
  rule: ({ column, regex_list: list }, { table }) =>
    textRule(table.column(column), (value) => {
      requireFew('regex_list', list, MOST_PATTERNS);
      return `NOT (${any(list.map((regex) => matchesRegex(value, regex)))})`;
    }),
});

/** expect_column_values_to_match_like_pattern: every value fits an SQL LIKE pattern. */
export const valuesMatchLike = defineMapExpectation({
  type: 'expect_column_values_to_match_like_pattern',
  summary: 'The values of the column fit a LIKE pattern.',
  kwargs: { column: string(), like_pattern: string(), ...ESCAPE },
  rule: ({ column, like_pattern: pattern, escape }, { table }) =>
    textRule(table.column(column), (value) => fitsLike(value, pattern, escape)),
});

/** expect_column_values_to_not_match_like_pattern: no value fits an SQL LIKE pattern. */
export const valuesNotMatchLike = defineMapExpectation({
  type: 'expect_column_values_to_not_match_like_pattern',
  summary: 'The values of the column do not fit a LIKE pattern.',
  kwargs: { column: string(), like_pattern: string(), ...ESCAPE },
  rule: ({ column, like_pattern: pattern, escape }, { table }) =>
    textRule(table.column(column), (value) => `NOT (${fitsLike(value, pattern, escape)})`),
});

/** expect_column_values_to_match_like_pattern_list: any (or all) of the patterns fit. */
export const valuesMatchLikeList = defineMapExpectation({
  type: 'expect_column_values_to_match_like_pattern_list',
  summary: 'The values of the column fit any or all of some LIKE patterns.',
  kwargs: { column: string(), like_pattern_list: strings(), ...ESCAPE, ...MATCH_ON },
  rule: ({ column, like_pattern_list: list, escape, match_on: on }, { table }) =>
    textRule(table.column(column), (value) => {
      requireFew('like_pattern_list', list, MOST_PATTERNS);
      const fits = list.map((pattern) => fitsLike(value, pattern, escape));
      return on === 'all' ? all(fits) : any(fits);
    }),
});

/** expect_column_values_to_not_match_like_pattern_list: none of the patterns fits. */
export const valuesNotMatchLikeList = defineMapExpectation({
  type: 'expect_column_values_to_not_match_like_pattern_list',
  summary: 'The values of the column fit none of some LIKE patterns.',
  kwargs: { column: string(), like_pattern_list: strings(), ...ESCAPE },
  rule: ({ column, like_pattern_list: list, escape }, { table }) =>
    textRule(table.column(column), (value) => {
      requireFew('like_pattern_list', list, MOST_PATTERNS);
      return `NOT (${any(list.map((pattern) => fitsLike(value, pattern, escape)))})`;
    }),
});
