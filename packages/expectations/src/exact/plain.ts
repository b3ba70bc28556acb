import { isExactNumber, LongDecimal, plainNumber } from './number.ts';

type Kwargs = Readonly<Record<string, unknown>>;

/** The same value with every part of it that `replace` replaces; itself where there is none. */
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

/** Kwargs as JSON.stringify can write them: numbers that a double would round as texts of their digits. */
export function plainKwargs(kwargs: Kwargs): Kwargs {
  return replacedMembers(kwargs, (part) => (isExactNumber(part) ? plainNumber(part) : part));
}

/** A Date is a moment: its ISO text. */
export function momentsAsTexts(value: unknown): unknown {
  return replaced(value, (part) => (part instanceof Date ? part.toISOString() : part));
}

/** For JSON.stringify, which has no bigint: as LongDecimals, of which it writes the digits. */
export function writableKwargs(kwargs: Kwargs): Kwargs {
  return replacedMembers(kwargs, (part) =>
    typeof part === 'bigint' ? new LongDecimal(part.toString()) : part,
  );
}
