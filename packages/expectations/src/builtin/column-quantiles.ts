import { defineExpectation } from '../declare/expectation.ts';
import { exact, optional, scalar, string } from '../declare/fields.ts';
import type { Field, Scalar } from '../declare/fields.ts';
import { KwargsValueError } from '../errors.ts';
import { compareNumbers, exactNumber } from '../exact/number.ts';
import type { ExactNumber } from '../exact/number.ts';
import { aggregate } from '../plan/metric.ts';
import type { Metrics } from '../plan/metric.ts';
import type { PlainValue } from '../source/plain-value.ts';
import { number } from '../sql/quote.ts';
import { columnCounts, countResult } from './column-counts.ts';
import { shown } from '../shown.ts';

export interface QuantileRanges {
  readonly quantiles: readonly number[];
  /** One [least, greatest] per quantile; null is infinite. */
  readonly value_ranges: readonly (readonly (ExactNumber | null)[])[];
}

const RANGES: Field<QuantileRanges> = exact({
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
    if (low !== null && high !== null && compareNumbers(low, high) > 0) {
      throw new KwargsValueError(
        `quantile_ranges must consist of ordered pairs; came [${String(low)}, ${String(high)}].`,
      );
    }
  }
}

/** How near to an end of its range a quantile passes, as in GX: a ten-thousandth of the end, and a little. */
const RELATIVE = 1e-4;
const ABSOLUTE = 1e-8;

function isNear(value: ExactNumber, end: ExactNumber | null): boolean {
  if (end === null) return false;
  const [a, b] = [Number(value), Number(end)];
  return Number.isFinite(b) && Math.abs(a - b) <= ABSOLUTE + RELATIVE * Math.abs(b);
}

function isInRange(value: ExactNumber, low: ExactNumber | null, high: ExactNumber | null): boolean {
  if (isNear(value, low) || isNear(value, high)) return true;
  return (
    compareNumbers(value, low ?? -Infinity) >= 0 && compareNumbers(value, high ?? Infinity) <= 0
  );
}

/** How a quantile between two values is taken: pandas' `interpolation`, which GX calls allow_relative_error. */
const INTERPOLATIONS = ['nearest', 'lower', 'higher', 'midpoint', 'linear'] as const;

type Interpolation = (typeof INTERPOLATIONS)[number];

/** Nothing and false are the nearest value; throws KwargsValueError for what pandas does not know. */
function interpolationOf(given: Scalar | null | undefined): Interpolation {
  if (given == null || given === false || given === 0) return 'nearest';
  const known = INTERPOLATIONS.find((name) => name === given);
  if (known !== undefined) return known;
  throw new KwargsValueError(
    `allow_relative_error must be false or one of ${INTERPOLATIONS.join(', ')}; came ${shown(given)}. Quantiles are exact here, so leave it out.`,
  );
}

/** The whole number nearest to `position`; of two equally near, the even one, as in numpy. */
function nearest(position: number): number {
  const below = Math.floor(position);
  const isHalfway = position - below === 0.5;
  return isHalfway ? below + (below % 2) : Math.round(position);
}

/** The ranks, from 0, of the two values between which a quantile of `count` values is taken. */
function ranks(quantile: number, count: number, taken: Interpolation): readonly [number, number] {
  const position = quantile * (count - 1);
  const [below, above] = [Math.floor(position), Math.ceil(position)];
  switch (taken) {
    case 'nearest':
      return [nearest(position), nearest(position)];
    case 'lower':
      return [below, below];
    case 'higher':
      return [above, above];
    case 'midpoint':
    case 'linear':
      return [below, above];
  }
}

/** The fraction at which DuckDB's quantile_disc takes the value of a rank. */
function fraction(rank: number, count: number): string {
  return number((rank + 0.5) / count);
}

function between(
  low: PlainValue,
  high: PlainValue,
  quantile: number,
  count: number,
  taken: Interpolation,
): PlainValue {
  if (low === high || typeof low !== 'number' || typeof high !== 'number') return low;
  const position = quantile * (count - 1);
  const share = taken === 'midpoint' ? 0.5 : position - Math.floor(position);
  return low + (high - low) * share;
}

/** expect_column_quantile_values_to_be_between: each quantile, the nearest value, lies in its range. */
export const quantilesBetween = defineExpectation({
  type: 'expect_column_quantile_values_to_be_between',
  summary: 'Quantiles of the column lie in ranges.',
  kwargs: {
    column: string(),
    quantile_ranges: RANGES,
    allow_relative_error: optional(scalar()),
  },
  check: ({ column: name, quantile_ranges: ranges, allow_relative_error: given }, { table }) => {
    checkRanges(ranges);
    const taken = interpolationOf(given);
    const column = table.column(name);
    const { quantiles, value_ranges: limits } = ranges;
    return {
      metrics: columnCounts(column),
      next: (values): Metrics => {
        const count = values.count('present');
        if (count === 0 || quantiles.length === 0) return {};
        const wanted = quantiles
          .flatMap((quantile) => ranks(quantile, count, taken))
          .map((rank) => fraction(rank, count));
        const sql = `quantile_disc(${column.sql}, [${wanted.join(', ')}])`;
        return { quantiles: aggregate(sql) };
      },
      judge: (values) => {
        const count = values.count('present');
        const pairs = count === 0 || quantiles.length === 0 ? [] : values.list('quantiles');
        const found = quantiles.map((quantile, at) => {
          const [low = null, high = null] = pairs.slice(2 * at, 2 * at + 2);
          return between(low, high, quantile, count, taken);
        });
        const details = quantiles.map((_, at) => {
          const held = found[at];
          const [low = null, high = null] = limits[at] ?? [];
          if (held == null || typeof held === 'object') return false;
          // What JSON cannot hold as a number, such as infinity, comes as text.
          const value =
            typeof held === 'string' ? (exactNumber(held) ?? Number(held)) : Number(held);
          return isInRange(value, low, high);
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
