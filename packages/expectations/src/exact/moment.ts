import { floorDivision } from './scaled.ts';

/** A point in time, in nanoseconds since 1970 in UTC; a text without a zone is read as UTC. */
export interface Moment {
  readonly nanos: bigint;
  /** Whether its text names a zone or an offset. */
  readonly isZoned: boolean;
}

const NANOS_PER_MS = 1_000_000n;
const NANOS_PER_SECOND = 1_000_000_000n;
const MINUTES_PER_HOUR = 60;
const MS_PER_MINUTE = 60_000;
const NANO_DIGITS = 9;
const MICRO_DIGITS = 6;

const CLOCK = String.raw`(\d{1,2})(?::?(\d{2})(?::?(\d{2})(?:[.,](\d+))?)?)?`;
const OFFSET = String.raw`(Z|z|UTC|[+-]\d{2}(?::?\d{2})?)`;
const TIME_OF_DAY = /^\s*(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d+))?)?\s*$/;
const MOMENT = new RegExp(
  String.raw`^\s*(\d{4})-(\d{1,2})(?:-(\d{1,2})(?:(?:\s+|[Tt])${CLOCK}\s*${OFFSET}?)?)?\s*$`,
);

/** The digits behind a second's point in nanoseconds; what is finer is cut. */
function nanosOf(fraction = ''): bigint {
  return BigInt(fraction.slice(0, NANO_DIGITS).padEnd(NANO_DIGITS, '0'));
}

function offsetMs(text = ''): number {
  const [, sign, hours, minutes = '0'] = /^([+-])(\d{2}):?(\d{2})?$/.exec(text) ?? [];
  const ms = (Number(hours ?? 0) * MINUTES_PER_HOUR + Number(minutes)) * MS_PER_MINUTE;
  return sign === '-' ? -ms : ms;
}

function isClock(hour: number, minute: number, second: number): boolean {
  return hour <= 23 && minute <= 59 && second <= 59;
}

/** The moment of an ISO text (`2020-01-31`, `2020-01-31 12:30:00.000500+01:00`); null where it is none. */
export function momentOf(text: string): Moment | null {
  const [matched, ...parts] = MOMENT.exec(text) ?? [];
  if (matched === undefined) return null;
  const [, , , , , , fraction, zone] = parts;
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = parts
    .slice(0, 6)
    .map((part, at) => Number(part ?? (at < 3 ? 1 : 0)));
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  const isDay = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  if (!isDay || !isClock(hour, minute, second)) return null;
  date.setUTCHours(hour, minute, second);
  const ms = BigInt(date.getTime() - offsetMs(zone));
  return { nanos: ms * NANOS_PER_MS + nanosOf(fraction), isZoned: zone !== undefined };
}

/** The time of day of a text such as `12:30:00.5`, in nanoseconds since midnight; null if it is not a time. */
export function timeOfDayOf(text: string): bigint | null {
  const [matched, hour, minute, second = '0', fraction] = TIME_OF_DAY.exec(text) ?? [];
  if (matched === undefined || !isClock(Number(hour), Number(minute), Number(second))) return null;
  const seconds = (Number(hour) * MINUTES_PER_HOUR + Number(minute)) * 60 + Number(second);
  return BigInt(seconds) * NANOS_PER_SECOND + nanosOf(fraction);
}

/** Digits behind the point as Python writes them: none, six, or nine where it takes them. */
function fractionText(nanos: bigint): string {
  if (nanos === 0n) return '';
  const digits = nanos.toString().padStart(NANO_DIGITS, '0');
  return `.${digits.endsWith('000') ? digits.slice(0, MICRO_DIGITS) : digits}`;
}

/** The years that JavaScript's ISO texts write in four digits. */
const LAST_YEAR = 9999;

/** A moment as Python's `isoformat` writes it, in UTC without a zone: `2020-01-31T12:30:00.000500`. */
export function momentText(nanos: bigint): string {
  const { floor: ms } = floorDivision(nanos, NANOS_PER_SECOND);
  const date = new Date(Number(ms) * 1000);
  if (Number.isNaN(date.getTime())) return `${nanos} ns since 1970`;
  const iso = date.toISOString().slice(0, -'.000Z'.length);
  const year = date.getUTCFullYear();
  // Of other years JavaScript writes six digits and a sign.
  const plain = year > LAST_YEAR || year < 0 ? iso : iso.replace(/^\+00/, '');
  return `${plain}${fractionText(nanos - ms * NANOS_PER_SECOND)}`;
}

/** A time of day in nanoseconds since midnight: `12:30:00.000500`. */
export function timeOfDayText(nanos: bigint): string {
  const { floor } = floorDivision(nanos, NANOS_PER_SECOND);
  const seconds = Number(floor);
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const clock = parts.map((part) => String(part).padStart(2, '0')).join(':');
  return `${clock}${fractionText(nanos - floor * NANOS_PER_SECOND)}`;
}
