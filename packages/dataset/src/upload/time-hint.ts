import { EARLIEST_MS, LATEST_MS } from '../schema/column-sql.ts';

/** Numbers of another unit that give a likely time. */
const UNITS: readonly (readonly [what: string, advice: string, ms: number])[] = [
  ['milliseconds with a fraction', 'write whole milliseconds', 1],
  ['seconds', 'multiply them by 1000', 1e3],
  ['microseconds', 'divide them by 1000', 1e-3],
  ['nanoseconds', 'divide them by 1000000', 1e-6],
  ['days since 1970', 'multiply them by 86400000', 86_400_000],
];

const NUMBER = /^[+-]?\d+(\.\d*)?(e[+-]?\d+)?$/i;
const DATE = /^\d{4}-\d{1,2}-\d{1,2}|^\d{1,2}[./-]\d{1,2}[./-]\d{2,4}/;

/**
 * What wrong times seem to be, as a note behind the rule that they break: '' if it is unclear.
 *
 * @param values some wrong values
 */
export function timeHint(values: readonly string[]): string {
  const guesses = values.map(guess).filter((found) => found !== undefined);
  const [first] = [...new Set(guesses)].sort(
    (a, b) => occurrences(guesses, b) - occurrences(guesses, a),
  );
  return first === undefined ? '' : ` (these look like ${first})`;
}

function guess(value: string): string | undefined {
  if (DATE.test(value)) return 'dates; convert them to milliseconds since 1970, UTC';
  if (!NUMBER.test(value)) return undefined;
  const number = Number(value);
  const unit = UNITS.find(([, , ms]) => number * ms >= EARLIEST_MS && number * ms < LATEST_MS);
  return unit && `${unit[0]}; ${unit[1]}`;
}

function occurrences(guesses: readonly string[], one: string): number {
  return guesses.filter((found) => found === one).length;
}
