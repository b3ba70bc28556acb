import type { DuckDBResultReader, DuckDBValueConverter, JS } from '@duckdb/node-api';
import { momentText, timeOfDayText } from '../exact/moment.ts';
import { exactNumber, plainNumber } from '../exact/number.ts';

/** A value that JSON can hold. */
export type PlainValue =
  null | boolean | number | string | readonly PlainValue[] | { readonly [key: string]: PlainValue };

/** A row of plain values. */
export type PlainRow = Readonly<Record<string, PlainValue>>;

/** A value as JSON holds it: numbers that a double would round and infinite ones as text, NaN as null. */
function plainValue(value: JS | null | undefined): PlainValue {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') {
    if (Number.isNaN(value)) return null;
    return Number.isFinite(value) ? value : String(value);
  }
  if (typeof value === 'bigint') return plainNumber(value);
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex');
  if (Array.isArray(value)) return value.map(plainValue);
  return Object.fromEntries(Object.entries(value).map(([key, held]) => [key, plainValue(held)]));
}

type Kept = DuckDBValueConverter<JS>;

const NANOS = { second: 1_000_000_000n, ms: 1_000_000n, micro: 1000n, day: 86_400_000_000_000n };

/** What is finite as text, the rest as DuckDB writes it: `infinity`. */
function finiteText(value: { readonly isFinite: boolean; toString(): string }, text: () => string) {
  return value.isFinite ? text() : value.toString();
}

/** DuckDB's dates without an end: the greatest 32-bit integer, and its opposite. */
const ENDLESS_DAYS = 2 ** 31 - 1;

function dateText(days: number): string {
  if (Math.abs(days) === ENDLESS_DAYS) return days > 0 ? 'infinity' : '-infinity';
  return momentText(BigInt(days) * NANOS.day).replace(/T00:00:00$/, '');
}

/** Which texts and numbers become of values that JavaScript's own types would cut or round. */
async function exactConverter(): Promise<Kept> {
  const api = await import('@duckdb/node-api');
  return (value, type, self) => {
    // Most values: no class to look for
    if (typeof value !== 'object') return api.JSDuckDBValueConverter(value, type, self);
    if (value instanceof api.DuckDBTimestampValue) {
      return finiteText(value, () => momentText(value.micros * NANOS.micro));
    }
    if (value instanceof api.DuckDBTimestampTZValue) {
      return finiteText(value, () => `${momentText(value.micros * NANOS.micro)}+00:00`);
    }
    if (value instanceof api.DuckDBTimestampNanosecondsValue) {
      return finiteText(value, () => momentText(value.nanos));
    }
    if (value instanceof api.DuckDBTimestampMillisecondsValue) {
      return finiteText(value, () => momentText(value.millis * NANOS.ms));
    }
    if (value instanceof api.DuckDBTimestampSecondsValue) {
      return finiteText(value, () => momentText(value.seconds * NANOS.second));
    }
    if (value instanceof api.DuckDBDateValue) return dateText(value.days);
    if (value instanceof api.DuckDBTimeValue) return timeOfDayText(value.micros * NANOS.micro);
    if (value instanceof api.DuckDBTimeNSValue) return timeOfDayText(value.nanos);
    if (value instanceof api.DuckDBTimeTZValue) return value.toString();
    if (value instanceof api.DuckDBDecimalValue) {
      return plainNumber(exactNumber(value.toString()) ?? value.toDouble());
    }
    return api.JSDuckDBValueConverter(value, type, self);
  };
}

/** The rows of a result as plain objects. */
export async function plainRows(result: DuckDBResultReader): Promise<PlainRow[]> {
  const names = result.columnNames();
  const rows = result.convertRows<JS>(await exactConverter());
  return rows.map((row) =>
    Object.fromEntries(names.map((name, at) => [name, plainValue(row[at])])),
  );
}
