import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { KwargsValueError, UnreadableSourceError } from '../errors.ts';
import { registerTests } from '../in-javascript/register.ts';
import { identifier, text } from '../sql/quote.ts';
import { readArrow } from './arrow.ts';
import { loadColumns } from './load-columns.ts';
import { plainRows } from './plain-value.ts';
import type { PlainRow } from './plain-value.ts';
import { describeSource } from './source.ts';
import type { LoadedSource, Row, Source } from './source.ts';
import { kindOf, tableShape } from './table-shape.ts';
import type { TableShape } from './table-shape.ts';

/** The view that every metric reads; its name is visible in `unexpected_index_query`. */
export const BATCH = 'batch';

/** A table open for checking: its shape, and SQL over the view `batch`. */
export interface OpenTable {
  readonly shape: TableShape;
  query(sql: string): Promise<readonly PlainRow[]>;
  /** Another table by name, as SQL to put after FROM; throws KwargsValueError. */
  readonly other: (name: string) => string;
  close(): void;
}

function columnsOf(rows: readonly Row[]): Record<string, unknown[]> {
  const names = new Set(rows.flatMap((row) => Object.keys(row)));
  return Object.fromEntries([...names].map((name) => [name, rows.map((row) => row[name])]));
}

const paths = (files: string | readonly string[]) => `[${[files].flat().map(text).join(', ')}]`;

/** `source` as SQL to put after FROM; what lies in memory becomes the temporary table `name`. */
export async function relationOf(
  source: Source,
  connection: DuckDBConnection,
  name: string,
): Promise<string> {
  if ('parquet' in source) return `read_parquet(${paths(source.parquet)})`;
  if ('csv' in source) return `read_csv(${paths(source.csv)}, sample_size = -1)`;
  if ('relation' in source) return source.relation;
  if ('arrow' in source) {
    const { columns, types } = await readArrow(source.arrow);
    await loadColumns(connection, name, columns, types);
  } else {
    const columns = 'rows' in source ? columnsOf(source.rows) : source.columns;
    await loadColumns(connection, name, columns, source.types);
  }
  return identifier(name);
}

/** NaN counts as missing, as it does for pandas users; everything else is read as it lies. */
function readColumn({ name, type }: { readonly name: string; readonly type: string }): string {
  const column = identifier(name);
  if (kindOf(type) === 'float') {
    return `CASE WHEN isnan(${column}) THEN NULL ELSE ${column} END AS ${column}`;
  }
  if (type === 'VARIANT') {
    return `CASE WHEN CAST(${column} AS VARCHAR) IS NULL THEN NULL ELSE ${column} END AS ${column}`;
  }
  return column;
}

/** Runs a query and reads its rows. */
export async function readRows(
  connection: DuckDBConnection,
  sql: string,
): Promise<readonly PlainRow[]> {
  await registerTests(connection, sql);
  const result = await connection.runAndReadAll(sql);
  return plainRows(result.columnNames(), result.columnTypes().map(String), result.getRowsJS());
}

/** DuckDB at work, and how to end it. */
export interface Opened {
  readonly connection: DuckDBConnection;
  readonly close: () => void;
}

/** Makes `relation` the batch that metrics read. */
export async function showBatch(
  connection: DuckDBConnection,
  relation: string,
): Promise<TableShape> {
  const described = await connection.runAndReadAll(`SELECT * FROM ${relation} LIMIT 0`);
  const types = described.columnTypes().map(String);
  const columns = described.columnNames().map((name, at) => ({ name, type: types[at] ?? '' }));
  const selected = columns.map(readColumn).join(', ');
  await connection.run(
    `CREATE OR REPLACE TEMP VIEW ${BATCH} AS SELECT ${selected} FROM ${relation}`,
  );
  return tableShape(columns);
}

/**
 * Starts DuckDB in a thread of its own, so that this one can do something else meanwhile.
 * A caller's own connection stays open; ours (for null too) is closed with the table.
 */
export async function begin(source: Source | null): Promise<{ readonly opened: Promise<Opened> }> {
  if (source !== null && 'relation' in source) {
    const { connection } = source;
    return { opened: Promise.resolve({ connection, close: () => undefined }) };
  }
  const { DuckDBInstance } = await import('@duckdb/node-api');
  return { opened: DuckDBInstance.create(':memory:').then(connected) };
}

async function connected(instance: DuckDBInstance): Promise<Opened> {
  const connection = await instance.connect();
  // The footer of a file is read once, not by every query.
  await connection.run('SET parquet_metadata_cache = true');
  return {
    connection,
    close: () => {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

/** Other tables of a run; answers with SQL to put after FROM by their names. */
export async function openOthers(
  others: Readonly<Record<string, LoadedSource>>,
  connection: DuckDBConnection,
): Promise<(name: string) => string> {
  const relations = new Map<string, string>();
  for (const [at, [name, source]] of Object.entries(others).entries()) {
    relations.set(name, await relationOf(source, connection, `other_table_${at}`));
  }
  return (name) => {
    const relation = relations.get(name);
    if (relation !== undefined) return relation;
    throw new KwargsValueError(
      `No other table "${name}" was given to the run; given are: ${[...relations.keys()].join(', ') || 'none'}.`,
    );
  };
}

/** Why `source` cannot be read. */
export function unreadable(source: Source, cause: unknown): UnreadableSourceError {
  const said = cause instanceof Error ? cause.message : String(cause);
  // DuckDB goes on with our own SQL, which tells a caller nothing.
  const [reason = said] = said.split('\n\nLINE ');
  return new UnreadableSourceError(describeSource(source), reason, { cause });
}

/** Opens `source` with DuckDB; throws UnreadableSourceError. Close the table after use. */
export async function openTable(
  source: Source,
  others: Readonly<Record<string, LoadedSource>> = {},
  begun = begin(source),
): Promise<OpenTable> {
  const { opened } = await begun;
  const { connection, close } = await opened;
  try {
    const relation = await relationOf(source, connection, 'rows_in_memory');
    const other = await openOthers(others, connection);
    const shape = await showBatch(connection, relation);
    return { shape, query: (sql) => readRows(connection, sql), other, close };
  } catch (cause) {
    close();
    throw unreadable(source, cause);
  }
}
