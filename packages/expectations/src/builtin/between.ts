import type { Scalar } from '../declare/fields.ts';
import { boolean, finite, optional } from '../declare/fields.ts';
import { compareValues } from '../exact/compare.ts';
import type { Comparable } from '../exact/compare.ts';
import { timeOfDayOf } from '../exact/moment.ts';
import { exactNumber } from '../exact/number.ts';
import type { PlainValue } from '../source/plain-value.ts';
import type { ColumnKind } from '../source/table-shape.ts';
import { boundOf } from '../sql/bounds.ts';

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

function isWithin(
  value: Comparable,
  min: Comparable | null,
  max: Comparable | null,
  range: Range<Scalar>,
): boolean {
  const [aboveMin, aboveMax] = [min, max].map((end) =>
    end === null ? 0 : compareValues(value, end),
  );
  if (aboveMin === undefined || aboveMax === undefined) return false;
  const isAbove = min === null || (range.strict_min === true ? aboveMin > 0 : aboveMin >= 0);
  const isBelow = max === null || (range.strict_max === true ? aboveMax < 0 : aboveMax <= 0);
  return isAbove && isBelow;
}

/** Whether `value` lies in the range; an unknown value (null) does not. */
export function isBetween(value: number | null, range: Range): boolean {
  if (value === null || Number.isNaN(value)) return false;
  return isWithin(value, range.min_value ?? null, range.max_value ?? null, range);
}

const NUMBERS: readonly ColumnKind[] = ['integer', 'decimal', 'float'];

/** A plain value as what it was in its column: numbers come as texts where a double would round them. */
function comparableOf(value: Exclude<PlainValue, object | null>, kind: ColumnKind): Comparable {
  if (typeof value !== 'string') return value;
  if (NUMBERS.includes(kind)) return exactNumber(value) ?? Number(value);
  return kind === 'time' ? (timeOfDayOf(value) ?? value) : value;
}

function endOf(end: Scalar | null | undefined, kind: ColumnKind): Comparable | null {
  if (end == null) return null;
  const bound = boundOf(end);
  return kind === 'time' && typeof bound === 'string' ? (timeOfDayOf(bound) ?? bound) : bound;
}

/** Whether a value of a column lies in the range; an unknown value (null) does not. */
export function isValueBetween(value: PlainValue, kind: ColumnKind, range: Range<Scalar>): boolean {
  if (value === null || typeof value === 'object') return false;
  const [min, max] = [endOf(range.min_value, kind), endOf(range.max_value, kind)];
  return isWithin(comparableOf(value, kind), min, max, range);
}
