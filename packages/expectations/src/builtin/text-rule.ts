import type { RowRule } from '../declare/map-expectation.ts';
import type { Column } from '../source/table-shape.ts';

/** The column as texts, booleans as Python writes them. */
function textOf({ kind, sql }: Column): string {
  return kind === 'boolean'
    ? `CASE ${sql} WHEN TRUE THEN 'True' WHEN FALSE THEN 'False' END`
    : `CAST(${sql} AS VARCHAR)`;
}

/** A rule for the values of a column as texts: SQL that is true of an expected one. */
export function textRule(column: Column, isExpected: (value: string) => string): RowRule {
  return {
    columns: [column.name],
    counted: `${column.sql} IS NOT NULL`,
    unexpected: `NOT (${isExpected(textOf(column))})`,
  };
}
