import { isUtf8 } from 'node:buffer';
import { EVENT_TYPES, PRODUCT_ACTIONS, TABLES } from '../../src/index.ts';

const COLUMNS = TABLES.browsing_train.columns.map(({ name }) => name);

/** The fields of each record behind the header; undefined if the text is no table. */
export type Records = readonly (readonly string[])[] | undefined;

/**
 * Reads a browsing table as the README says, plainly and slowly: what the upload is held against.
 *
 * @returns the fields of the rows, as Latin-1
 */
export function referenceRecords(bytes: Uint8Array): Records {
  const text = Buffer.from(bytes)
    .toString('latin1')
    .replace(/^(\xef\xbb\xbf)+/, '');
  const first = /^([^\r\n]*)(\r\n|\n|\r)?/.exec(text);
  const names = (first?.[1] ?? '').split(',').map((name) => /^"([^"]*)"$/.exec(name)?.[1] ?? name);
  if (names.join(',') !== COLUMNS.join(',')) return undefined;
  const lineEnd = first?.[2] === '\r' ? /\r\n|\r|\n/y : /\r\n|\n|\r$/y;
  const records: string[][] = [];
  let at = first?.[0].length ?? 0;
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    at += found?.[0].length ?? 0;
    return found;
  };
  while (at < text.length) {
    const start = at;
    const fields: string[] = [];
    do {
      const quoted = take(/"((?:[^"]|"")*)"/y);
      // A quote that opens a field and closes nowhere
      if (quoted === null && text[at] === '"') return undefined;
      fields.push(quoted?.[1]?.replaceAll('""', '"') ?? take(/[^,\r\n]*/y)?.[0] ?? '');
    } while (take(/,/y) !== null);
    const record = text.slice(start, at);
    const hasEnded = at === text.length || take(lineEnd) !== null;
    if (!hasEnded) return undefined;
    if (record === '') continue;
    if (record.includes('\0') || !isUtf8(Buffer.from(record, 'latin1'))) return undefined;
    if (fields.length === COLUMNS.length + 1 && record.endsWith(',')) fields.pop();
    if (fields.length !== COLUMNS.length) return undefined;
    records.push(fields);
  }
  return records;
}

/** The rows that a browsing table should be stored as, undefined if a value breaks a rule. */
export function referenceRows(records: Records): Record<string, string | null>[] | undefined {
  const rows = records?.map((fields) =>
    Object.fromEntries(
      COLUMNS.map((name, column) => [
        name,
        Buffer.from(fields[column] ?? '', 'latin1').toString('utf8') || null,
      ]),
    ),
  );
  const isValid = rows?.every((row) => {
    const time = Number(row['server_timestamp_epoch_ms']);
    return (
      /^[^\ufeff]/.test(row['session_id_hash'] ?? '') &&
      !(row['product_sku_hash'] ?? '').startsWith('\ufeff') &&
      EVENT_TYPES.some((type) => type === row['event_type']) &&
      [null, ...PRODUCT_ACTIONS].some((action) => action === row['product_action']) &&
      /^\d{1,19}$/.test(row['server_timestamp_epoch_ms'] ?? '') &&
      time >= Date.UTC(2000) &&
      time < Date.UTC(2100)
    );
  });
  if (rows === undefined || isValid !== true) return undefined;
  return rows.map((row) => ({
    ...row,
    server_timestamp_epoch_ms: String(BigInt(row['server_timestamp_epoch_ms'] ?? '')),
  }));
}
