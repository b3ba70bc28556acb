import { mapCheck } from '../declare/map-expectation.ts';
import type { Check, CheckContext } from '../declare/expectation.ts';
import type { Column } from '../source/table-shape.ts';

/**
 * What a type check finds of a column that has another type: GX tells the type alone; here every value
 * of the column is unexpected too, and is counted and shown as those of a column of texts are.
 */
export function wrongType(column: Column, observed: string, context: CheckContext): Check {
  const everyValue = {
    columns: [column.name],
    counted: `${column.sql} IS NOT NULL`,
    unexpected: 'TRUE',
  };
  const values = mapCheck(everyValue, { mostly: 1, countsNulls: false }, context);
  return {
    ...values,
    judge: (read) => ({
      success: false,
      result: {
        observed_value: observed,
        ...values.judge(read).result,
        details: { type: column.type },
      },
    }),
  };
}
