import { KwargsValueError } from '../errors.ts';
import { isExactNumber, LongDecimal, plainNumber } from './number.ts';
import type { ExactNumber } from './number.ts';

type Kwargs = Readonly<Record<string, unknown>>;

/** The value with each part replaced by `replace`; the same object if nothing was replaced. */
function replaced(value: unknown, replace: (part: unknown) => unknown): unknown {
  const direct = replace(value);
  if (direct !== value || typeof value !== 'object' || value === null) return direct;
  if (value instanceof LongDecimal || value instanceof Date) return value;
  return Array.isArray(value) ? replacedList(value, replace) : replacedMembers(value, replace);
}

function replacedList(list: readonly unknown[], replace: (part: unknown) => unknown) {
  const parts = list.map((each) => replaced(each, replace));
  return parts.every((each, at) => each === list[at]) ? list : parts;
}

function replacedMembers(members: object, replace: (part: unknown) => unknown): Kwargs {
  const given = Object.entries(members);
  const parts = given.map(([name, held]) => [name, replaced(held, replace)] as const);
  return Object.fromEntries(parts);
}

/** As doubles: what reckons with doubles anyway. */
export function roundedNumbers(value: unknown): unknown {
  return replaced(value, (part) => (isExactNumber(part) ? Number(part) : part));
}

/** A number as JSON has it: what it has no word for, and what a double would round, as a text. */
function plainPart(value: ExactNumber): number | string {
  if (typeof value !== 'number') return plainNumber(value);
  if (!Number.isFinite(value)) return String(value);
  return value === 0 ? 0 : value;
}

function plainOf(value: unknown): unknown {
  if (isExactNumber(value)) return plainPart(value);
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  // What JSON leaves out of an object and makes null of in a list: undefined, functions, symbols
  if (typeof value !== 'object' || value === null) return null;
  // As JSON has it: an invalid one is null
  if (value instanceof Date) return value.toJSON();
  return Array.isArray(value) ? value.map(plainOf) : plainKwargs(value);
}

/** As it is after JSON, but with numbers that a double would round, or that are infinite, as texts. */
export function plainKwargs(kwargs: object): Kwargs {
  return Object.fromEntries(
    Object.entries(kwargs)
      .filter(([, held]) => !['undefined', 'function', 'symbol'].includes(typeof held))
      .map(([name, held]) => [name, plainOf(held)]),
  );
}

function momentText(date: Date): string {
  if (!Number.isNaN(date.getTime())) return date.toISOString();
  throw new KwargsValueError('A Date that was given is invalid: it is no moment.');
}

/** A Date is a moment: its ISO text. Throws KwargsValueError for one that is invalid. */
export function momentsAsTexts(value: unknown): unknown {
  return replaced(value, (part) => (part instanceof Date ? momentText(part) : part));
}

/** For JSON.stringify, which has no bigint and nothing infinite: as LongDecimals, of which it writes the digits. */
export function writableKwargs(kwargs: Kwargs): Kwargs {
  return replacedMembers(kwargs, (part) => {
    if (typeof part === 'bigint') return new LongDecimal(part.toString());
    const isInfinite = part === Infinity || part === -Infinity;
    return isInfinite ? new LongDecimal(part > 0 ? '1e999' : '-1e999') : part;
  });
}
