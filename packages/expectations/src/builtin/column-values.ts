import { boolean, finite, integer, optional, scalar, scalars, string } from '../declare/fields.ts';
import { defineMapExpectation } from '../declare/map-expectation.ts';
import type { Column } from '../source/table-shape.ts';
import { boundOf, requireBound, requireOrder, withinBounds } from '../sql/bounds.ts';
import type { GivenBounds } from '../sql/bounds.ts';
import { comparable, fitted, membership } from '../sql/compare.ts';

/** expect_column_values_to_not_be_null: no value is missing. */
export const valuesNotNull = defineMapExpectation({
  type: 'expect_column_values_to_not_be_null',
  summary: 'The values of the column are not null.',
  kwargs: { column: string() },
  rule: ({ column }, { table }) => ({
    columns: [column],
    unexpected: `${table.column(column).sql} IS NULL`,
  }),
});

/** expect_column_values_to_be_null: every value is missing. */
export const valuesNull = defineMapExpectation({
  type: 'expect_column_values_to_be_null',
  summary: 'The values of the column are null.',
  kwargs: { column: string() },
  rule: ({ column }, { table }) => ({
    columns: [column],
    unexpected: `${table.column(column).sql} IS NOT NULL`,
  }),
});

/** expect_column_values_to_be_in_set: every value is one of a set; a null set allows any. */
export const valuesInSet = defineMapExpectation({
  type: 'expect_column_values_to_be_in_set',
  summary: 'The values of the column are members of a set.',
  kwargs: { column: string(), value_set: optional(scalars()) },
  rule: ({ column, value_set: values }, { table }) => {
    const { sql } = table.column(column);
    const base = { columns: [column], counted: `${sql} IS NOT NULL` };
    if (values == null) return { ...base, unexpected: 'FALSE' };
    const { ofRow, ofAll } = membership(table.column(column), values);
    return { ...base, unexpected: `NOT (${ofRow})`, unexpectedOfAll: `NOT (${ofAll})` };
  },
});

/** expect_column_values_to_not_be_in_set: no value is one of a set; a null set forbids none. */
export const valuesNotInSet = defineMapExpectation({
  type: 'expect_column_values_to_not_be_in_set',
  summary: 'The values of the column are not members of a set.',
  kwargs: { column: string(), value_set: optional(scalars()) },
  rule: ({ column, value_set: values }, { table }) => {
    const { ofRow, ofAll } = membership(table.column(column), values ?? []);
    return {
      columns: [column],
      counted: `${table.column(column).sql} IS NOT NULL`,
      unexpected: ofRow,
      unexpectedOfAll: ofAll,
    };
  },
});

/** expect_column_values_to_be_unique: every value occurs once; each of several equal ones fails. */
export const valuesUnique = defineMapExpectation({
  type: 'expect_column_values_to_be_unique',
  summary: 'The values of the column are unique.',
  kwargs: { column: string() },
  rule: ({ column }, { table }) => {
    const { sql } = table.column(column);
    const key = comparable(table.column(column));
    return {
      columns: [column],
      counted: `${sql} IS NOT NULL`,
      derived: { __lf_copies: `count(*) OVER (PARTITION BY ${key})` },
      unexpected: '"__lf_copies" > 1',
      countUnexpected: (rows) =>
        `SELECT coalesce(sum(copies) FILTER (WHERE copies > 1), 0) AS value
         FROM (SELECT count(*) AS copies FROM ${rows} WHERE ${sql} IS NOT NULL GROUP BY ${key})`,
    };
  },
});

/** Whether no value of the column compares with the bounds; 0.13 let such values fail where it was told to. */
function isOfAnotherType(column: Column, { min_value: min, max_value: max }: GivenBounds): boolean {
  return (
    column.kind !== 'mixed' &&
    [min, max].some((end) => end != null && fitted(column, boundOf(end)) === null)
  );
}

/** expect_column_values_to_be_between: every value lies in a range of numbers, dates or texts. */
export const valuesBetween = defineMapExpectation({
  type: 'expect_column_values_to_be_between',
  summary: 'The values of the column lie in a range.',
  kwargs: {
    column: string(),
    min_value: optional(scalar()),
    max_value: optional(scalar()),
    strict_min: optional(boolean()),
    strict_max: optional(boolean()),
    allow_cross_type_comparisons: optional(boolean()),
  },
  rule: (kwargs, { table }) => {
    requireBound(kwargs);
    requireOrder(kwargs);
    const column = table.column(kwargs.column);
    const isInside =
      kwargs.allow_cross_type_comparisons === true && isOfAnotherType(column, kwargs)
        ? 'FALSE'
        : withinBounds(column, kwargs);
    return {
      columns: [kwargs.column],
      counted: `${column.sql} IS NOT NULL`,
      unexpected: `NOT (${isInside})`,
    };
  },
});

interface Ordered {
  readonly column: string;
  readonly strictly?: boolean | null | undefined;
}

function orderRule<const Direction extends 'increasing' | 'decreasing'>(direction: Direction) {
  const wrong = direction === 'increasing' ? '<' : '>';
  return defineMapExpectation({
    type: `expect_column_values_to_be_${direction}`,
    summary: `The values of the column are ${direction}, in the order of the rows.`,
    kwargs: { column: string(), strictly: optional(boolean()) },
    rule: ({ column, strictly }: Ordered, { table }) => {
      const { sql } = table.column(column);
      const value = comparable(table.column(column));
      return {
        columns: [column],
        counted: `${sql} IS NOT NULL`,
        // The first value has no predecessor: NULL, which is no failure.
        derived: { __lf_before: `lag(${value}) OVER ()` },
        unexpected: `${value} ${wrong}${strictly === true ? '=' : ''} "__lf_before"`,
      };
    },
  });
}

/** expect_column_values_to_be_increasing: no value is below the one before it. */
export const valuesIncreasing = orderRule('increasing');

/** expect_column_values_to_be_decreasing: no value is above the one before it. */
export const valuesDecreasing = orderRule('decreasing');

/** expect_column_value_lengths_to_be_between: every value, as text, has a length in a range. */
export const lengthsBetween = defineMapExpectation({
  type: 'expect_column_value_lengths_to_be_between',
  summary: 'The lengths of the values, as text, lie in a range.',
  kwargs: {
    column: string(),
    min_value: optional(integer()),
    max_value: optional(integer()),
    strict_min: optional(boolean()),
    strict_max: optional(boolean()),
  },
  rule: (kwargs, { table }) => {
    requireBound(kwargs);
    const { sql } = table.column(kwargs.column);
    const length = `length(CAST(${sql} AS VARCHAR))`;
    const column = { name: 'length', type: 'BIGINT', kind: 'integer', sql: length } as const;
    return {
      columns: [kwargs.column],
      counted: `${sql} IS NOT NULL`,
      unexpected: `NOT (${withinBounds(column, kwargs)})`,
    };
  },
});

/** expect_column_value_lengths_to_equal: every value, as text, has one length. */
export const lengthsEqual = defineMapExpectation({
  type: 'expect_column_value_lengths_to_equal',
  summary: 'The lengths of the values, as text, equal a number.',
  kwargs: { column: string(), value: finite() },
  rule: ({ column, value }, { table }) => ({
    columns: [column],
    counted: `${table.column(column).sql} IS NOT NULL`,
    unexpected: `length(CAST(${table.column(column).sql} AS VARCHAR)) <> ${value}`,
  }),
});
