import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { importEvents } from '../../src/import/index.ts';
import type { ImportMap, ImportOptions, ImportResult } from '../../src/import/index.ts';
import { parquetRecords } from '../stored-rows.ts';
import { tempDirectory } from '../temp-directory.ts';

/** An event as tests compare it: session, action, item, milliseconds, address. */
export type ShortEvent = readonly [
  session: string,
  action: string,
  item: string | null,
  ms: number,
  url: string | null,
];

export interface Imported extends ImportResult {
  readonly events: readonly ShortEvent[];
}

/** Imports files with the given contents, each in a folder of the test, and reads what was written. */
export async function imported(
  contents: Readonly<Record<string, string | Uint8Array>>,
  map: ImportMap,
  options: Partial<ImportOptions> = {},
): Promise<Imported> {
  const folder = await tempDirectory();
  const paths: string[] = [];
  for (const [name, content] of Object.entries(contents)) {
    const path = join(folder, name);
    await writeFile(path, content);
    paths.push(path);
  }
  const out = await tempDirectory();
  const result = await importEvents({ paths, map, out, ...options });
  if (result.path === undefined) throw new Error('nothing was written');
  return { ...result, events: (await parquetRecords(result.path)).map(shortEvent) };
}

function shortEvent(row: Readonly<Record<string, unknown>>): ShortEvent {
  const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);
  return [
    String(row['session_id_hash']),
    row['event_type'] === 'pageview' ? 'view' : String(row['product_action']),
    text(row['product_sku_hash']),
    Number(row['server_timestamp_epoch_ms']),
    text(row['hashed_url']),
  ];
}
