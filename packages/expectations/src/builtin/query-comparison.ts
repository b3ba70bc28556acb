import { defineExpectation } from '../declare/expectation.ts';
import { fraction, optional, string } from '../declare/fields.ts';
import { queryOfGiven } from '../plan/metric.ts';
import type { Metric } from '../plan/metric.ts';
import type { PlainRow } from '../source/plain-value.ts';
import { identifier } from '../sql/quote.ts';

/** How many rows of each query are compared, as in GX. */
const COMPARED_ROWS = 200;

/** The values of a row in order: names of columns do not count. */
function keyOf(row: PlainRow): string {
  return JSON.stringify(Object.values(row));
}

/** The rows that `others` do not match, one for one. */
function unmatched(rows: readonly PlainRow[], others: readonly PlainRow[]): readonly PlainRow[] {
  const left = new Map<string, number>();
  for (const key of others.map(keyOf)) left.set(key, (left.get(key) ?? 0) + 1);
  return rows.filter((row) => {
    const count = left.get(keyOf(row)) ?? 0;
    left.set(keyOf(row), count - 1);
    return count <= 0;
  });
}

/** The first rows of a query of the suite; `{batch}` in it is the table `name`, which is `relation`. */
function firstRows(
  what: string,
  sql: string,
  name: string | null,
  relation: string | null,
): Metric {
  const inner = sql.trim().replace(/;\s*(--[^\n]*\s*)*$/, '');
  const over = (rows: string) => inner.replaceAll('{batch}', () => rows);
  const named = name === null ? null : identifier(name);
  const table = named === null ? '' : `WITH ${named} AS (SELECT * FROM ${relation}) `;
  return queryOfGiven(
    // The line ends before the bracket closes: the query may end in a comment
    ({ rows }) => `${table}SELECT * FROM (${over(named ?? rows)}\n) LIMIT ${COMPARED_ROWS}`,
    { what, sql: ({ rows }) => over(named ?? rows) },
  );
}

/** expect_query_results_to_match_comparison: a query finds the rows that another finds in another table. */
export const queryResultsMatch = defineExpectation({
  type: 'expect_query_results_to_match_comparison',
  summary: 'A query over the table finds the rows that a query over another table finds.',
  kwargs: {
    base_query: string(),
    comparison_data_source_name: string(),
    comparison_query: string(),
    mostly: optional(fraction()),
  },
  check: (kwargs, { otherTable, format }) => {
    const { base_query: base, comparison_query: comparison, mostly } = kwargs;
    const { comparison_data_source_name: name } = kwargs;
    const relation = otherTable(name);
    return {
      metrics: {
        base: firstRows('base_query', base, null, null),
        comparison: firstRows('comparison_query', comparison, name, relation),
      },
      judge: (values) => {
        const [ours, theirs] = [values.rows('base'), values.rows('comparison')];
        const [unexpected, missing] = [unmatched(ours, theirs), unmatched(theirs, ours)];
        const most = Math.max(ours.length, theirs.length);
        const matches = ours.length - unexpected.length;
        const percent = most === 0 ? 0 : (1 - matches / most) * 100;
        return {
          success: 100 - percent >= (mostly ?? 1) * 100,
          result: {
            unexpected_count: most - matches,
            unexpected_percent: percent,
            ...(format.name === 'COMPLETE' && {
              details: { missing_rows: missing, unexpected_rows: unexpected },
            }),
          },
        };
      },
    };
  },
});
