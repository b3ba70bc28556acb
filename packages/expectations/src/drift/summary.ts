import { kwargsChecker } from '../declare/check-kwargs.ts';
import { boolean, field, finite, integer, listOf, oneOf, string } from '../declare/fields.ts';
import type { Field, KwargsOf } from '../declare/fields.ts';
import { KwargsValueError } from '../errors.ts';
import { shownName, shownNames } from '../shown.ts';

const COUNTS = { count: integer(), missing: integer() };

/**
 * How the numbers (or times, in ms since 1970) of a column are spread: at each of some points, how
 * many values lie `below` it and how many `upTo` it. `isExact` where the points are all its values.
 */
const NUMBERS = {
  kind: oneOf('numbers'),
  unit: oneOf('number', 'epoch_ms'),
  ...COUNTS,
  isExact: boolean(),
  points: listOf(finite()),
  below: listOf(integer()),
  upTo: listOf(integer()),
};

/** How often each text occurs in a column; those beyond the most frequent ones are `other`. */
const CATEGORIES = {
  kind: oneOf('categories'),
  ...COUNTS,
  values: listOf(string()),
  counts: listOf(integer()),
  other: integer(),
};

/** A column of numbers or times, summarised. */
export type NumbersSummary = KwargsOf<typeof NUMBERS>;

/** A column of categories, summarised. */
export type CategoriesSummary = KwargsOf<typeof CATEGORIES>;

/** What drift is measured against: one column of a batch, as JSON. */
export type ColumnSummary = NumbersSummary | CategoriesSummary;

/** A batch as JSON: its rows, and its columns by name. */
export interface BatchSummary {
  readonly rows: number;
  readonly columns: Readonly<Record<string, ColumnSummary>>;
}

/** The kwarg `reference`: the summary of a batch, or of the column alone. */
export const REFERENCE: Field<BatchSummary | ColumnSummary> = field({ type: 'object' });

const checkNumbers = kwargsChecker(NUMBERS);
const checkCategories = kwargsChecker(CATEGORIES);

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function refuse(column: string, problem: string): never {
  throw new KwargsValueError(
    `The reference of ${shownName(column)} is no summary: ${problem}. Make one with summarise().`,
  );
}

function isRising(numbers: readonly number[]): boolean {
  return numbers.every((each, at) => at === 0 || each > (numbers[at - 1] ?? Infinity));
}

/** The summary of `column` in a reference as kwargs give it; throws KwargsValueError. */
export function readReference(reference: unknown, column: string): ColumnSummary {
  if (!isObject(reference)) return refuse(column, 'it is not an object');
  const { columns } = reference;
  if (columns !== undefined) {
    if (!isObject(columns)) return refuse(column, 'its columns are not an object');
    if (Object.hasOwn(columns, column)) return readReference(columns[column], column);
    throw new KwargsValueError(
      `The reference has no column ${shownName(column)}; it has: ${shownNames(Object.keys(columns))}.`,
    );
  }
  if (reference['kind'] === 'categories') {
    const checked = checkCategories(reference);
    if (checked.problems !== null) return refuse(column, checked.problems.join('; '));
    const { values, counts } = checked.kwargs;
    if (values.length !== counts.length) refuse(column, 'it needs one count for each value');
    return checked.kwargs;
  }
  const checked = checkNumbers(reference);
  if (checked.problems !== null) return refuse(column, checked.problems.join('; '));
  const { points, below, upTo } = checked.kwargs;
  if (points.length !== below.length || points.length !== upTo.length) {
    refuse(column, 'it needs one count below and one count up to each point');
  }
  if (!isRising(points)) refuse(column, 'its points must rise');
  return checked.kwargs;
}
