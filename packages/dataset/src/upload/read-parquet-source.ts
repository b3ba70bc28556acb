import { join } from 'node:path';
import { stat } from 'node:fs/promises';
import type { Engine } from '../engine/engine.ts';
import { EngineError } from '../errors.ts';
import { tableWith } from '../schema/table-schema.ts';
import { checkColumns } from './check-header.ts';
import type { Source } from './probe-source.ts';
import { parquetColumns, parquetRows } from './raw-rows.ts';
import type { RawRows } from './raw-rows.ts';
import { CorruptSourceError } from './source-errors.ts';

/** Where a packed source is unpacked to; unpacked it can be read as often as needed. */
export function unpackedPath(engine: Engine, source: Source): string {
  return join(engine.directory, `${source.table.name}.unpacked`);
}

/**
 * The rows of a Parquet source, its columns checked; they may come in any order.
 *
 * @throws ColumnsMismatchError, CorruptSourceError.
 */
export async function readParquetSource(engine: Engine, source: Source): Promise<RawRows> {
  const { table } = source;
  const unpacked = unpackedPath(engine, source);
  const path = (await isThere(unpacked)) ? unpacked : source.path;
  let columns;
  try {
    columns = await parquetColumns(engine, path);
  } catch (error) {
    if (error instanceof EngineError) throw damagedParquet(source, error);
    throw error;
  }
  const names = columns.map(({ name }) => name);
  checkColumns(table, source.path, names);
  return parquetRows(
    tableWith(table, names),
    path,
    new Map(columns.map(({ name, type }) => [name, type])),
  );
}

export function damagedParquet({ table, path }: Source, cause: Error): CorruptSourceError {
  const reason = 'it is cut short, damaged, or no Parquet that can be read';
  return new CorruptSourceError(table.name, path, 'Parquet', reason, { cause });
}

async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
