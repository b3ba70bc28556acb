import { aggregate, defineExpectation, isBetween, RANGE, string } from '../plugin.ts';

/**
 * expect_average_session_length_to_be_between: rows per distinct session id, on average.
 * Written with what any user of the library has: see plugin.ts.
 */
export const averageSessionLength = defineExpectation({
  type: 'expect_average_session_length_to_be_between',
  summary: 'Sessions have, on average, a number of rows in a range.',
  kwargs: { column: string(), ...RANGE },
  check: (kwargs, { table }) => {
    const { sql } = table.column(kwargs.column);
    return {
      metrics: { average: aggregate(`count(${sql}) / nullif(count(DISTINCT ${sql}), 0)`) },
      judge: (values) => {
        const average = values.number('average');
        return {
          success: average === null || isBetween(average, kwargs),
          result: { observed_value: average },
        };
      },
    };
  },
});
