import type { DuckDBConnection, DuckDBResultReader } from '@duckdb/node-api';
import {
  ExpectationsError,
  FailedQueryError,
  KwargsValueError,
  UnreadableSourceError,
} from '../errors.ts';
import { registerTests } from '../in-javascript/register.ts';
import { requireSelect } from '../sql/given-select.ts';
import { identifier, text } from '../sql/quote.ts';
import { readArrow } from './arrow.ts';
import { requireDistinctNames } from './distinct-names.ts';
import { begin, confine } from './engine.ts';
import type { Opened } from './engine.ts';
import { engineReason } from './engine-reason.ts';
import { loadColumns } from './load-columns.ts';
import { plainRows } from './plain-value.ts';
import type { PlainRow } from './plain-value.ts';
import type { Readings } from './readings.ts';
import { filesIn, resolveSource } from './source-files.ts';
import { describeSource } from './source.ts';
import type { LoadedSource, Row, Source } from './source.ts';
import { kindOf, tableShape } from './table-shape.ts';
import type { TableShape } from './table-shape.ts';
import { shownName, shownNames } from '../shown.ts';

/** The view that every metric reads; its name is visible in `unexpected_index_query`. */
export const BATCH = 'batch';

/** A table open for checking: its shape, and SQL over the view `batch`. */
export interface OpenTable {
  readonly shape: TableShape;
  query(sql: string): Promise<readonly PlainRow[]>;
  /** Makes sure that SQL of a suite is one SELECT of tables; throws KwargsValueError. */
  requireSelect(what: string, sql: string): Promise<void>;
  /** Another table by name, as SQL to put after FROM; throws KwargsValueError. */
  readonly other: (name: string) => string;
  /** How CSV and JSON Lines were read, as far as they were. */
  readonly readings: () => Readings;
  close(): Promise<void>;
}

function columnsOf(rows: readonly Row[]): Record<string, unknown[]> {
  const names = new Set(rows.flatMap((row) => Object.keys(row)));
  return Object.fromEntries(
    [...names].map((name) => [
      name,
      rows.map((row) => (Object.hasOwn(row, name) ? row[name] : null)),
    ]),
  );
}

/** A source as SQL to put after FROM, how its files of text were read, and the files of ours to remove after it. */
export interface Related {
  readonly relation: string;
  readonly reading: Readings;
  readonly parts: readonly string[];
}

const plainly = (relation: string): Related => ({ relation, reading: {}, parts: [] });

/** `source` as SQL to put after FROM; what lies in memory or in text becomes a table or files called `name`. */
export async function relationOf(source: Source, opened: Opened, name: string): Promise<Related> {
  const { connection } = opened;
  if ('csv' in source) {
    const { importCsv } = await import('./csv/import-csv.ts');
    const csv = await importCsv(source, connection, opened.workFolder(), name);
    return { ...csv, reading: { csv: csv.reading } };
  }
  if ('jsonl' in source) {
    const { importJsonLines } = await import('./jsonl/import-json-lines.ts');
    const lines = await importJsonLines(source, connection, opened.workFolder(), name);
    return { ...lines, reading: { jsonl: lines.reading } };
  }
  if ('parquet' in source) {
    return plainly(`read_parquet([${[source.parquet].flat().map(text).join(', ')}])`);
  }
  if ('relation' in source) return plainly(source.relation);
  if ('arrow' in source) {
    const { columns, types } = await readArrow(source.arrow);
    await loadColumns(connection, name, columns, types);
  } else {
    const columns = 'rows' in source ? columnsOf(source.rows) : source.columns;
    await loadColumns(connection, name, columns, source.types);
  }
  return plainly(identifier(name));
}

/** A time of day in a zone, which is how Parquet's writers often mark a plain one: read as the same time in UTC. */
const ZONED_TIME = 'TIME WITH TIME ZONE';

/** NaN counts as missing, as it does for pandas users; everything else is read as it lies. */
function readColumn({ name, type }: { readonly name: string; readonly type: string }): string {
  const column = identifier(name);
  if (kindOf(type) === 'float') {
    return `CASE WHEN isnan(${column}) THEN NULL ELSE ${column} END AS ${column}`;
  }
  if (type === ZONED_TIME) return `CAST(timezone('UTC', ${column}) AS TIME) AS ${column}`;
  if (type === 'VARIANT') {
    return `CASE WHEN CAST(${column} AS VARCHAR) IS NULL THEN NULL ELSE ${column} END AS ${column}`;
  }
  return column;
}

/** Runs a query and reads its rows; throws FailedQueryError. */
export async function readRows(
  connection: DuckDBConnection,
  sql: string,
): Promise<readonly PlainRow[]> {
  await registerTests(connection, sql);
  let result: DuckDBResultReader;
  try {
    result = await connection.runAndReadAll(sql);
  } catch (cause) {
    throw new FailedQueryError(engineReason(cause), { cause });
  }
  return plainRows(result);
}

/** Makes `relation` the batch that metrics read. */
export async function showBatch(
  connection: DuckDBConnection,
  relation: string,
): Promise<TableShape> {
  const described = await connection.runAndReadAll(`SELECT * FROM ${relation} LIMIT 0`);
  const types = described.columnTypes().map(String);
  const columns = described.columnNames().map((name, at) => ({ name, type: types[at] ?? '' }));
  requireDistinctNames(columns.map(({ name }) => name));
  const selected = columns.map(readColumn).join(', ');
  await connection.run(
    `CREATE OR REPLACE TEMP VIEW ${BATCH} AS SELECT ${selected} FROM ${relation}`,
  );
  return tableShape(
    columns.map(({ name, type }) => ({ name, type: type === ZONED_TIME ? 'TIME' : type })),
  );
}

/** Other tables of a run; answers with SQL to put after FROM by their names. */
export async function openOthers(
  others: Readonly<Record<string, LoadedSource>>,
  opened: Opened,
): Promise<(name: string) => string> {
  const relations = new Map<string, string>();
  for (const [at, [name, source]] of Object.entries(others).entries()) {
    try {
      const { relation } = await relationOf(source, opened, `other_table_${at}`);
      relations.set(name, relation);
    } catch (cause) {
      throw unreadable(source, cause);
    }
  }
  return (name) => {
    const relation = relations.get(name);
    if (relation !== undefined) return relation;
    throw new KwargsValueError(
      `No other table ${shownName(name)} was given to the run; given are: ${shownNames([...relations.keys()])}.`,
    );
  };
}

/** Why `source` cannot be read; what we say of it ourselves stays as it is. */
export function unreadable(source: Source, cause: unknown): ExpectationsError {
  if (cause instanceof ExpectationsError) return cause;
  return new UnreadableSourceError(describeSource(source), engineReason(cause), { cause });
}

/** Finds the files of other tables; throws UnreadableSourceError. */
export async function resolveOthers(
  others: Readonly<Record<string, LoadedSource>>,
  opened: Opened,
): Promise<Readonly<Record<string, LoadedSource>>> {
  const resolved: [string, LoadedSource][] = [];
  for (const [name, source] of Object.entries(others)) {
    resolved.push([name, await resolveSource(source, opened)]);
  }
  return Object.fromEntries(resolved);
}

/** Opens `source` with DuckDB; throws UnreadableSourceError. Close the table after use. */
export async function openTable(
  source: Source,
  others: Readonly<Record<string, LoadedSource>> = {},
  begun = begin(source),
): Promise<OpenTable> {
  const opened = await (await begun).opened;
  const { connection, close } = opened;
  try {
    const found = await resolveSource(source, opened);
    const otherTables = await resolveOthers(others, opened);
    await confine(opened, filesIn([found, ...Object.values(otherTables)]));
    const { relation, reading } = await relationOf(found, opened, 'rows_in_memory');
    const other = await openOthers(otherTables, opened);
    const shape = await showBatch(connection, relation);
    return {
      shape,
      query: (sql) => readRows(connection, sql),
      requireSelect: (what, sql) => requireSelect(connection, what, sql),
      other,
      readings: () => reading,
      close,
    };
  } catch (cause) {
    await close();
    throw unreadable(source, cause);
  }
}
