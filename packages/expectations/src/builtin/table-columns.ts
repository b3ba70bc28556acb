import { defineExpectation } from '../declare/expectation.ts';
import { optional, strings } from '../declare/fields.ts';

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
