import type { DuckDBConnection } from '@duckdb/node-api';
import { KwargsValueError } from '../errors.ts';
import { text } from './quote.ts';
import { cutShort } from '../shown.ts';

/** Functions after FROM that make rows of nothing but their arguments. */
const HARMLESS_TABLES = new Set([
  'generate_series',
  'json_each',
  'json_tree',
  'range',
  'repeat',
  'repeat_row',
  'unnest',
]);

/** Names that tell of the engine and its machine, not of data. */
const ABOUT_THE_ENGINE = /^(duckdb_.*|pragma_.*|pg_settings|current_setting|getenv|getvariable)$/;

/** Names that DuckDB would open as files. */
const A_FILE = /[/\\]|\.(parquet|[ct]sv|txt|json|jsonl|ndjson|gz|zst|xlsx|db|duckdb|avro)$/i;

type Node = Readonly<Record<string, unknown>>;

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null;
}

function named(node: Node, key: string): string {
  const name = node[key];
  return typeof name === 'string' ? name.toLowerCase() : '';
}

/** Why a node of DuckDB's syntax tree has no place in a suite; null when it has one. */
function refusalOf(node: Node): string | null {
  const called = isNode(node['function']) ? named(node['function'], 'function_name') : '';
  if (node['type'] === 'TABLE_FUNCTION' && !HARMLESS_TABLES.has(called)) {
    return `calls ${cutShort(called)}(): a query of a suite reads {batch} and tables by name, no files and no settings`;
  }
  if (node['type'] === 'BASE_TABLE') {
    const table = named(node, 'table_name');
    if (A_FILE.test(table))
      return `reads the file ${cutShort(table)}: a query of a suite reads no files`;
    if (ABOUT_THE_ENGINE.test(table))
      return `reads ${table}, which is about the engine, not the data`;
  }
  const scalar = node['class'] === 'FUNCTION' ? named(node, 'function_name') : '';
  if (ABOUT_THE_ENGINE.test(scalar)) {
    return `calls ${scalar}(), which is about the engine, not the data`;
  }
  return null;
}

function firstRefusal(tree: unknown): string | null {
  const open: unknown[] = [tree];
  while (open.length > 0) {
    const node = open.pop();
    if (!isNode(node)) continue;
    const refusal = refusalOf(node);
    if (refusal !== null) return refusal;
    // Not spread: a list of 200,000 values has more members than a call may have arguments
    for (const member of Object.values(node)) open.push(member);
  }
  return null;
}

/**
 * Makes sure that SQL of a suite is one SELECT that reads nothing but tables: DuckDB parses it, nothing runs.
 * `what`: its name in messages. Throws KwargsValueError.
 */
export async function requireSelect(
  connection: DuckDBConnection,
  what: string,
  sql: string,
): Promise<void> {
  const parsed = await connection.runAndReadAll(`SELECT json_serialize_sql(${text(sql)})`);
  const tree: unknown = JSON.parse(String(parsed.getRows()[0]?.[0]));
  if (!isNode(tree)) throw new KwargsValueError(`${what} cannot be parsed.`);
  if (tree['error'] === true) {
    const isSyntax = tree['error_type'] === 'parser';
    throw new KwargsValueError(
      isSyntax
        ? `${what} is not SQL that DuckDB knows: ${cutShort(String(tree['error_message']))}.`
        : `${what} must be one SELECT statement (PIVOT is none).`,
    );
  }
  const { statements } = tree;
  if (!Array.isArray(statements) || statements.length !== 1) {
    throw new KwargsValueError(`${what} must be one SELECT statement.`);
  }
  const refusal = firstRefusal(statements);
  if (refusal !== null) throw new KwargsValueError(`${what} ${refusal}.`);
}
