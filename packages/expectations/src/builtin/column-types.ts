import { defineMapExpectation } from '../declare/map-expectation.ts';
import type { RowRule } from '../declare/map-expectation.ts';
import { optional, string, strings } from '../declare/fields.ts';
import type { Check, CheckContext } from '../declare/expectation.ts';
import type { Column } from '../source/table-shape.ts';
import { typeNamesOf, variantTypesNamed } from './type-names.ts';

function typeCheck({ type }: Column, wanted: readonly string[]): Check {
  const names = new Set(typeNamesOf(type).map((name) => name.toLowerCase()));
  const success = wanted.some((name) => names.has(name.toLowerCase().replace(/\(.*\)$/, '')));
  return { metrics: {}, judge: () => ({ success, result: { observed_value: type } }) };
}

/** A column has one type, so the schema answers; only a column of mixed values is read row by row. */
function typeRule(name: string, wanted: readonly string[], context: CheckContext): RowRule | Check {
  const column = context.table.column(name);
  if (column.kind !== 'mixed') return typeCheck(column, wanted);
  const types = variantTypesNamed(wanted);
  const isWanted =
    types.length === 0
      ? 'FALSE'
      : `variant_typeof(CAST(${column.sql} AS VARIANT)) IN (${types.map((type) => `'${type}'`).join(', ')})`;
  return {
    columns: [name],
    counted: `${column.sql} IS NOT NULL`,
    unexpected: `NOT (${isWanted})`,
  };
}

/** expect_column_values_to_be_in_type_list: the column's type goes by one of these names. */
export const valuesInTypeList = defineMapExpectation({
  type: 'expect_column_values_to_be_in_type_list',
  summary: 'The type of the column is one of a list.',
  kwargs: { column: string(), type_list: optional(strings()) },
  rule: ({ column, type_list: wanted }, context) =>
    wanted == null
      ? typeCheck(context.table.column(column), typeNamesOf(context.table.column(column).type))
      : typeRule(column, wanted, context),
});

/** expect_column_values_to_be_of_type: the column's type goes by this name. */
export const valuesOfType = defineMapExpectation({
  type: 'expect_column_values_to_be_of_type',
  summary: 'The type of the column is the one named.',
  kwargs: { column: string(), type_: string() },
  rule: ({ column, type_: wanted }, context) => typeRule(column, [wanted], context),
});
