import { digitsBeyondAscii } from '../sql/strftime.ts';

const MONTHS =
  'jan feb mar apr may jun jul aug sep sept oct nov dec january february march april june july august september october november december';
const WEEKDAYS =
  'mon tue tues wed thu thur thurs fri sat sun monday tuesday wednesday thursday friday saturday sunday';
const OTHERS =
  'am pm a p at on and of st nd rd th t z utc gmt h hr hour hours m min minute minutes s sec second seconds ad';
const WORDS = new Set([MONTHS, WEEKDAYS, OTHERS].flatMap((line) => line.split(' ')));
const MONTH_WORDS = new Set(MONTHS.split(' '));
const WEEKDAY_WORDS = new Set(WEEKDAYS.split(' '));

const ISO =
  /^(\d{4})-?(\d{2})(?:-?(\d{2}))?(?:[T ](\d{2})(?::?(\d{2})(?::?(\d{2})(?:[.,]\d+)?)?)?)?(?:Z|[+-]\d{2}:?\d{2})?$/;
const CLOCK = /(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:[.,]\d+)?)?/g;
const ZONE = /(?<=[\d\s])(?:Z|[+-]\d{2}:?\d{2})\s*(?:\([A-Z]{2,5}\))?$/;
/** Any name of a zone behind a clock, as dateutil takes it. */
const NAMED_ZONE = /(?<=\d:\d{2}(?:[.,]\d+)?\s?)[A-Z]{3,5}$/;

/** Days that a month can have in some year. */
const MAX_DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** A year for days whose year nobody said. */
const LEAP_YEAR = 2000;

/** Python's last year. */
const MOST_YEARS = 9999;

function isDay(month: number, day: number, year = LEAP_YEAR): boolean {
  if (year < 1 || year > MOST_YEARS) return false;
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return day >= 1 && day <= (month === 2 && !isLeap ? 28 : (MAX_DAYS[month - 1] ?? 0));
}

/** Three numbers in any of dateutil's orders: month, day, year; day, month, year; year, month, day. */
function isDate(parts: readonly number[]): boolean {
  const [a = 0, b = 0, c = 0] = parts;
  return isDay(a, b) || isDay(b, a) || (a > 31 && a <= MOST_YEARS && (isDay(b, c) || isDay(c, b)));
}

/** Year, month, day, hour, minute and second in digits alone. */
const DIGITS =
  /^\d{4}(?<month>\d{2})(?<day>\d{2})(?:(?<hour>\d{2})(?<minute>\d{2})(?<second>\d{2})?)?$/;

/** Digits alone: up to four are a day or a year, six a date in any order, more a whole moment. */
function isDigits(text: string): boolean {
  if (text.length <= 4) return Number(text) > 0;
  if (text.length === 6) return isDate((text.match(/\d{2}/g) ?? []).map(Number));
  const { month, day, hour = 0, minute = 0, second = 0 } = DIGITS.exec(text)?.groups ?? {};
  return (
    isDay(Number(month ?? 0), Number(day ?? 0)) &&
    Number(hour) <= 23 &&
    Number(minute) <= 59 &&
    Number(second) <= 59
  );
}

const FIRST_LETTERS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');

/** Whether a month by its name and at most a day and a year, in any order, are a date. */
function fitsMonth(month: number, numbers: readonly number[]): boolean {
  const [a, b] = numbers;
  if (numbers.length > 2) return false;
  if (a === undefined) return true;
  if (b === undefined) return a > 31 || isDay(month, a);
  const year = (given: number) => (given < 100 ? LEAP_YEAR + given : given);
  return isDay(month, a, year(b)) || isDay(month, b, year(a));
}

/** A text with the digits of any script as those of ASCII, as Python reads numbers. */
function inAsciiDigits(text: string): string {
  if (!/[^\0-\x7f]/.test(text)) return text;
  const [foreign, plain] = digitsBeyondAscii();
  const letters = Array.from(foreign);
  return text.replaceAll(/\p{Nd}/gu, (digit) => plain.charAt(letters.indexOf(digit)) || digit);
}

/** Whether a text reads as a date or a time, by the rules of Python's dateutil.parser.parse. */
export function readsAsDate(given: string): boolean {
  const text = inAsciiDigits(given);
  const trimmed = text.trim();
  // A byte order mark is space to JavaScript, and nothing that dateutil knows
  if (trimmed === '' || text.includes('\uFEFF')) return false;
  if (/^\d+$/.test(trimmed)) return isDigits(trimmed);
  const iso = ISO.exec(trimmed);
  if (iso !== null) {
    const [, year, month, day, hour, minute, second] = iso.map(Number);
    return (
      isDay(month ?? 0, Number.isNaN(day) ? 1 : (day ?? 0), year) &&
      !((hour ?? 0) > 23 || (minute ?? 0) > 59 || (second ?? 0) > 59)
    );
  }
  let isClock = true;
  let clocks = 0;
  const rest = trimmed
    .replace(ZONE, '')
    .replace(NAMED_ZONE, '')
    .replaceAll(CLOCK, (_, hour, minute, second) => {
      clocks += 1;
      isClock &&= Number(hour) <= 23 && Number(minute) <= 59 && Number(second ?? 0) <= 59;
      return ' ';
    });
  if (!isClock || clocks > 1) return false;
  const words = (rest.match(/\p{L}+/gu) ?? []).map((word) => word.toLowerCase());
  if (!words.every((word) => WORDS.has(word))) return false;
  if (/[^\p{L}\d\s.,/:;()+-]/u.test(rest)) return false;
  const numbers = (rest.match(/\d+/g) ?? []).map(Number);
  const [month, ...more] = words.filter((word) => MONTH_WORDS.has(word));
  if (more.length > 0) return false;
  if (month !== undefined) return fitsMonth(FIRST_LETTERS.indexOf(month.slice(0, 3)) + 1, numbers);
  if (numbers.length === 0) return clocks === 1 || words.some((word) => WEEKDAY_WORDS.has(word));
  if (numbers.length === 1) return isDigits(rest.match(/\d+/)?.[0] ?? '');
  if (numbers.length === 2) {
    const [a = 0, b = 0] = numbers;
    return (a >= 1 && a <= 12) || (b >= 1 && b <= 12);
  }
  return numbers.length === 3 && isDate(numbers);
}
