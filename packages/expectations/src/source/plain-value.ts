/** A value that JSON can hold. */
export type PlainValue =
  null | boolean | number | string | readonly PlainValue[] | { readonly [key: string]: PlainValue };

/** A row of plain values. */
export type PlainRow = Readonly<Record<string, PlainValue>>;

const MICROS_PER_SECOND = 1_000_000n;

function timeOfDay(micros: bigint): string {
  const seconds = Number(micros / MICROS_PER_SECOND);
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const clock = parts.map((part) => String(part).padStart(2, '0')).join(':');
  const rest = micros % MICROS_PER_SECOND;
  return rest === 0n ? clock : `${clock}.${String(rest).padStart(6, '0')}`;
}

function dateText(value: Date, type: string): string {
  if (Number.isNaN(value.getTime())) return 'infinity';
  const iso = value.toISOString();
  if (type === 'DATE') return iso.slice(0, -'T00:00:00.000Z'.length);
  const zone = type.includes('TIME ZONE') ? '+00:00' : '';
  return `${iso.replace('.000Z', '').replace('Z', '')}${zone}`;
}

/** A value as JSON holds it: dates as ISO text, integers past 2^53 and non-finite numbers as text. */
function plainValue(value: unknown, type: string): PlainValue {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') {
    if (Number.isNaN(value)) return null;
    return Number.isFinite(value) ? value : String(value);
  }
  if (typeof value === 'bigint') {
    if (type === 'TIME') return timeOfDay(value);
    return Number.isSafeInteger(Number(value)) ? Number(value) : value.toString();
  }
  if (value instanceof Date) return dateText(value, type);
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex');
  const inner = /\[\d*\]$/.test(type) ? type.replace(/\[\d*\]$/, '') : '';
  if (Array.isArray(value)) return value.map((each) => plainValue(each, inner));
  return Object.fromEntries(
    Object.entries(value).map(([key, held]) => [key, plainValue(held, '')]),
  );
}

/** Rows of DuckDB's JavaScript values as plain objects. */
export function plainRows(
  names: readonly string[],
  types: readonly string[],
  rows: readonly (readonly unknown[])[],
): PlainRow[] {
  return rows.map((row) =>
    Object.fromEntries(names.map((name, at) => [name, plainValue(row[at], types[at] ?? '')])),
  );
}
