import type { Engine } from '../engine/engine.ts';
import { fileLiteral, identifier, literal } from '../engine/sql.ts';
import type { ColumnSchema, TableSchema } from '../schema/table-schema.ts';
import type { CsvLayout } from './csv/record-scanner.ts';

/** A file that DuckDB reads, and how. */
export interface RawRows {
  /** A table in SQL: the columns as they were written, all VARCHAR, an empty field NULL. */
  readonly sql: string;
  /** The same with the column `line`, where a row is found; undefined where that would be wrong or slow. */
  readonly numberedSql: string | undefined;
  readonly place: 'line' | 'row';
  /** The table with the optional columns that the file has, where nothing but reading it tells. */
  readonly table?: TableSchema;
}

/** The rows of a CSV file as DuckDB cuts it; a line that it cannot cut fails the query. */
export function csvRows(layout: CsvLayout, path: string, isGzip: boolean): RawRows {
  const options = [
    `header = ${layout.hasHeader}`,
    ...csvOptions(layout.delimiter),
    `compression = '${isGzip ? 'gzip' : 'none'}'`,
    `columns = {${typedNames(layout.columns).join(', ')}}`,
  ];
  return {
    sql: `read_csv(${fileLiteral(path)}, ${options.join(', ')})`,
    numberedSql: undefined,
    place: 'line',
  };
}

/** The rows that `scanSource` wrote. */
export function scannedRows({ columns }: CsvLayout, path: string): RawRows {
  const options = [
    'header = false',
    ...csvOptions(','),
    String.raw`new_line = '\n'`,
    // Quotes and the line number make lines longer than they were
    'max_line_size = 5000000',
    'buffer_size = 20000000',
    'parallel = false',
    `columns = {${["'line': 'BIGINT'", ...typedNames(columns)].join(', ')}}`,
  ];
  const sql = `read_csv(${fileLiteral(path)}, ${options.join(', ')})`;
  return { sql, numberedSql: sql, place: 'line' };
}

function csvOptions(delimiter: string): readonly string[] {
  return ['auto_detect = false', `delim = ${literal(delimiter)}`, `quote = '"'`, `escape = '"'`];
}

function typedNames(columns: readonly string[]): readonly string[] {
  return columns.map((name) => `${identifier(name)}: 'VARCHAR'`);
}

/** The columns of a Parquet file and their DuckDB types, in the order of the file. */
export async function parquetColumns(
  engine: Engine,
  path: string,
): Promise<readonly { readonly name: string; readonly type: string }[]> {
  const rows = await engine.rows(
    `reading the columns of ${path}`,
    `DESCRIBE SELECT * FROM ${readParquet(path)}`,
  );
  return rows.map((row) => ({
    name: String(row['column_name']),
    type: String(row['column_type']),
  }));
}

/** The rows of a Parquet file, its values as a CSV file would have them. */
export function parquetRows(
  table: TableSchema,
  path: string,
  types: ReadonlyMap<string, string>,
): RawRows {
  const columns = table.columns.map(
    (column) => `${textOf(column, types.get(column.name) ?? '')} AS ${identifier(column.name)}`,
  );
  const sql = `(SELECT ${columns.join(', ')} FROM ${readParquet(path)})`;
  const numberedSql = `(SELECT file_row_number + 1 AS line, ${columns.join(', ')} FROM ${readParquet(path, 'file_row_number = true')})`;
  return { sql, numberedSql, place: 'row', table };
}

function readParquet(path: string, ...options: readonly string[]): string {
  return `read_parquet(${[fileLiteral(path), 'binary_as_string = true', ...options].join(', ')})`;
}

/** A value as text; a time becomes milliseconds, unless it is finer than that. */
function textOf(column: ColumnSchema, type: string): string {
  const name = identifier(column.name);
  const text = `nullif(${name}::VARCHAR, '')`;
  if (column.kind !== 'epochMs' || !type.startsWith('TIMESTAMP')) return text;
  return `CASE WHEN epoch_us(${name}) % 1000 = 0 THEN epoch_ms(${name})::VARCHAR ELSE ${text} END`;
}
