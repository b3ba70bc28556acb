import { defineExpectation } from '../declare/expectation.ts';
import { integer, optional, string } from '../declare/fields.ts';
import { aggregate, query, queryOfGiven } from '../plan/metric.ts';
import type { RowsInQuestion } from '../plan/metric.ts';
import { requireOrder } from '../sql/bounds.ts';
import { isBetween } from './between.ts';

const ROWS = { rows: aggregate('count(*)') };

/** expect_table_row_count_to_be_between: the number of rows lies in a range. */
export const rowCountBetween = defineExpectation({
  type: 'expect_table_row_count_to_be_between',
  summary: 'The number of rows lies in a range.',
  kwargs: { min_value: optional(integer()), max_value: optional(integer()) },
  check: (range) => {
    requireOrder(range);
    return {
      metrics: ROWS,
      judge: (values) => {
        const count = values.count('rows');
        return { success: isBetween(count, range), result: { observed_value: count } };
      },
    };
  },
});

/** expect_table_row_count_to_equal: the table has this many rows. */
export const rowCountEquals = defineExpectation({
  type: 'expect_table_row_count_to_equal',
  summary: 'The number of rows equals a number.',
  kwargs: { value: integer() },
  check: ({ value }) => ({
    metrics: ROWS,
    judge: (values) => {
      const count = values.count('rows');
      return { success: count === value, result: { observed_value: count } };
    },
  }),
});

/** expect_table_row_count_to_equal_other_table: two tables have equally many rows. */
export const rowCountEqualsOther = defineExpectation({
  type: 'expect_table_row_count_to_equal_other_table',
  summary: 'The number of rows equals that of another table.',
  kwargs: { other_table_name: string() },
  check: ({ other_table_name: name }, { otherTable }) => {
    const other = otherTable(name);
    return {
      metrics: {
        ...ROWS,
        other: query(() => `SELECT count(*) AS value FROM ${other}`, {
          whole: (parts) => `SELECT any_value(value) AS value FROM ${parts}`,
        }),
      },
      judge: (values) => {
        const [self, others] = [values.count('rows'), values.count('other')];
        return { success: self === others, result: { observed_value: { self, other: others } } };
      },
    };
  },
});

/** How many unexpected rows a result shows, as in GX. */
const SHOWN_ROWS = 200;

/** unexpected_rows_expectation: a query for rows that should not be finds none. */
export const noUnexpectedRows = defineExpectation({
  type: 'unexpected_rows_expectation',
  summary: 'A query for rows that should not be there finds none.',
  kwargs: { unexpected_rows_query: string() },
  check: ({ unexpected_rows_query: sql }) => {
    const inner = sql.trim().replace(/;\s*(--[^\n]*\s*)*$/, '');
    const over = (rows: string) => inner.replaceAll('{batch}', () => rows);
    const given = {
      what: 'unexpected_rows_query',
      sql: ({ rows }: RowsInQuestion) => over(rows),
    };
    // The line ends before the bracket closes: the query may end in a comment
    const around = (rows: string) => `(${over(rows)}\n)`;
    return {
      metrics: {
        found: queryOfGiven(({ rows }) => `SELECT count(*) AS value FROM ${around(rows)}`, given),
        shown: queryOfGiven(
          ({ rows }) => `SELECT * FROM ${around(rows)} LIMIT ${SHOWN_ROWS}`,
          given,
        ),
      },
      judge: (values) => {
        const count = values.count('found');
        return {
          success: count === 0,
          result: {
            observed_value: `${count} unexpected row${count === 1 ? '' : 's'}`,
            details: { unexpected_rows: values.rows('shown') },
          },
        };
      },
    };
  },
});
