import { defineExpectation } from '../declare/expectation.ts';
import { string } from '../declare/fields.ts';
import { exactTypeOf, isCalled } from '../source/exact-types.ts';
import { wrongType } from './wrong-type.ts';

/** expect_column_type_to_be: the schema gives the column exactly this type. */
export const columnType = defineExpectation({
  type: 'expect_column_type_to_be',
  summary: 'The column has exactly the type named, by the schema.',
  kwargs: { column: string(), type_: string() },
  check: ({ column: name, type_: wanted }, context) => {
    const column = context.table.column(name);
    const { type } = column;
    const { pandas } = exactTypeOf(type);
    if (!isCalled(type, wanted)) return wrongType(column, pandas, context);
    const result = { observed_value: pandas, details: { type } };
    return { metrics: {}, judge: () => ({ success: true, result }) };
  },
});
