import { momentOf, momentText, timeOfDayOf, timeOfDayText } from '../exact/moment.ts';
import { scaledNumber } from '../exact/number.ts';
import type { ExactNumber } from '../exact/number.ts';
import { floorAt, floorDivision, scaledText } from '../exact/scaled.ts';
import type { Column } from '../source/table-shape.ts';
import { number, text } from './quote.ts';

/**
 * A value among those that a column's type can hold: all of them are `below` it or `above` it, or it
 * is `floor`, the greatest that is not above it. Exact where `floor` is the value itself.
 */
export type Fitted =
  | { readonly among: 'below' | 'above' }
  | { readonly among: 'floor'; readonly literal: string; readonly isExact: boolean };

const BITS: Readonly<Record<string, number>> = {
  TINYINT: 8,
  SMALLINT: 16,
  INTEGER: 32,
  BIGINT: 64,
  HUGEINT: 128,
};

/** Of a type's values: digits behind the point, and the range of all digits; no range is endless. */
interface NumberType {
  readonly scale: number;
  readonly least: bigint | null;
  readonly greatest: bigint | null;
}

function numberTypeOf(type: string): NumberType {
  const [, precision, scale] = /^DECIMAL\((\d+),\s*(\d+)\)/.exec(type) ?? [];
  if (precision !== undefined) {
    const greatest = 10n ** BigInt(precision) - 1n;
    return { scale: Number(scale), least: -greatest, greatest };
  }
  const isUnsigned = type.startsWith('U');
  const bits = BITS[isUnsigned ? type.slice(1) : type];
  if (bits === undefined) return { scale: 0, least: null, greatest: null };
  return isUnsigned
    ? { scale: 0, least: 0n, greatest: 2n ** BigInt(bits) - 1n }
    : { scale: 0, least: -(2n ** BigInt(bits - 1)), greatest: 2n ** BigInt(bits - 1) - 1n };
}

/** Integers that SQL reads as they are written, whatever the column. */
const PLAIN_LITERAL = 2n ** 63n;

/** A number among the values of a column of integers or decimals; null for one that is not finite. */
export function fittedNumber({ type }: Column, value: ExactNumber): Fitted | null {
  const scaled = scaledNumber(value);
  if (scaled === null) {
    const double = Number(value);
    if (Number.isNaN(double)) return null;
    return { among: double > 0 ? 'below' : 'above' };
  }
  const { scale, least, greatest } = numberTypeOf(type);
  const { floor, isExact } = floorAt(scaled, scale);
  if (greatest !== null && (floor > greatest || (floor === greatest && !isExact))) {
    return { among: 'below' };
  }
  if (least !== null && floor < least) return { among: 'above' };
  const digits = scaledText({ digits: floor, scale });
  const isPlain =
    scale === 0 && type !== 'BIGNUM' && floor < PLAIN_LITERAL && floor > -PLAIN_LITERAL;
  return {
    among: 'floor',
    literal: isPlain ? digits : `CAST(${text(digits)} AS ${type})`,
    isExact,
  };
}

/** A number among doubles. */
export function fittedDouble(value: ExactNumber): Fitted {
  const double = Number(value);
  const literal = typeof value === 'number' && Number.isSafeInteger(value) ? value : double;
  return { among: 'floor', literal: number(literal), isExact: true };
}

const NANOS_PER_DAY = 86_400_000_000_000n;

/** Nanoseconds per step of a type of time, by the type's name. */
const NANOS_PER_STEP: readonly (readonly [RegExp, bigint])[] = [
  [/^DATE$/, NANOS_PER_DAY],
  [/^TIMESTAMP_S$/, 1_000_000_000n],
  [/^TIMESTAMP_MS$/, 1_000_000n],
  [/_NS$/, 1n],
];

/** TIMESTAMP, TIMESTAMP WITH TIME ZONE, TIME. */
const MICROSECOND = 1000n;

function stepOf(type: string): bigint {
  return NANOS_PER_STEP.find(([pattern]) => pattern.test(type))?.[1] ?? MICROSECOND;
}

/** TIMESTAMP_NS counts in 64 bits: from 1677 to 2262. */
const NANOS_LIMIT = 2n ** 63n - 1n;

const isEndless = (value: string) => /^\s*-?infinity\s*$/i.test(value);

/** A moment among the values of a column of dates or timestamps; null for a text that is no moment. */
export function fittedMoment({ type }: Column, value: string): Fitted | null {
  if (isEndless(value)) {
    return { among: 'floor', literal: `CAST(${text(value.trim())} AS ${type})`, isExact: true };
  }
  const moment = momentOf(value);
  if (moment === null) return null;
  if (type === 'TIMESTAMP_NS' && moment.nanos > NANOS_LIMIT) return { among: 'below' };
  if (type === 'TIMESTAMP_NS' && moment.nanos < -NANOS_LIMIT) return { among: 'above' };
  const step = stepOf(type);
  const { floor, isExact } = floorDivision(moment.nanos, step);
  const written = momentText(floor * step);
  const held = type === 'DATE' ? written.slice(0, 'YYYY-MM-DD'.length) : written.replace('T', ' ');
  const zone = type.includes('TIME ZONE') ? '+00' : '';
  return { among: 'floor', literal: `CAST(${text(`${held}${zone}`)} AS ${type})`, isExact };
}

/** A time of day in the form of a column; null for a text that is not a time. */
export function fittedTime({ type }: Column, value: string): Fitted | null {
  if (type.includes('TIME ZONE')) {
    const isTime = /^\s*\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?\s*([+-]\d{2}(:?\d{2})?)?\s*$/.test(value);
    const zoned = /[+-]\d{2}(:?\d{2})?\s*$/.test(value) ? value.trim() : `${value.trim()}+00`;
    return isTime
      ? { among: 'floor', literal: `CAST(${text(zoned)} AS ${type})`, isExact: true }
      : null;
  }
  const nanos = timeOfDayOf(value);
  if (nanos === null) return null;
  const step = stepOf(type);
  const { floor, isExact } = floorDivision(nanos, step);
  const held = timeOfDayText(floor * step);
  return { among: 'floor', literal: `CAST(${text(held)} AS ${type})`, isExact };
}
