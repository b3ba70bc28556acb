import { boolean, finite, oneOf, optional, string } from '../declare/fields.ts';
import { defineMapExpectation } from '../declare/map-expectation.ts';
import type { Column } from '../source/table-shape.ts';
import { KwargsValueError } from '../errors.ts';
import { cutShort, shownName } from '../shown.ts';
import { deviation } from '../sql/deviation.ts';
import { number } from '../sql/quote.ts';

const MEASURED: readonly string[] = ['integer', 'float', 'decimal', 'boolean', 'mixed'];

/** The column as SQL of doubles; throws KwargsValueError where it has none. */
function asDoubles(column: Column): Column {
  if (!MEASURED.includes(column.kind)) {
    throw new KwargsValueError(
      `${shownName(column.name)} is ${cutShort(column.type)}: this needs numeric values.`,
    );
  }
  return { ...column, kind: 'float', sql: `CAST(${column.sql} AS DOUBLE)` };
}

/** Of no use to measure by where it is not finite: then nothing is far away. */
function finiteOrNull(sql: string): string {
  return `CASE WHEN isfinite(${sql}) THEN ${sql} END`;
}

/**
 * expect_column_value_z_scores_to_be_less_than: every value is near the mean, in sample deviations. A
 * column without a deviation (constant, of one row, with an infinite value) has no scores and passes.
 */
export const zScoresLessThan = defineMapExpectation({
  type: 'expect_column_value_z_scores_to_be_less_than',
  summary: 'The z-scores of the column are less than a threshold.',
  kwargs: { column: string(), threshold: finite(), double_sided: optional(boolean()) },
  rule: ({ column: name, threshold, double_sided: isDoubleSided }, { table }) => {
    const column = asDoubles(table.column(name));
    const score = `(${column.sql} - "__lf_mean") / nullif("__lf_deviation", 0)`;
    const [sided, limit] =
      isDoubleSided === false ? [score, threshold] : [`abs(${score})`, Math.abs(threshold)];
    return {
      columns: [name],
      counted: `${table.column(name).sql} IS NOT NULL`,
      derived: {
        __lf_mean: `avg(${column.sql}) OVER ()`,
        __lf_deviation: deviation(column, ' OVER ()'),
      },
      unexpected: `NOT coalesce(${sided} < ${number(limit)}, TRUE)`,
    };
  },
});

/** How far a value may be out, as in GX: in widths of the middle half (Tukey's fences), or in deviations from the mean. */
const MULTIPLIER = 1.5;

/** Outside Tukey's fences: from the first quartile down and from the third up. */
function beyondFences({ sql }: Column, multiplier: number) {
  const quartile = (share: number) => finiteOrNull(`quantile_cont(${sql}, ${share}) OVER ()`);
  const reach = `${number(multiplier)} * ("__lf_third" - "__lf_first")`;
  return {
    derived: { __lf_first: quartile(0.25), __lf_third: quartile(0.75) },
    isInside: `${sql} >= "__lf_first" - ${reach} AND ${sql} <= "__lf_third" + ${reach}`,
  };
}

/** So many deviations from the mean, or more. */
function farFromMean(column: Column, multiplier: number) {
  const distance = `abs(${column.sql} - "__lf_mean")`;
  return {
    derived: {
      __lf_mean: finiteOrNull(`avg(${column.sql}) OVER ()`),
      // Where all values are equal there is nothing to measure by.
      __lf_deviation: `nullif(${deviation(column, ' OVER ()')}, 0)`,
    },
    isInside:
      multiplier > 0
        ? `${distance} < ${number(multiplier)} * "__lf_deviation"`
        : `${distance} <= 0 * "__lf_deviation"`,
  };
}

/** expect_column_values_to_not_be_outliers: every value is inside Tukey's fences, or near the mean. */
export const valuesNotOutliers = defineMapExpectation({
  type: 'expect_column_values_to_not_be_outliers',
  summary: 'The values of the column are not outliers.',
  kwargs: {
    column: string(),
    method: optional(oneOf('iqr', 'std')),
    multiplier: optional(finite()),
  },
  rule: ({ column: name, method, multiplier }, { table }) => {
    const column = asDoubles(table.column(name));
    const { derived, isInside } =
      method === 'std'
        ? farFromMean(column, multiplier ?? MULTIPLIER)
        : beyondFences(column, multiplier ?? MULTIPLIER);
    return {
      columns: [name],
      counted: `${table.column(name).sql} IS NOT NULL`,
      derived,
      unexpected: `NOT coalesce(${isInside}, TRUE)`,
    };
  },
});
