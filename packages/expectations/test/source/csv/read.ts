import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { validate } from '../../../src/index.ts';
import type { CsvOptions, CsvReading } from '../../../src/index.ts';
import { temporaryFolder } from '../../data.ts';

/** A table as it was read: names, types, and rows of texts. */
export interface ReadTable {
  readonly columns: Readonly<Record<string, string>>;
  readonly rows: readonly (readonly unknown[])[];
  readonly csv: CsvReading;
}

const EVERY_ROW = {
  name: 'every row',
  expectations: [
    {
      type: 'unexpected_rows_expectation',
      kwargs: { unexpected_rows_query: 'SELECT * FROM {batch}' },
    },
  ],
};

export function csvFile(content: string | Uint8Array, name = 'table.csv'): string {
  const path = join(temporaryFolder(), name);
  writeFileSync(path, content);
  return path;
}

export async function readPaths(
  csv: string | readonly string[],
  options: CsvOptions = {},
): Promise<ReadTable> {
  const { results, meta } = await validate({ source: { csv, ...options }, suite: EVERY_ROW });
  const details: unknown = results[0]?.result['details'];
  const found =
    typeof details === 'object' && details !== null && 'unexpected_rows' in details
      ? details.unexpected_rows
      : undefined;
  if (!Array.isArray(found) || meta.csv === undefined) {
    throw new Error(results[0]?.exception_info.exception_message ?? 'nothing was read');
  }
  const rows = found.map((row: unknown): readonly unknown[] => Object.values(row ?? {}));
  return { columns: meta.csv.columns, rows, csv: meta.csv };
}

/** Reads a file with this content. */
export async function readCsv(
  content: string | Uint8Array,
  options: CsvOptions = {},
  name?: string,
): Promise<ReadTable> {
  return readPaths(csvFile(content, name), options);
}
