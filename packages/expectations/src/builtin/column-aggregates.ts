import { defineExpectation } from '../declare/expectation.ts';
import { boolean, optional, scalar, string } from '../declare/fields.ts';
import { wholeText } from '../in-javascript/whole-text.ts';
import { aggregate } from '../plan/metric.ts';
import type { Column } from '../source/table-shape.ts';
import { withinBounds } from '../sql/bounds.ts';
import { comparable } from '../sql/compare.ts';
import { deviation } from '../sql/deviation.ts';
import { text } from '../sql/quote.ts';
import { isValueBetween } from './between.ts';
import { columnCounts, countResult } from './column-counts.ts';
import { cutShort, shownName } from '../shown.ts';

interface AggregateOfColumn<Name extends string> {
  /** The type without `expect_column_` and `_to_be_between`. */
  readonly name: Name;
  readonly summary: string;
  /** SQL of one number over the rows. */
  readonly sql: (column: Column) => string;
  /** Whether it only makes sense of numbers. */
  readonly needsNumbers: boolean;
}

const NUMBERS: readonly string[] = ['integer', 'float', 'decimal'];

/** A number to which a bound is compared, whatever the column's own type. */
const NUMBER: Column = { name: 'value', type: 'DOUBLE', kind: 'float', sql: 'value' };

/** The column as numbers; one of another type has none, and its first value is an error. */
function asNumbers(column: Column): Column {
  if (NUMBERS.includes(column.kind)) return column;
  if (column.kind === 'boolean') return { ...column, sql: `CAST(${column.sql} AS INTEGER)` };
  const message = text(
    `${shownName(column.name)} is ${cutShort(column.type)}: this needs numeric values.`,
  );
  return {
    ...column,
    sql: `CAST(CASE WHEN ${column.sql} IS NOT NULL THEN error(${message}) END AS DOUBLE)`,
  };
}

function aggregateBetween<const Name extends string>({
  name,
  summary,
  sql,
  needsNumbers,
}: AggregateOfColumn<Name>) {
  return defineExpectation({
    type: `expect_column_${name}_to_be_between`,
    summary,
    kwargs: {
      column: string(),
      min_value: optional(scalar()),
      max_value: optional(scalar()),
      strict_min: optional(boolean()),
      strict_max: optional(boolean()),
    },
    check: (kwargs, { table }) => {
      const column = table.column(kwargs.column);
      const isOfColumn = name === 'max' || name === 'min';
      if (!isOfColumn) withinBounds({ ...NUMBER, name: `${name} of ${column.name}` }, kwargs);
      const measured = needsNumbers ? asNumbers(column) : column;
      return {
        metrics: { ...columnCounts(column), value: aggregate(sql(measured)) },
        judge: (values) => {
          const value = values.value('value');
          // A column without a value is of no type that bounds could miss
          if (isOfColumn && value !== null) withinBounds(column, kwargs);
          return {
            success: isValueBetween(value, isOfColumn ? column.kind : 'float', kwargs),
            result: { observed_value: value, ...countResult(values) },
          };
        },
      };
    },
  });
}

/**
 * A value as it is compared, of which JavaScript gets all. The mark that goes before texts that begin with one leaves
 * their order as it was.
 */
function shownWhole(column: Column): string {
  return column.type === 'VARCHAR' ? wholeText(comparable(column)) : comparable(column);
}

/** The expectations of one number of a column. */
export const columnAggregates = (
  [
    {
      name: 'max',
      summary: 'The greatest value of the column lies in a range.',
      sql: (column: Column) => `max(${shownWhole(column)})`,
      needsNumbers: false,
    },
    {
      name: 'min',
      summary: 'The least value of the column lies in a range.',
      sql: (column: Column) => `min(${shownWhole(column)})`,
      needsNumbers: false,
    },
    {
      name: 'mean',
      summary: 'The mean of the column lies in a range.',
      sql: ({ sql }: Column) => `avg(${sql})`,
      needsNumbers: true,
    },
    {
      name: 'median',
      summary: 'The median of the column lies in a range.',
      // The middle of two decimals has one digit more than their type
      sql: ({ sql, kind }: Column) =>
        kind === 'decimal' ? `median(CAST(${sql} AS DOUBLE))` : `median(${sql})`,
      needsNumbers: true,
    },
    {
      name: 'stdev',
      summary: 'The sample standard deviation of the column lies in a range.',
      sql: (column: Column) => deviation(column),
      needsNumbers: true,
    },
    {
      name: 'sum',
      summary: 'The sum of the column lies in a range.',
      // No numbers add up to 0, as in pandas.
      sql: ({ sql }: Column) => `coalesce(sum(${sql}), 0)`,
      needsNumbers: true,
    },
    {
      name: 'unique_value_count',
      summary: 'The number of distinct values of the column lies in a range.',
      sql: (column: Column) => `count(DISTINCT ${comparable(column)})`,
      needsNumbers: false,
    },
    {
      name: 'proportion_of_unique_values',
      summary: 'The distinct values of the column, per value, lie in a range.',
      sql: (column: Column) =>
        `coalesce(count(DISTINCT ${comparable(column)}) / nullif(count(${column.sql}), 0), 0)`,
      needsNumbers: false,
    },
    {
      name: 'proportion_of_non_null_values',
      summary: 'The share of rows with a value lies in a range.',
      sql: ({ sql }: Column) => `coalesce(count(${sql}) / nullif(count(*), 0), 0)`,
      needsNumbers: false,
    },
  ] as const
).map(aggregateBetween);
