import type { Verdict } from './report.ts';

/** A place where we mean to differ from great_expectations. */
interface Difference {
  readonly why: string;
  readonly applies: (verdict: Found) => boolean;
}

/** A verdict before anyone asked whether its difference is meant. */
export type Found = Omit<Verdict, 'known' | 'zone'>;

const is =
  (type: string, difference: RegExp, table = /^/) =>
  (found: Found) =>
    found.each.type === type && difference.test(found.difference ?? '') && table.test(found.table);

const DIFFERENCES: readonly Difference[] = [
  {
    why: 'an empty value_set is a set: no value is in it',
    applies: is('expect_column_distinct_values_to_be_in_set', /^GX raises.*/s),
  },
  {
    why: 'a row whose condition is unknown (null) is not in question; pandas cannot tell',
    applies: ({ each, difference, table }) =>
      'row_condition' in each.kwargs &&
      table === 'all null' &&
      difference?.startsWith('GX raises') === true,
  },
  {
    why: 'the type of the column decides, even where it holds no value to compare',
    applies: is('expect_column_values_to_be_between', /^we raise/, /^(empty|all null)$/),
  },
  {
    why: 'the file says what type a column is; pandas changes it where values are missing',
    applies: ({ each, table }) =>
      table === 'all null' &&
      ['expect_column_values_to_be_in_type_list', 'expect_column_values_to_be_of_type'].includes(
        each.type,
      ),
  },
  {
    why: 'a text that is no JSON does not match the schema: that row fails, not the expectation',
    applies: is('expect_column_values_to_match_json_schema', /^GX raises, we do not: Expecting/),
  },
];

/** Why the difference is meant, or null where it is not (or there is none). */
export function whyMeant(found: Found): string | null {
  if (found.difference === null) return null;
  return DIFFERENCES.find(({ applies }) => applies(found))?.why ?? null;
}
