import type { DuckDBConnection } from '@duckdb/node-api';
import type { Arrow } from './arrow.ts';
import type { CsvOptions } from './csv/csv-options.ts';
import type { ColumnTypeName } from './type-names.ts';
import type { JsonLinesOptions } from './jsonl/json-lines-options.ts';

/** A row as an object: column name to value. */
export type Row = Readonly<Record<string, unknown>>;

/**
 * Location of the data: Parquet, CSV or JSON Lines files (paths or globs; the last two may be packed by gzip, zstd or zip, told by content), an Arrow table or its IPC bytes,
 * rows or columns in memory, or a relation (a table, a view or a query in brackets) of an open DuckDB connection.
 * `types` sets the types of columns in memory, by their names in DuckDB, pandas or Spark.
 */
export type Source =
  LoadedSource | { readonly relation: string; readonly connection: DuckDBConnection };

/** Data that we open ourselves. */
export type LoadedSource =
  | { readonly parquet: string | readonly string[] }
  | ({ readonly csv: string | readonly string[] } & CsvOptions)
  | ({ readonly jsonl: string | readonly string[] } & JsonLinesOptions)
  | { readonly arrow: Arrow }
  | { readonly rows: readonly Row[]; readonly types?: Readonly<Record<string, ColumnTypeName>> }
  | {
      readonly columns: Readonly<Record<string, readonly unknown[]>>;
      readonly types?: Readonly<Record<string, ColumnTypeName>>;
    };

/** The paths of a source; null if the source is not files. */
export function pathsOf(source: Source): readonly string[] | null {
  if ('parquet' in source) return [source.parquet].flat();
  if ('csv' in source) return [source.csv].flat();
  if ('jsonl' in source) return [source.jsonl].flat();
  return null;
}

/** The source in a few words, for messages and for the result's meta. */
export function describeSource(source: Source): string {
  const files = pathsOf(source);
  if (files !== null) return files.join(', ');
  if ('arrow' in source) {
    const { arrow } = source;
    return arrow instanceof Uint8Array
      ? `${arrow.length} bytes of Arrow`
      : `an Arrow table of ${arrow.numRows} rows`;
  }
  if ('rows' in source) return `${source.rows.length} rows in memory`;
  if ('relation' in source) return `relation ${source.relation}`;
  return 'columns' in source ? `${Object.keys(source.columns).length} columns in memory` : '';
}
