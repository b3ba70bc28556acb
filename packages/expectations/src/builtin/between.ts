import type { Scalar } from '../declare/fields.ts';
import { boolean, finite, optional } from '../declare/fields.ts';
import type { PlainValue } from '../source/plain-value.ts';

/** The kwargs of a number that has to lie in a range. */
export const RANGE = {
  min_value: optional(finite()),
  max_value: optional(finite()),
  strict_min: optional(boolean()),
  strict_max: optional(boolean()),
};

/** A range; an end that is null is open. */
export interface Range<T extends Scalar = number> {
  readonly min_value?: T | null | undefined;
  readonly max_value?: T | null | undefined;
  readonly strict_min?: boolean | null | undefined;
  readonly strict_max?: boolean | null | undefined;
}

type Ordered = string | number | boolean;

function isWithin(value: Ordered, min: Ordered | null, max: Ordered | null, range: Range<Scalar>) {
  const isAbove = min === null || (range.strict_min === true ? value > min : value >= min);
  const isBelow = max === null || (range.strict_max === true ? value < max : value <= max);
  return isAbove && isBelow;
}

/** Whether `value` lies in the range; an unknown value (null) does not. */
export function isBetween(value: number | null, range: Range): boolean {
  if (value === null || Number.isNaN(value)) return false;
  return isWithin(value, range.min_value ?? null, range.max_value ?? null, range);
}

/** A text that starts like an ISO date, as a time: two notations of one moment are equal. */
function comparableValue(value: Ordered): Ordered {
  if (typeof value !== 'string') return value;
  const time = /^\d{4}-\d{2}/.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(time) ? value : time;
}

/** Whether a number, a date or a text lies in the range; an unknown value (null) does not. */
export function isValueBetween(value: PlainValue, range: Range<Scalar>): boolean {
  if (value === null || typeof value === 'object') return false;
  const [min, max] = [range.min_value ?? null, range.max_value ?? null];
  const isNumeric = [min, max].some((end) => typeof end === 'number');
  // Integers past 2^53 come as texts.
  if (isNumeric) return isWithin(Number(value), min, max, range);
  return isWithin(
    comparableValue(value),
    min === null ? null : comparableValue(min),
    max === null ? null : comparableValue(max),
    range,
  );
}
