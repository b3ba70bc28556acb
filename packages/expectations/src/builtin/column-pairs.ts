import { boolean, listOf, oneOf, optional, scalars, string } from '../declare/fields.ts';
import { defineMapExpectation } from '../declare/map-expectation.ts';
import type { RowRule } from '../declare/map-expectation.ts';
import { KwargsValueError } from '../errors.ts';
import type { Column, TableShape } from '../source/table-shape.ts';
import { alike, areOrdered } from '../sql/alike.ts';
import { comparable, literalFor } from '../sql/compare.ts';
import { all, any } from '../sql/quote.ts';
import { cutShort, shownName } from '../shown.ts';
import { requireFew } from './require-few.ts';

const MOST_PAIRS = 5000;

const PAIR = {
  column_A: string(),
  column_B: string(),
  ignore_row_if: optional(
    oneOf('both_values_are_missing', 'either_value_is_missing', 'neither', 'never'),
  ),
};

interface GivenPair {
  readonly column_A: string;
  readonly column_B: string;
  readonly ignore_row_if?: string | null | undefined;
}

function pairRule(
  given: GivenPair,
  table: TableShape,
  isExpected: (a: Column, b: Column) => string,
): RowRule {
  const [a, b] = [table.column(given.column_A), table.column(given.column_B)];
  const present = [a, b].map(({ sql }) => `${sql} IS NOT NULL`);
  const ignored = given.ignore_row_if ?? 'both_values_are_missing';
  const counted =
    ignored === 'both_values_are_missing'
      ? any(present)
      : ignored === 'either_value_is_missing'
        ? all(present)
        : 'TRUE';
  return {
    columns: [a.name, b.name],
    shownAs: 'pair',
    counted,
    unexpected: `NOT coalesce(${isExpected(a, b)}, FALSE)`,
  };
}

/** expect_column_pair_values_to_be_equal: in every row A equals B. */
export const pairEqual = defineMapExpectation({
  type: 'expect_column_pair_values_to_be_equal',
  summary: 'The values of two columns are equal, row by row.',
  kwargs: PAIR,
  rule: (given, { table }) =>
    pairRule(given, table, (a, b) => {
      const sides = alike(a, b);
      return sides === null ? 'FALSE' : sides.join(' = ');
    }),
});

/** expect_column_pair_values_a_to_be_greater_than_b: in every row A is above B. */
export const pairGreater = defineMapExpectation({
  type: 'expect_column_pair_values_a_to_be_greater_than_b',
  summary: 'The values of column A are greater than those of column B, row by row.',
  kwargs: { ...PAIR, or_equal: optional(boolean()) },
  rule: (given, { table }) =>
    pairRule(given, table, (a, b) => {
      const sides = areOrdered(a, b) ? alike(a, b) : null;
      if (sides === null) {
        throw new KwargsValueError(
          `${shownName(a.name)} is ${cutShort(a.type)} and ${shownName(b.name)} is ${cutShort(b.type)}: neither is greater than the other. Compare columns of the same type.`,
        );
      }
      return sides.join(given.or_equal === true ? ' >= ' : ' > ');
    }),
});

/** expect_column_pair_values_to_be_in_set: in every row (A, B) is one of some pairs. */
export const pairInSet = defineMapExpectation({
  type: 'expect_column_pair_values_to_be_in_set',
  summary: 'The pairs of values of two columns are members of a set.',
  kwargs: { ...PAIR, value_pairs_set: optional(listOf(scalars())) },
  rule: (given, { table }) =>
    pairRule(given, table, (a, b) => {
      if (given.value_pairs_set == null) return 'TRUE';
      requireFew('value_pairs_set', given.value_pairs_set, MOST_PAIRS);
      return any(
        given.value_pairs_set.map((pair) =>
          all(
            [a, b].map((column, at) => {
              const value = pair[at] ?? null;
              if (value === null) return `${column.sql} IS NULL`;
              const literal = literalFor(column, value);
              return literal === null ? 'FALSE' : `${comparable(column)} = ${literal}`;
            }),
          ),
        ),
      );
    }),
});
