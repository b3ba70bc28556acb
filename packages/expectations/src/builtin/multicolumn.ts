import { exact, listOf, oneOf, optional, string } from '../declare/fields.ts';
import type { LongDecimal } from '../exact/number.ts';
import { defineMapExpectation } from '../declare/map-expectation.ts';
import type { RowRule } from '../declare/map-expectation.ts';
import { KwargsValueError } from '../errors.ts';
import type { Column, TableShape } from '../source/table-shape.ts';
import { alike } from '../sql/alike.ts';
import { comparable, comparisonSql } from '../sql/compare.ts';
import { all, any } from '../sql/quote.ts';
import { cutShort, shownName } from '../shown.ts';
import { requireFew } from './require-few.ts';

const SEVERAL = {
  column_list: listOf(string(), 1),
  ignore_row_if: optional(
    oneOf('all_values_are_missing', 'any_value_is_missing', 'never', 'neither'),
  ),
};

interface GivenColumns {
  readonly column_list: readonly string[];
  readonly ignore_row_if?: string | null | undefined;
}

const MOST_COLUMNS = 2000;

type RowTest = Omit<RowRule, 'columns' | 'shownAs' | 'counted'>;

function rowRule(
  given: GivenColumns,
  table: TableShape,
  test: (columns: readonly Column[], counted: string) => RowTest,
): RowRule {
  requireFew('column_list', given.column_list, MOST_COLUMNS);
  const columns = given.column_list.map((name) => table.column(name));
  const present = columns.map(({ sql }) => `${sql} IS NOT NULL`);
  const ignored = given.ignore_row_if ?? 'all_values_are_missing';
  const counted =
    ignored === 'all_values_are_missing'
      ? any(present)
      : ignored === 'any_value_is_missing'
        ? all(present)
        : 'TRUE';
  return { columns: given.column_list, shownAs: 'record', counted, ...test(columns, counted) };
}

/** SQL that is true of two columns that hold the same: two missing values do. */
function same(a: Column, b: Column): string {
  const sides = alike(a, b);
  return sides === null
    ? `${a.sql} IS NULL AND ${b.sql} IS NULL`
    : sides.join(' IS NOT DISTINCT FROM ');
}

function everyPair(columns: readonly Column[]): readonly (readonly [Column, Column])[] {
  return columns.flatMap((a, at) => columns.slice(at + 1).map((b) => [a, b] as const));
}

/** Each is compared with each: 4,950 comparisons. */
const MOST_COMPARED_COLUMNS = 100;

function uniqueWithinRecord(columns: readonly Column[]): RowTest {
  requireFew('column_list', columns, MOST_COMPARED_COLUMNS);
  return { unexpected: any(everyPair(columns).map(([a, b]) => same(a, b))) };
}

/** expect_select_column_values_to_be_unique_within_record: no row holds a value twice. */
export const uniqueWithinRow = defineMapExpectation({
  type: 'expect_select_column_values_to_be_unique_within_record',
  summary: 'The values of some columns are unique within each row.',
  kwargs: SEVERAL,
  rule: (given, { table }) => rowRule(given, table, uniqueWithinRecord),
});

/** expect_multicolumn_values_to_be_unique: GX's older name for unique within each row. */
export const multicolumnUnique = defineMapExpectation({
  type: 'expect_multicolumn_values_to_be_unique',
  summary: 'The values of some columns are unique within each row.',
  kwargs: SEVERAL,
  rule: (given, { table }) => rowRule(given, table, uniqueWithinRecord),
});

/** expect_multicolumn_values_to_be_equal: every row holds one value in all of the columns. */
export const multicolumnEqual = defineMapExpectation({
  type: 'expect_multicolumn_values_to_be_equal',
  summary: 'The values of some columns are equal within each row.',
  kwargs: SEVERAL,
  rule: (given, { table }) =>
    rowRule(given, table, ([first, ...others]) => ({
      unexpected:
        first === undefined ? 'FALSE' : `NOT (${all(others.map((each) => same(first, each)))})`,
    })),
});

/** expect_compound_columns_to_be_unique: no two rows hold the same values in these columns. */
export const compoundUnique = defineMapExpectation({
  type: 'expect_compound_columns_to_be_unique',
  summary: 'The values of some columns together are unique to each row.',
  kwargs: SEVERAL,
  rule: (given, { table }) =>
    rowRule(given, table, (columns, counted) => {
      const key = columns.map(comparable).join(', ');
      return {
        derived: { __lf_copies: `count(*) OVER (PARTITION BY ${key})` },
        unexpected: '"__lf_copies" > 1',
        countUnexpected: (rows) =>
          `SELECT coalesce(sum(copies) FILTER (WHERE copies > 1), 0) AS value
           FROM (SELECT count(*) AS copies FROM ${rows} WHERE ${counted} GROUP BY ${key})`,
      };
    }),
});

/** The column as numbers that add up: an integer type wide enough for the sum of some of them. */
function summand({ name, kind, type, sql }: Column): string {
  switch (kind) {
    case 'boolean':
      return `CAST(${sql} AS INTEGER)`;
    case 'integer':
      return `CAST(${sql} AS ${/BIG|HUGE/.test(type) ? 'HUGEINT' : 'BIGINT'})`;
    case 'float':
    case 'decimal':
      return sql;
    default:
      throw new KwargsValueError(
        `${shownName(name)} is ${cutShort(type)}, which has no sum. Name columns of numbers in column_list.`,
      );
  }
}

/** The sum of some columns as a column that compares: exact where none of them holds doubles. */
function sumOf(columns: readonly Column[]): Column {
  const sql = columns.map(summand).join(' + ');
  const has = (kind: Column['kind']) => columns.some((column) => column.kind === kind);
  if (has('float')) return { name: 'sum', type: 'DOUBLE', kind: 'float', sql: `(${sql})` };
  if (!has('decimal')) return { name: 'sum', type: 'HUGEINT', kind: 'integer', sql: `(${sql})` };
  const scales = columns.map(({ type }) => Number(/,\s*(\d+)\)$/.exec(type)?.[1] ?? 0));
  const type = `DECIMAL(38,${Math.max(...scales)})`;
  return { name: 'sum', type, kind: 'decimal', sql: `(${sql})` };
}

/** SQL that is true where a sum is the total: an integer past 2^53 given as a double is known to a double's precision. */
function addsUpTo(sum: Column, total: number | bigint | LongDecimal): string {
  const isRounded = Number.isInteger(total) && !Number.isSafeInteger(total);
  const compared: Column = isRounded
    ? { ...sum, kind: 'float', type: 'DOUBLE', sql: `CAST(${sum.sql} AS DOUBLE)` }
    : sum;
  return comparisonSql(compared, '=', total) ?? 'FALSE';
}

/** expect_multicolumn_sum_to_equal: every row adds up to a number. */
export const multicolumnSum = defineMapExpectation({
  type: 'expect_multicolumn_sum_to_equal',
  summary: 'The values of some columns add up to a number in each row.',
  kwargs: { ...SEVERAL, sum_total: exact<number | bigint | LongDecimal>({ type: 'number' }) },
  rule: (given, { table }) =>
    rowRule(given, table, (columns) => ({
      unexpected: `NOT coalesce(${addsUpTo(sumOf(columns), given.sum_total)}, FALSE)`,
    })),
});
