import type { Scalar } from '../declare/fields.ts';
import { KwargsValueError } from '../errors.ts';
import type { Column } from '../source/table-shape.ts';
import { literalFor } from './compare.ts';
import { all } from './quote.ts';

/** A range as kwargs give it; an end that is null is open. */
export interface GivenBounds {
  readonly min_value?: Scalar | null | undefined;
  readonly max_value?: Scalar | null | undefined;
  readonly strict_min?: boolean | null | undefined;
  readonly strict_max?: boolean | null | undefined;
}

/** A range in SQL: the operator and literal of each end that is not open. */
export interface Bounds {
  readonly above: string | null;
  readonly below: string | null;
}

/** Dates are ordered in time, whatever their notation; other texts as texts. */
function orderOf(value: Scalar): Scalar {
  if (typeof value !== 'string') return value;
  const time = /^\d{4}-/.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(time) ? value : time;
}

/** Throws KwargsValueError where a range has no end. */
export function requireBound({ min_value: min, max_value: max }: GivenBounds): void {
  if (min == null && max == null) {
    throw new KwargsValueError('min_value and max_value cannot both be null: give one of them.');
  }
}

/** Throws KwargsValueError where the ends of a range are the wrong way round. */
export function requireOrder({ min_value: min, max_value: max }: GivenBounds): void {
  if (min == null || max == null) return;
  if (typeof min !== typeof max) {
    throw new KwargsValueError(
      `min_value (${JSON.stringify(min)}) and max_value (${JSON.stringify(max)}) must be of the same type.`,
    );
  }
  const [from, to] = [orderOf(min), orderOf(max)];
  if (typeof from === typeof to ? from > to : min > max) {
    throw new KwargsValueError(
      `min_value cannot be greater than max_value: came ${JSON.stringify(min)} and ${JSON.stringify(max)}.`,
    );
  }
}

function endOf(column: Column, operator: string, name: string, value: Scalar): string {
  const literal = column.kind === 'mixed' ? null : literalFor(column, value);
  if (literal !== null) return `${operator} ${literal}`;
  throw new KwargsValueError(
    `Column values, min_value and max_value must be of the same type: "${column.name}" is ${column.type}, ${name} is ${JSON.stringify(value)}${typeof value === 'string' ? ', for it an invalid number or an invalid datetime format' : ''}.`,
  );
}

/** The range in SQL; throws KwargsValueError where it cannot be compared with the column. */
export function boundsOf(column: Column, given: GivenBounds): Bounds {
  const { min_value: min, max_value: max } = given;
  const above = given.strict_min === true ? '>' : '>=';
  const below = given.strict_max === true ? '<' : '<=';
  return {
    above: min == null ? null : endOf(column, above, 'min_value', min),
    below: max == null ? null : endOf(column, below, 'max_value', max),
  };
}

/** SQL that is true where `value` lies in the range. */
export function withinBounds(value: string, { above, below }: Bounds): string {
  return all([above, below].filter((end) => end !== null).map((end) => `${value} ${end}`));
}
