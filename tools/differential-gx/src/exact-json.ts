/** What kwargs of a drawn case hold: JSON, with integers of any size. */
export type Given =
  null | boolean | number | bigint | string | readonly Given[] | { readonly [key: string]: Given };

/** JSON in which a bigint is written as a number, digit by digit. */
export function exactJson(value: unknown): string {
  if (typeof value === 'bigint') return value.toString();
  if (Array.isArray(value)) return `[${value.map(exactJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value).filter(([, held]) => held !== undefined);
  return `{${entries.map(([key, held]) => `${JSON.stringify(key)}:${exactJson(held)}`).join(',')}}`;
}

/** How a bigint goes to our own process, which reads plain JSON. */
const MARK = 'lf bigint ';

/** JSON in which a bigint is a marked text; `fromMarkedJson` reads it back. */
export function toMarkedJson(value: unknown): string {
  return JSON.stringify(value, (_, held: unknown) =>
    typeof held === 'bigint' ? `${MARK}${held}` : held,
  );
}

/** Reads what `toMarkedJson` wrote. */
export function fromMarkedJson(text: string): unknown {
  return JSON.parse(text, (_, held: unknown) =>
    typeof held === 'string' && held.startsWith(MARK) ? BigInt(held.slice(MARK.length)) : held,
  );
}
