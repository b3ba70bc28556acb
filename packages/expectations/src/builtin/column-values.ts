import { defineMapExpectation } from '../declare/map-expectation.ts';
import { optional, scalars, string } from '../declare/fields.ts';
import { memberOf } from '../sql/compare.ts';

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
    const isMember = values == null ? 'TRUE' : memberOf(table.column(column), values);
    return { columns: [column], counted: `${sql} IS NOT NULL`, unexpected: `NOT (${isMember})` };
  },
});

/** expect_column_values_to_not_be_in_set: no value is one of a set. */
export const valuesNotInSet = defineMapExpectation({
  type: 'expect_column_values_to_not_be_in_set',
  summary: 'The values of the column are not members of a set.',
  kwargs: { column: string(), value_set: scalars() },
  rule: ({ column, value_set: values }, { table }) => ({
    columns: [column],
    counted: `${table.column(column).sql} IS NOT NULL`,
    unexpected: memberOf(table.column(column), values),
  }),
});
