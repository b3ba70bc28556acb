import type { RowRule } from '../declare/map-expectation.ts';
import type { Column } from '../source/table-shape.ts';

/** A rule for the values of a column as texts: SQL that is true of an expected one. */
export function textRule(column: Column, isExpected: (value: string) => string): RowRule {
  return {
    columns: [column.name],
    counted: `${column.sql} IS NOT NULL`,
    unexpected: `NOT (${isExpected(`CAST(${column.sql} AS VARCHAR)`)})`,
  };
}
