import { defineExpectation } from '../declare/expectation.ts';
import { boolean, optional, scalars, string } from '../declare/fields.ts';
import type { Scalar } from '../declare/fields.ts';
import { isExactNumber, plainNumber } from '../exact/number.ts';
import { wholeText } from '../in-javascript/whole-text.ts';
import { query } from '../plan/metric.ts';
import type { Metric, RowsInQuestion } from '../plan/metric.ts';
import type { PlainRow, PlainValue } from '../source/plain-value.ts';
import type { Column } from '../source/table-shape.ts';
import { comparable } from '../sql/compare.ts';
import { columnCounts, countResult } from './column-counts.ts';
import { identity, membersOf } from './value-identity.ts';

/** Every value of a column with how often it occurs, in the order of the values. */
export function valueCounts(column: Column): Metric {
  const key = comparable(column);
  const text = column.type === 'VARCHAR' ? wholeText(column.sql) : column.sql;
  const value = column.kind === 'mixed' ? `any_value(${column.sql})` : text;
  const isMixed = column.kind === 'mixed';
  return query(
    ({ rows }) =>
      `SELECT ${value} AS value, count(*) AS count FROM ${rows} WHERE ${column.sql} IS NOT NULL
       GROUP BY ${isMixed ? key : column.sql} ORDER BY ${key}`,
    isMixed ? undefined : { whole: (parts) => countsOf(parts, column) },
  );
}

/** The counts of partitions added up, in the order of the values. */
function countsOf(parts: string, column: Column): string {
  return `SELECT value, sum(count) AS count FROM ${parts} GROUP BY value
          ORDER BY ${comparable({ ...column, sql: 'value' })}`;
}

/** What is wrong with the distinct values of a column: those that a set lacks, and those that it has alone. */
interface Strays {
  /** Values of the column that are not in the set. */
  readonly unexpected: readonly PlainValue[];
  /** Values of the set that are not in the column. */
  readonly missing: readonly PlainValue[];
}

function straysOf(
  found: readonly PlainValue[],
  wanted: ReadonlyMap<string, Scalar>,
  column: Column,
): Strays {
  const inColumn = new Set(found.map((value) => identity(value, column)));
  return {
    unexpected: found.filter((value) => !wanted.has(identity(value, column))),
    missing: [...wanted]
      .filter(([key]) => !inColumn.has(key))
      .map(([, value]) => (isExactNumber(value) ? plainNumber(value) : value)),
  };
}

/** How many stray values a result names, as in GX. */
const NAMED_STRAYS = 20;

interface DistinctRule {
  /** Whether a value outside of the set is a failure. */
  readonly isClosed: boolean;
  /** Whether a value of the set that the column lacks is a failure. */
  readonly isWhole: boolean;
}

function distinctValues<const Name extends string>(
  name: Name,
  summary: string,
  { isClosed, isWhole }: DistinctRule,
) {
  return defineExpectation({
    type: `expect_column_distinct_values_to_${name}`,
    summary,
    kwargs: { column: string(), value_set: optional(scalars()) },
    check: ({ column: columnName, value_set: set }, { table, format }) => {
      const column = table.column(columnName);
      const wanted = membersOf(set ?? [], column);
      const named = format.partialCount === 0 ? 0 : NAMED_STRAYS;
      return {
        metrics: { ...columnCounts(column), counts: valueCounts(column) },
        judge: (values) => {
          const counts = values.rows('counts');
          const found = counts.map(({ value = null }) => value);
          const { unexpected, missing } = straysOf(found, wanted, column);
          const isVacuous = set == null || (name === 'be_in_set' && set.length === 0);
          return {
            success:
              isVacuous ||
              ((!isClosed || unexpected.length === 0) && (!isWhole || missing.length === 0)),
            result: {
              observed_value: found,
              details: { value_counts: counts },
              ...countResult(values),
              ...(isClosed && {
                unexpected_count: isVacuous ? 0 : unexpected.length,
                ...(named > 0 && {
                  partial_unexpected_list: isVacuous ? [] : unexpected.slice(0, named),
                }),
              }),
              // As in GX, these count values of the set, not rows
              ...(isWhole && {
                missing_count: missing.length,
                ...(named > 0 && { partial_missing_list: missing.slice(0, named) }),
              }),
            },
          };
        },
      };
    },
  });
}

/** The expectations of the set of a column's distinct values. */
export const distinctValueSets = [
  distinctValues('be_in_set', 'Every distinct value of the column is in a set.', {
    isClosed: true,
    isWhole: false,
  }),
  distinctValues('contain_set', 'Every value of a set occurs in the column.', {
    isClosed: false,
    isWhole: true,
  }),
  distinctValues('equal_set', 'The distinct values of the column are exactly a set.', {
    isClosed: true,
    isWhole: true,
  }),
];

function mostCommon(column: Column): Metric {
  const counts = valueCounts(column);
  const countsIn = (rows: RowsInQuestion) =>
    counts.kind === 'query' ? counts.sql(rows) : counts.sql;
  const modesOf = (sql: string) =>
    `SELECT value, count FROM (SELECT *, max(count) OVER () AS most FROM (${sql})) WHERE count = most ORDER BY ${comparable({ ...column, sql: 'value' })}`;
  return query(
    (rows) => modesOf(countsIn(rows)),
    column.kind === 'mixed'
      ? undefined
      : { parts: countsIn, whole: (parts) => modesOf(countsOf(parts, column)) },
  );
}

function valuesOf(rows: readonly PlainRow[]): readonly PlainValue[] {
  return rows.map(({ value = null }) => value);
}

/** expect_column_most_common_value_to_be_in_set: the mode is in a set; ties only where allowed. */
export const mostCommonInSet = defineExpectation({
  type: 'expect_column_most_common_value_to_be_in_set',
  summary: 'The most common value of the column is in a set.',
  kwargs: { column: string(), value_set: optional(scalars()), ties_okay: optional(boolean()) },
  check: ({ column: name, value_set: set, ties_okay: areTiesFine }, { table }) => {
    const column = table.column(name);
    const wanted = membersOf(set ?? [], column);
    return {
      metrics: { ...columnCounts(column), modes: mostCommon(column) },
      judge: (values) => {
        const modes = valuesOf(values.rows('modes'));
        const common = modes.filter((value) => wanted.has(identity(value, column)));
        const success =
          set == null ||
          (areTiesFine === true ? common.length > 0 : common.length === 1 && modes.length === 1);
        return {
          success,
          result: { observed_value: modes, ...countResult(values) },
        };
      },
    };
  },
});
