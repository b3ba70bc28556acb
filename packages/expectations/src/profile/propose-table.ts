import type { TableShape } from '../source/table-shape.ts';
import type { ProfileOptions } from './options.ts';
import type { Proposal } from './proposal.ts';

/** The columns in their order, and about how many rows there are. */
export function proposeTable(
  { columns }: TableShape,
  rows: number,
  { rowCountRatio }: ProfileOptions,
): readonly Proposal[] {
  const order: Proposal = {
    type: 'expect_table_columns_to_match_ordered_list',
    column: null,
    kwargs: { column_list: columns.map(({ name }) => name) },
    severity: 'critical',
    reason: `the table has these ${columns.length} column(s) in this order`,
    tightness: 1,
  };
  if (rows === 0) return [order];
  const [min, max] = [
    Math.max(1, Math.floor(rows * (1 - rowCountRatio))),
    Math.ceil(rows * (1 + rowCountRatio)),
  ];
  const count: Proposal = {
    type: 'expect_table_row_count_to_be_between',
    column: null,
    kwargs: { min_value: min, max_value: max },
    severity: 'warning',
    reason: `the table has ${rows.toLocaleString('en-US')} row(s)`,
    tightness: rows / max,
  };
  return [order, count];
}
