import { boolean, finite, optional } from '../declare/fields.ts';

/** The kwargs of a number that has to lie in a range. */
export const RANGE = {
  min_value: optional(finite()),
  max_value: optional(finite()),
  strict_min: optional(boolean()),
  strict_max: optional(boolean()),
};

/** A range of numbers; an end that is null is open. */
export interface Range {
  readonly min_value?: number | null | undefined;
  readonly max_value?: number | null | undefined;
  readonly strict_min?: boolean | null | undefined;
  readonly strict_max?: boolean | null | undefined;
}

/** Whether `value` lies in the range; an unknown value (null) does not. */
export function isBetween(value: number | null, range: Range): boolean {
  if (value === null || Number.isNaN(value)) return false;
  const { min_value: min, max_value: max } = range;
  const isAbove = min == null || (range.strict_min === true ? value > min : value >= min);
  const isBelow = max == null || (range.strict_max === true ? value < max : value <= max);
  return isAbove && isBelow;
}
