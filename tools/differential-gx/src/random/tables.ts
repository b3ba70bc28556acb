import type { DuckDBConnection } from '@duckdb/node-api';
import type { Draw } from './draw.ts';
import { drawColumn } from './columns.ts';
import type { DrawnColumn, DrawnValue } from './columns.ts';

/** Names that trip programs which take them for something else. */
const NAMES = [
  'constructor',
  '__proto__',
  'toString',
  'select',
  'a b',
  'quo"te',
  "it's",
  'naïve',
  '日本',
  'col.umn',
  'order',
  'index',
  'value',
  'Total',
  'class',
  '1st',
  'x%',
  'null',
  'and',
  'length',
  '🙂',
] as const;

/** A table whose rows are all the same length: a row's values are at the same place in each column. */
export interface DrawnTable {
  readonly columns: readonly DrawnColumn[];
  readonly rows: number;
}

const ROWS = [0, 1, 2, 7, 20, 30, 30, 45] as const;

/** A table of a few columns of any kind. */
export function drawTable(draw: Draw): DrawnTable {
  const rows = draw.oneOf(ROWS);
  const count = 5 + draw.below(6);
  const names = new Set<string>();
  for (let at = 0; at < count; at += 1) {
    names.add(draw.oneIn(5) ? draw.oneOf(NAMES) : `c${at}`);
  }
  return { rows, columns: [...names].map((name) => drawColumn(draw, name, rows)) };
}

/** The same table with these rows and columns only. */
export function partOf(
  table: DrawnTable,
  rows: readonly number[],
  isKept: (name: string) => boolean,
): DrawnTable {
  const columns = table.columns
    .filter(({ name }) => isKept(name))
    .map((column) => ({ ...column, values: rows.map((row) => column.values[row] ?? null) }));
  return { columns, rows: rows.length };
}

const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`;
const identifier = (name: string) => `"${name.replaceAll('"', '""')}"`;

const cast = (value: DrawnValue | null, type: string) =>
  value === null ? `CAST(NULL AS ${type})` : `CAST(${quoted(value.sql)} AS ${type})`;

/** SQL of the table: what to give DuckDB to see it. */
export function tableSql({ columns, rows }: DrawnTable): string {
  const names = columns.map(({ name }) => identifier(name)).join(', ');
  const row = (at: number) =>
    `(${columns.map(({ values, type }) => cast(values[at] ?? null, type)).join(', ')})`;
  const lines = Array.from({ length: Math.max(rows, 1) }, (_, at) => row(at));
  const none = rows === 0 ? ' WHERE FALSE' : '';
  return `SELECT * FROM (VALUES ${lines.join(', ')}) AS drawn(${names})${none}`;
}

/** Writes the table as a Parquet file. */
export async function writeTable(
  connection: DuckDBConnection,
  table: DrawnTable,
  path: string,
): Promise<void> {
  await connection.run(`COPY (${tableSql(table)}) TO ${quoted(path)} (FORMAT parquet)`);
}
