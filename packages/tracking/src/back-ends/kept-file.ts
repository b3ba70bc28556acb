import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { hasCode } from '../reason.ts';
import type { Cell, Table } from '../values/table.ts';
import type { ShownRun } from './back-end.ts';
import { fieldsOf } from './json.ts';

/** A file that the tracker keeps beside the record; null when someone took it away, which costs the run nothing else. */
export async function readKeptFile(run: ShownRun, path: string): Promise<Buffer | null> {
  try {
    return await readFile(join(run.directory, path));
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return null;
    throw error;
  }
}

/** A table that the tracker keeps as JSON `{ columns, data }`; null when it is not there, or is none. */
export async function readKeptTable(run: ShownRun, path: string): Promise<Table | null> {
  const bytes = await readKeptFile(run, path);
  if (bytes === null) return null;
  try {
    return parseTable(JSON.parse(bytes.toString('utf8')));
  } catch {
    return null;
  }
}

function parseTable(value: unknown): Table | null {
  const { columns, data } = fieldsOf(value);
  if (!Array.isArray(columns) || !Array.isArray(data)) return null;
  return {
    columns: columns.map(String),
    rows: data.map((row: unknown) => (Array.isArray(row) ? row.map(toCell) : [])),
  };
}

function toCell(value: unknown): Cell {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
    return value;
  }
  return null;
}
