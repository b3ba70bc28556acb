import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Engine } from '../engine/engine.ts';
import type { OnProgress } from '../engine/progress.ts';
import { SQL_TYPES } from '../schema/column-sql.ts';
import { tableWith } from '../schema/table-schema.ts';
import { TABLES } from '../schema/tables.ts';
import type { TableName } from '../schema/tables.ts';
import { convertSource, countRows } from './convert-source.ts';
import { digestFile } from '../store/digest-file.ts';
import { dropDuplicates, mayHoldDuplicates } from './duplicate-rows.ts';
import type { DuplicateRule } from './duplicate-rows.ts';
import type { TableManifest } from './manifest.ts';
import type { Source } from './probe-source.ts';
import { parquetColumns } from './raw-rows.ts';
import { reportRows } from './report-rows.ts';
import { InvalidRowsError, NoRowsError } from './source-errors.ts';

/** A table made from its source, not yet in a store. */
export interface ConvertedTable {
  readonly manifest: TableManifest;
  /** The Parquet file, in the engine's directory. */
  readonly path: string;
}

/**
 * Turns a source into a checked Parquet file.
 *
 * @throws SourceError of any kind, DiskFullError.
 */
export async function convertTable(
  engine: Engine,
  name: TableName,
  source: Source,
  options: { readonly duplicates: DuplicateRule; readonly onProgress: OnProgress },
): Promise<ConvertedTable> {
  const report = (stage: string, rows: number, fraction: number): void => {
    const bytes = Math.round(fraction * source.bytes);
    options.onProgress({ stage, table: name, rows, bytes, totalBytes: source.bytes });
  };
  const converted = join(engine.directory, `${name}.parquet`);

  report('convert', 0, 0);
  const sha256 = await convertSource(engine, source, converted, {
    duplicates: options.duplicates,
    onFraction(fraction) {
      report('convert', 0, fraction);
    },
  });

  const sourceRows = await countRows(engine, converted);
  const stored = await parquetColumns(engine, converted);
  const table = tableWith(
    TABLES[name],
    stored.map((column) => column.name),
  );
  if (sourceRows === 0 && !table.mayBeEmpty) throw new NoRowsError(name, source.path);

  report('check', sourceRows, 1);
  let path = converted;
  if (options.duplicates !== 'keep' && (await mayHoldDuplicates(engine, table, converted))) {
    if (options.duplicates === 'error') {
      const { problems } = await reportRows(engine, source, 'error');
      if (problems.length > 0) throw new InvalidRowsError(name, source.path, problems);
    } else {
      path = join(engine.directory, `${name}.distinct.parquet`);
      await dropDuplicates(engine, table, converted, path);
    }
  }
  const rows = path === converted ? sourceRows : await countRows(engine, path);

  return {
    path,
    manifest: {
      name,
      rows,
      duplicatesDropped: sourceRows - rows,
      columns: table.columns.map((column) => ({ name: column.name, type: SQL_TYPES[column.kind] })),
      source: { bytes: source.bytes, sha256 },
      parquet: { bytes: (await stat(path)).size, sha256: await digestFile(path) },
    },
  };
}
