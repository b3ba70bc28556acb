import { defineMapExpectation } from '../declare/map-expectation.ts';
import type { RowRule } from '../declare/map-expectation.ts';
import { optional, string, strings } from '../declare/fields.ts';
import type { Check, CheckContext } from '../declare/expectation.ts';
import type { Column } from '../source/table-shape.ts';
import { typeNamesOf, variantTypesNamed } from '../source/type-names.ts';
import { wrongType } from './wrong-type.ts';

/** Names that mean a column of Python objects, not what the objects are. */
const OBJECT_NAMES = ['o', 'object', 'object_'];

function isNamed({ type }: Column, wanted: readonly string[]): boolean {
  const names = new Set(typeNamesOf(type).map((name) => name.toLowerCase()));
  return wanted.some((name) => names.has(name.toLowerCase().replace(/\(.*\)$/, '')));
}

function typeCheck(column: Column, wanted: readonly string[], context: CheckContext): Check {
  const observed = typeNamesOf(column.type)[0] ?? column.type;
  if (!isNamed(column, wanted)) return wrongType(column, observed, context);
  const result = { observed_value: observed, details: { type: column.type } };
  return { metrics: {}, judge: () => ({ success: true, result }) };
}

/** Texts are objects in pandas, where GX looks at each of them: the result has its keys. */
function textRule(column: Column, wanted: readonly string[]): RowRule {
  return {
    columns: [column.name],
    counted: `${column.sql} IS NOT NULL`,
    unexpected: isNamed(column, wanted) ? 'FALSE' : 'TRUE',
    details: { details: { type: column.type } },
  };
}

/** A column has one type, so the schema answers; values are counted in one of texts or mixed values, or of a wrong type. */
function typeRule(name: string, wanted: readonly string[], context: CheckContext): RowRule | Check {
  const column = context.table.column(name);
  const asksForObjects = wanted.some((each) => OBJECT_NAMES.includes(each.toLowerCase()));
  if (column.kind === 'text' && !asksForObjects) return textRule(column, wanted);
  if (column.kind !== 'mixed') return typeCheck(column, wanted, context);
  if (asksForObjects) {
    const result = { observed_value: 'object_', details: { type: column.type } };
    return { metrics: {}, judge: () => ({ success: true, result }) };
  }
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
  rule: ({ column: name, type_list: wanted }, context) => {
    if (wanted != null) return typeRule(name, wanted, context);
    const column = context.table.column(name);
    return typeCheck(column, typeNamesOf(column.type), context);
  },
});

/** expect_column_values_to_be_of_type: the column's type goes by this name. */
export const valuesOfType = defineMapExpectation({
  type: 'expect_column_values_to_be_of_type',
  summary: 'The type of the column is the one named.',
  kwargs: { column: string(), type_: string() },
  rule: ({ column, type_: wanted }, context) => typeRule(column, [wanted], context),
});
