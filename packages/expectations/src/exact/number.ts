import { compareScaled, scaledOf } from './scaled.ts';
import type { Scaled } from './scaled.ts';

/** A decimal number that a double would round, by its digits. In JSON of JSON.stringify it is their text. */
export class LongDecimal {
  readonly digits: string;

  constructor(digits: string) {
    this.digits = digits.trim();
  }

  toString(): string {
    return this.digits;
  }

  toJSON(): string {
    return this.digits;
  }

  valueOf(): number {
    return Number(this.digits);
  }
}

/** A number without loss: a double where it holds the number, else a bigint or the digits. */
export type ExactNumber = number | bigint | LongDecimal;

export function isExactNumber(value: unknown): value is ExactNumber {
  return typeof value === 'number' || typeof value === 'bigint' || value instanceof LongDecimal;
}

/**
 * The number that `text` writes in digits, as JSON, Python and SQL do: 2144415922528452715 as a bigint,
 * 0.1 as a double, 12345678901234567.89, which a double would round, by its digits.
 * Null where the text writes no number.
 */
export function exactNumber(text: string): ExactNumber | null {
  const scaled = scaledOf(text);
  if (scaled === null) return null;
  const double = Number(text);
  if (!Number.isFinite(double)) return new LongDecimal(text);
  if (/^\s*[+-]?\d+\s*$/.test(text)) {
    return Number.isSafeInteger(double) ? double : scaled.digits;
  }
  const held = scaledOf(String(double));
  return held !== null && compareScaled(held, scaled) === 0 ? double : new LongDecimal(text);
}

/** Whether a text writes a number in digits that a double would round, as results hold such numbers. */
export function isLongNumber(text: string): boolean {
  const number = exactNumber(text);
  return number !== null && typeof number !== 'number';
}

/** The number for reckoning without loss, a double by its shortest digits; null where it is not finite. */
export function scaledNumber(value: ExactNumber): Scaled | null {
  return typeof value === 'bigint' ? { digits: value, scale: 0 } : scaledOf(String(value));
}

/** As JSON holds it: text where a double would round it. */
export function plainNumber(value: ExactNumber): number | string {
  if (typeof value === 'number') return value;
  const double = Number(value);
  return typeof value === 'bigint' && Number.isSafeInteger(double) ? double : String(value);
}

/** Below 0, 0 or above 0, as `a` is less than `b`, equal or greater; NaN where one of them is NaN. */
export function compareNumbers(a: ExactNumber, b: ExactNumber): number {
  if (typeof a === 'number' && typeof b === 'number') return compareDoubles(a, b);
  const [left, right] = [scaledNumber(a), scaledNumber(b)];
  return left === null || right === null
    ? compareDoubles(Number(a), Number(b))
    : compareScaled(left, right);
}

function compareDoubles(a: number, b: number): number {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number.NaN;
  return a < b ? -1 : Number(a > b);
}
