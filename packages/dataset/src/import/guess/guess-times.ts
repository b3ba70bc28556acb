import { EARLIEST_MS, LATEST_MS } from '../../schema/column-sql.ts';
import type { TimeRule, TimeUnit } from '../map/import-map.ts';

/** A form of times, and what tells it. */
export interface TimeGuess {
  readonly times: TimeRule;
  readonly reason: string;
}

/** Milliseconds of one of a unit. */
const UNIT_MS: readonly (readonly [unit: Exclude<TimeUnit, 'iso'>, ms: number, name: string])[] = [
  ['s', 1e3, 'seconds'],
  ['ms', 1, 'milliseconds'],
  ['us', 1e-3, 'microseconds'],
  ['ns', 1e-6, 'nanoseconds'],
];

const NUMBER = /^\d+(\.\d*)?(e\+?\d+)?$/i;
const ISO = /^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d([.,]\d+)?)?)?( ?(Z|UTC|GMT|[+-]\d\d(:?\d\d)?))?$/;
const ZONE = /(Z|UTC|GMT|:\d\d(\.\d+)?[+-]\d\d(:?\d\d)?)$/;
const DAY_FIRST = /^(\d\d)([./])(\d\d)[./]\d{4}( \d\d:\d\d(:\d\d)?)?$/;

/** So many of the values must be of one form: some may be wrong. */
const MOSTLY = 0.7;

/** The form that most of the values have; undefined if they are no times. */
export function guessTimes(values: readonly string[]): TimeGuess | undefined {
  if (values.length === 0) return undefined;
  const share = (isOne: (value: string) => boolean): number =>
    values.filter(isOne).length / values.length;
  for (const [unit, ms, name] of UNIT_MS) {
    const isLikely = (value: string): boolean => {
      const time = NUMBER.test(value) ? Number(value) * ms : NaN;
      return time >= EARLIEST_MS && time < LATEST_MS;
    };
    if (share(isLikely) >= MOSTLY) {
      return { times: { unit }, reason: `numbers that are ${name} since 1970` };
    }
  }
  if (share((value) => ISO.test(value)) >= MOSTLY) {
    const hasZone = values.some((value) => ZONE.test(value));
    return {
      times: { unit: 'iso' },
      reason: hasZone
        ? 'times as text, with a zone'
        : 'times as text without a zone, taken for UTC',
    };
  }
  return share((value) => DAY_FIRST.test(value)) >= MOSTLY ? dayFirst(values) : undefined;
}

/** 31.12.2020 or 12/31/2020, told apart by numbers above 12; undefined if none is. */
function dayFirst(values: readonly string[]): TimeGuess | undefined {
  const found = values.map((value) => DAY_FIRST.exec(value)).filter((match) => match !== null);
  const sign = found[0]?.[2] ?? '.';
  const clock =
    found[0]?.[4] === undefined ? '' : found[0][5] === undefined ? ' %H:%M' : ' %H:%M:%S';
  const isDayFirst = sign === '.' || found.some(([, first]) => Number(first) > 12);
  const isMonthFirst = found.some(([, , , second]) => Number(second) > 12);
  if (isDayFirst === isMonthFirst) return undefined;
  const day = isDayFirst ? `%d${sign}%m${sign}%Y` : `%m${sign}%d${sign}%Y`;
  return {
    times: { format: `${day}${clock}` },
    reason: `times as text, the ${isDayFirst ? 'day' : 'month'} first, taken for UTC`,
  };
}
