import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { TABLES, VECTOR_LENGTH } from '../src/index.ts';
import type { TableName, TableRow } from '../src/index.ts';
import { tempDirectory } from './temp-directory.ts';

/** 2021-01-01 00:51:16 UTC, a time within the data of the challenge. */
export const SOME_TIME_MS = 1_609_462_276_000;

/** A list of 50 numbers as it stands in a CSV field. */
export const VECTOR_FIELD = `"[${Array.from({ length: VECTOR_LENGTH }, (_, index) => index / 64).join(', ')}]"`;

/** The header line of a table. */
export function header(table: TableName): string {
  return TABLES[table].columns.map((column) => column.name).join(',');
}

/** A browsing event; what is not given is a plain page view of session s1. */
export function event(fields: Partial<TableRow<'browsing_train'>> = {}): string {
  const row: TableRow<'browsing_train'> = {
    session_id_hash: 's1',
    event_type: fields.product_action == null ? 'pageview' : 'event_product',
    product_action: null,
    product_sku_hash: null,
    server_timestamp_epoch_ms: SOME_TIME_MS,
    hashed_url: null,
    ...fields,
  };
  return TABLES.browsing_train.columns.map((column) => row[column.name] ?? '').join(',');
}

/** The events of a session, one second apart. */
export function session(
  id: string,
  actions: readonly TableRow<'browsing_train'>['product_action'][],
  startMs = SOME_TIME_MS,
): string[] {
  return actions.map((action, index) =>
    event({
      session_id_hash: id,
      product_action: action,
      product_sku_hash: action === null ? null : `p${index}`,
      server_timestamp_epoch_ms: startMs + index * 1000,
    }),
  );
}

/** The text of a table: its header and the given lines. */
export function csv(table: TableName, lines: readonly string[]): string {
  return [header(table), ...lines, ''].join('\n');
}

/** Writes a file into a directory of its own that goes with the test. */
export async function fileWith(content: string | Uint8Array, name = 'source.csv'): Promise<string> {
  const path = join(await tempDirectory(), name);
  await writeFile(path, content);
  return path;
}
