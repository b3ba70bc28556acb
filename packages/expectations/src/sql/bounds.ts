import type { Scalar } from '../declare/fields.ts';
import { KwargsValueError } from '../errors.ts';
import { compareValues } from '../exact/compare.ts';
import { exactNumber } from '../exact/number.ts';
import type { Column } from '../source/table-shape.ts';
import { comparable, comparedWith, fitted } from './compare.ts';
import type { Comparison } from './compare.ts';
import { all } from './quote.ts';
import { cutShort, shown, shownName } from '../shown.ts';

/** A range as kwargs give it; an end that is null is open. */
export interface GivenBounds {
  readonly min_value?: Scalar | null | undefined;
  readonly max_value?: Scalar | null | undefined;
  readonly strict_min?: boolean | null | undefined;
  readonly strict_max?: boolean | null | undefined;
}

/** Throws KwargsValueError where a range has no end. */
export function requireBound({ min_value: min, max_value: max }: GivenBounds): void {
  if (min == null && max == null) {
    throw new KwargsValueError('min_value and max_value cannot both be null: give one of them.');
  }
}

/** An end of a range: a text of digits is a number, as GX reads it. */
export function boundOf(value: Scalar): Scalar {
  return typeof value === 'string' ? (exactNumber(value) ?? value) : value;
}

const isNumeric = (value: Scalar) => typeof value !== 'string' && typeof value !== 'boolean';

/** Throws KwargsValueError where the ends of a range are the wrong way round. */
export function requireOrder({ min_value: min, max_value: max }: GivenBounds): void {
  if (min == null || max == null) return;
  const [from, to] = [boundOf(min), boundOf(max)];
  if (isNumeric(from) !== isNumeric(to) || (!isNumeric(from) && typeof from !== typeof to)) {
    throw new KwargsValueError(
      `min_value (${shown(min)}) and max_value (${shown(max)}) must be of the same type.`,
    );
  }
  if (compareValues(from, to) > 0) {
    throw new KwargsValueError(
      `min_value cannot be greater than max_value: came ${shown(min)} and ${shown(max)}.`,
    );
  }
}

function endOf(column: Column, comparison: Comparison, name: string, given: Scalar): string {
  const value = boundOf(given);
  const held = column.kind === 'mixed' ? null : fitted(column, value);
  if (held !== null) return comparedWith(comparable(column), comparison, held);
  throw new KwargsValueError(
    `Column values, min_value and max_value must be of the same type: ${shownName(column.name)} is ${cutShort(column.type)}, ${name} is ${shown(given)}${typeof value === 'string' ? ', for it an invalid number or an invalid datetime format' : ''}.`,
  );
}

/** SQL that is true where the column lies in the range; throws KwargsValueError where it cannot be compared with it. */
export function withinBounds(column: Column, given: GivenBounds): string {
  const { min_value: min, max_value: max } = given;
  const above = given.strict_min === true ? '>' : '>=';
  const below = given.strict_max === true ? '<' : '<=';
  return all([
    ...(min == null ? [] : [endOf(column, above, 'min_value', min)]),
    ...(max == null ? [] : [endOf(column, below, 'max_value', max)]),
  ]);
}
