import { defineExpectation } from '../declare/expectation.ts';
import { boolean, field, optional, string } from '../declare/fields.ts';
import type { Field } from '../declare/fields.ts';
import { KwargsValueError } from '../errors.ts';
import { aggregate } from '../plan/metric.ts';
import type { Metrics } from '../plan/metric.ts';
import { number } from '../sql/quote.ts';
import { columnCounts, countResult } from './column-counts.ts';

export interface QuantileRanges {
  readonly quantiles: readonly number[];
  /** One [least, greatest] per quantile; null is infinite. */
  readonly value_ranges: readonly (readonly (number | null)[])[];
}

const RANGES: Field<QuantileRanges> = field({
  type: 'object',
  properties: {
    quantiles: { type: 'array', items: { type: 'number', minimum: 0, maximum: 1 } },
    value_ranges: {
      type: 'array',
      items: { type: 'array', items: { type: ['number', 'null'] }, minItems: 2, maxItems: 2 },
    },
  },
  required: ['quantiles', 'value_ranges'],
});

function checkRanges({ quantiles, value_ranges: ranges }: QuantileRanges): void {
  if (quantiles.length !== ranges.length) {
    throw new KwargsValueError(
      `quantiles and value_ranges must be equally long; they hold ${quantiles.length} and ${ranges.length}.`,
    );
  }
  for (const [low = null, high = null] of ranges) {
    if (low !== null && high !== null && low > high) {
      throw new KwargsValueError(
        `quantile_ranges must consist of ordered pairs; came [${low}, ${high}].`,
      );
    }
  }
}

/** The whole number nearest to `position`; of two equally near, the even one, as in numpy. */
function nearest(position: number): number {
  const below = Math.floor(position);
  const isHalfway = position - below === 0.5;
  return isHalfway ? below + (below % 2) : Math.round(position);
}

/** The fractions at which DuckDB's quantile_disc takes the value nearest to each quantile of `count`. */
function fractions(quantiles: readonly number[], count: number): string {
  return quantiles
    .map((quantile) => number((nearest(quantile * (count - 1)) + 0.5) / count))
    .join(', ');
}

/** expect_column_quantile_values_to_be_between: each quantile, the nearest value, lies in its range. */
export const quantilesBetween = defineExpectation({
  type: 'expect_column_quantile_values_to_be_between',
  summary: 'Quantiles of the column lie in ranges.',
  kwargs: {
    column: string(),
    quantile_ranges: RANGES,
    allow_relative_error: optional({
      ...boolean(),
      schema: { type: ['boolean', 'number', 'string'] },
    }),
  },
  check: ({ column: name, quantile_ranges: ranges }, { table }) => {
    checkRanges(ranges);
    const column = table.column(name);
    const { quantiles, value_ranges: limits } = ranges;
    return {
      metrics: columnCounts(column),
      next: (values): Metrics => {
        const count = values.count('present');
        if (count === 0 || quantiles.length === 0) return {};
        const sql = `quantile_disc(${column.sql}, [${fractions(quantiles, count)}])`;
        return { quantiles: aggregate(sql) };
      },
      judge: (values) => {
        const isEmpty = values.count('present') === 0 || quantiles.length === 0;
        const found = isEmpty ? quantiles.map(() => null) : values.list('quantiles');
        const details = quantiles.map((_, at) => {
          const value = found[at];
          const [low = null, high = null] = limits[at] ?? [];
          return (
            typeof value === 'number' && value >= (low ?? -Infinity) && value <= (high ?? Infinity)
          );
        });
        return {
          success: details.every(Boolean),
          result: {
            observed_value: { quantiles, values: found },
            details: { success_details: details },
            ...countResult(values),
          },
        };
      },
    };
  },
});
