import { KwargsValueError } from '../errors.ts';
import type { TableShape } from '../source/table-shape.ts';
import { text } from '../sql/quote.ts';
import { cutShort, shownName } from '../shown.ts';

/** Days as dateutil reads them: month first, unless that cannot be. ISO comes before all of them. */
const DAYS = [
  ...['/', '-', '.'].flatMap((sign) => [`%m${sign}%d${sign}%Y`, `%d${sign}%m${sign}%Y`]),
  '%Y/%m/%d',
  '%Y%m%d',
  ...['%b', '%B'].flatMap((month) => [
    `${month} %d, %Y`,
    `${month} %d %Y`,
    `%d ${month} %Y`,
    `%d-${month}-%Y`,
  ]),
];

const TIMES = ['', ' %H:%M:%S', ' %H:%M', ' %H:%M:%S.%f', ' %I:%M:%S %p', ' %I:%M %p'];

/** Notations of a moment, in the order in which they are tried. */
const FORMATS = DAYS.flatMap((day) => TIMES.map((time) => `${day}${time}`));

const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');

const PIECES: Readonly<Record<string, string>> = {
  Y: '(?<year>\\d{4})',
  m: '(?<month>\\d{1,2})',
  d: '(?<day>\\d{1,2})',
  b: '(?<name>[a-z]{3})',
  B: '(?<name>[a-z]{3,9})',
  H: '(?<hour>\\d{1,2})',
  I: '(?<hour>\\d{1,2})',
  M: '(?<minute>\\d{2})',
  S: '(?<second>\\d{2})',
  f: '(?<fraction>\\d{1,6})',
  p: '(?<half>[ap]m)',
};

function patternOf(format: string): RegExp {
  const escaped = format.replaceAll('.', '\\.');
  return new RegExp(
    `^${escaped.replaceAll(/%(.)/g, (_, letter: string) => PIECES[letter] ?? '')}$`,
    'i',
  );
}

const PATTERNS = FORMATS.map(patternOf);

const ISO = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?(?:Z|[+-]\d{2}:?\d{2})?$/;

const pad = (part: number, length = 2) => String(part).padStart(length, '0');

function isoOf(groups: Readonly<Record<string, string | undefined>>): string | null {
  const { year, month, name, day, hour = '0', minute = '0', second = '0', fraction, half } = groups;
  const at =
    name === undefined ? Number(month) : MONTHS.indexOf(name.slice(0, 3).toLowerCase()) + 1;
  const isAfternoon = half?.toLowerCase() === 'pm';
  const hours = half === undefined ? Number(hour) : (Number(hour) % 12) + (isAfternoon ? 12 : 0);
  const days = new Date(Date.UTC(Number(year), at, 0)).getUTCDate();
  if (at < 1 || at > 12 || Number(day) < 1 || Number(day) > days || hours > 23) return null;
  const rest = fraction === undefined ? '' : `.${fraction}`;
  return `${year}-${pad(at)}-${pad(Number(day))}T${pad(hours)}:${pad(Number(minute))}:${pad(Number(second))}${rest}`;
}

/** A text that stands for a moment, in ISO's notation; null where it is none that we know. */
export function isoMoment(given: string): string | null {
  const trimmed = given.trim();
  if (ISO.test(trimmed)) return trimmed;
  for (const pattern of PATTERNS) {
    const groups = pattern.exec(trimmed)?.groups;
    const iso = groups === undefined ? null : isoOf(groups);
    if (iso !== null) return iso;
  }
  return null;
}

/** The table with the texts of some columns read as times; a text that is not a time is an error. */
export function withMoments(table: TableShape, names: readonly string[]): TableShape {
  const formats = `[${FORMATS.map(text).join(', ')}]`;
  return {
    columns: table.columns,
    column(name) {
      const column = table.column(name);
      if (!names.includes(name) || column.kind === 'date' || column.kind === 'timestamp') {
        return column;
      }
      if (column.kind !== 'text') {
        throw new KwargsValueError(
          `parse_strings_as_datetimes reads texts as dates, and ${shownName(name)} is ${cutShort(column.type)}: leave it out.`,
        );
      }
      const { sql } = column;
      const failure = `error('"' || ${sql} || '" of ' || ${text(`"${name}"`)} || ' does not read as a date')`;
      const read = `coalesce(TRY_CAST(${sql} AS TIMESTAMP), try_strptime(trim(${sql}), ${formats}), CAST(${failure} AS TIMESTAMP))`;
      const parsed = `(CASE WHEN ${sql} IS NULL THEN NULL ELSE ${read} END)`;
      return { name, type: 'TIMESTAMP', kind: 'timestamp', sql: parsed };
    },
  };
}
