import { defineExpectation } from '../declare/expectation.ts';
import { boolean, optional, scalars, string } from '../declare/fields.ts';
import type { Scalar } from '../declare/fields.ts';
import { query } from '../plan/metric.ts';
import type { Metric, RowsInQuestion } from '../plan/metric.ts';
import type { PlainRow, PlainValue } from '../source/plain-value.ts';
import type { Column } from '../source/table-shape.ts';
import { comparable } from '../sql/compare.ts';
import { columnCounts, countResult } from './column-counts.ts';

/** Every value of a column with how often it occurs, in the order of the values. */
export function valueCounts(column: Column): Metric {
  const key = comparable(column);
  const value = column.kind === 'mixed' ? `any_value(${column.sql})` : column.sql;
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

/** A value's identity: a date in any notation is one moment, a number is never a text. */
function identity(value: PlainValue | Scalar, column: Column): string {
  const isTime = column.kind === 'timestamp' || column.kind === 'date';
  if (isTime && typeof value === 'string') {
    const zoned = /Z|[+-]\d{2}:?\d{2}$/.test(value) || value.length <= 10;
    const time = Date.parse(zoned ? value : `${value.replace(' ', 'T')}Z`);
    if (!Number.isNaN(time)) return `time ${time}`;
  }
  if (column.kind === 'boolean' && typeof value === 'number') return JSON.stringify(value === 1);
  return JSON.stringify(value);
}

/** Whether the distinct values and the set stand as they should. */
type SetRelation = (found: ReadonlySet<string>, wanted: ReadonlySet<string>) => boolean;

function distinctValues<const Name extends string>(
  name: Name,
  summary: string,
  stands: SetRelation,
) {
  return defineExpectation({
    type: `expect_column_distinct_values_to_${name}`,
    summary,
    kwargs: { column: string(), value_set: optional(scalars()) },
    check: ({ column: columnName, value_set: set }, { table }) => {
      const column = table.column(columnName);
      return {
        metrics: { ...columnCounts(column), counts: valueCounts(column) },
        judge: (values) => {
          const counts = values.rows('counts');
          const found = new Set(counts.map(({ value = null }) => identity(value, column)));
          const wanted = new Set((set ?? []).map((value) => identity(value, column)));
          const isVacuous = set == null || (name === 'be_in_set' && set.length === 0);
          return {
            success: isVacuous || stands(found, wanted),
            result: {
              observed_value: counts.map(({ value }) => value),
              details: { value_counts: counts },
              ...countResult(values),
            },
          };
        },
      };
    },
  });
}

const isSubset: SetRelation = (inner, outer) => [...inner].every((value) => outer.has(value));

/** The expectations of the set of a column's distinct values. */
export const distinctValueSets = [
  distinctValues('be_in_set', 'Every distinct value of the column is in a set.', isSubset),
  distinctValues('contain_set', 'Every value of a set occurs in the column.', (found, wanted) =>
    isSubset(wanted, found),
  ),
  distinctValues(
    'equal_set',
    'The distinct values of the column are exactly a set.',
    (found, wanted) => isSubset(found, wanted) && isSubset(wanted, found),
  ),
];

function mostCommon(column: Column): Metric {
  const counts = valueCounts(column);
  const countsIn = (rows: RowsInQuestion) =>
    counts.kind === 'query' ? counts.sql(rows) : counts.sql;
  const modesOf = (sql: string) =>
    `SELECT value, count FROM (SELECT *, max(count) OVER () AS most FROM (${sql})) WHERE count = most ORDER BY CAST(value AS VARCHAR)`;
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
    return {
      metrics: { ...columnCounts(column), modes: mostCommon(column) },
      judge: (values) => {
        const modes = valuesOf(values.rows('modes'));
        const wanted = new Set((set ?? []).map((value) => identity(value, column)));
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
