import { takeColumn } from '../columns/list-table.ts';
import type { ListTable, ListTableSchema } from '../columns/list-table.ts';
import type { EngineOptions } from '../engine/engine.ts';
import type { Sessions } from './sessions.ts';

// Loaded on first use: Arrow and DuckDB cost more to load than the rest of the package
const arrowFiles = () => import('../columns/arrow-file.ts');
const parquetFiles = () => import('../columns/parquet-file.ts');

const SCHEMA = { start_ms: 'float64' } as const satisfies ListTableSchema;

/** Writes sessions as an Arrow IPC file with the columns actions (list of uint8) and start_ms (float64). */
export async function writeSessionsArrow(path: string, sessions: Sessions): Promise<void> {
  const { writeArrowFile } = await arrowFiles();
  return writeArrowFile(path, toTable(sessions));
}

/**
 * Reads what `writeSessionsArrow` wrote, without copying the columns.
 *
 * @throws InvalidColumnsError if the file is not such a table.
 */
export async function readSessionsArrow(path: string): Promise<Sessions> {
  const { readArrowFile } = await arrowFiles();
  return fromTable(path, await readArrowFile(path, SCHEMA, Uint8Array));
}

/** Writes sessions as a zstd Parquet file with the columns actions (list of uint8) and start_ms (double). */
export async function writeSessionsParquet(
  path: string,
  sessions: Sessions,
  engine: EngineOptions = {},
): Promise<void> {
  const { writeParquetFile } = await parquetFiles();
  return writeParquetFile(path, toTable(sessions), engine);
}

/**
 * Reads a Parquet file with the columns of `writeSessionsParquet`.
 *
 * @throws InvalidColumnsError if a column is missing or of another kind.
 */
export async function readSessionsParquet(
  path: string,
  engine: EngineOptions = {},
): Promise<Sessions> {
  const { readParquetFile } = await parquetFiles();
  return fromTable(path, await readParquetFile(path, SCHEMA, engine));
}

function toTable({ offsets, actions, startMs }: Sessions): ListTable {
  return { offsets, values: actions, columns: new Map([['start_ms', startMs]]) };
}

function fromTable(path: string, table: ListTable): Sessions {
  return {
    offsets: table.offsets,
    actions: table.values,
    startMs: takeColumn(table, path, 'start_ms', Float64Array),
  };
}
