import { defineExpectation } from '../declare/expectation.ts';
import { boolean, integer, optional, string, strings } from '../declare/fields.ts';
import { requireOrder } from '../sql/bounds.ts';
import { isBetween } from './between.ts';

interface Mismatch {
  readonly 'Expected Column Position': number;
  readonly Expected: string | null;
  readonly Found: string | null;
}

function mismatches(expected: readonly string[], found: readonly string[]): readonly Mismatch[] {
  return Array.from({ length: Math.max(expected.length, found.length) }, (_, at) => ({
    'Expected Column Position': at,
    Expected: expected[at] ?? null,
    Found: found[at] ?? null,
  })).filter((each) => each.Expected !== each.Found);
}

/** expect_table_columns_to_match_ordered_list: these columns, all of them, in this order. */
export const columnsMatchOrderedList = defineExpectation({
  type: 'expect_table_columns_to_match_ordered_list',
  summary: 'The columns of the table are exactly these, in this order.',
  kwargs: { column_list: optional(strings()) },
  check: ({ column_list: expected }, { table }) => {
    const found = table.columns.map(({ name }) => name);
    const mismatched = expected == null ? [] : mismatches(expected, found);
    return {
      metrics: {},
      judge: () => ({
        success: mismatched.length === 0,
        result: {
          observed_value: found,
          ...(mismatched.length > 0 && { details: { mismatched } }),
        },
      }),
    };
  },
});

/** expect_table_columns_to_match_set: these columns, in any order; letter case counts. */
export const columnsMatchSet = defineExpectation({
  type: 'expect_table_columns_to_match_set',
  summary: 'The columns of the table are these, in any order.',
  kwargs: { column_set: optional(strings()), exact_match: optional(boolean()) },
  check: ({ column_set: set, exact_match: isExact }, { table }) => {
    const found = table.columns.map(({ name }) => name);
    const [present, wanted] = [new Set(found), new Set(set ?? [])];
    const unexpected = found.filter((name) => !wanted.has(name)).sort();
    const missing = (set ?? []).filter((name) => !present.has(name)).sort();
    const isVacuous = set == null && isExact === false;
    const success =
      isVacuous || (missing.length === 0 && (isExact === false || unexpected.length === 0));
    const areAlike = unexpected.length === 0 && missing.length === 0;
    const mismatched = {
      ...(unexpected.length > 0 && { unexpected }),
      ...(missing.length > 0 && { missing }),
    };
    return {
      metrics: {},
      judge: () => ({
        success,
        result: {
          observed_value: areAlike ? found : [...found].sort(),
          ...(!isVacuous && { details: { mismatched } }),
        },
      }),
    };
  },
});

/** expect_column_to_exist: the table has the column, at a position where one is given. */
export const columnExists = defineExpectation({
  type: 'expect_column_to_exist',
  summary: 'The table has a column.',
  kwargs: { column: string(), column_index: optional(integer()) },
  check: ({ column, column_index: index }, { table }) => {
    const at = table.columns.findIndex(({ name }) => name === column);
    // GX takes 0 for "no position given".
    const success = at >= 0 && (index == null || index === 0 || at === index);
    return { metrics: {}, judge: () => ({ success, result: {} }) };
  },
});

const COUNT_RANGE = { min_value: optional(integer()), max_value: optional(integer()) };

/** expect_table_column_count_to_be_between: the number of columns lies in a range. */
export const columnCountBetween = defineExpectation({
  type: 'expect_table_column_count_to_be_between',
  summary: 'The number of columns lies in a range.',
  kwargs: COUNT_RANGE,
  check: (range, { table }) => {
    requireOrder(range);
    const count = table.columns.length;
    const judgement = { success: isBetween(count, range), result: { observed_value: count } };
    return { metrics: {}, judge: () => judgement };
  },
});

/** expect_table_column_count_to_equal: the table has this many columns. */
export const columnCountEquals = defineExpectation({
  type: 'expect_table_column_count_to_equal',
  summary: 'The number of columns equals a number.',
  kwargs: { value: integer() },
  check: ({ value }, { table }) => {
    const count = table.columns.length;
    return {
      metrics: {},
      judge: () => ({ success: count === value, result: { observed_value: count } }),
    };
  },
});
