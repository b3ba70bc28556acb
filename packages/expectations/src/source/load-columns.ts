import type { DuckDBConnection, DuckDBType } from '@duckdb/node-api';
import { KwargsValueError } from '../errors.ts';
import { exactJson } from '../exact/json.ts';
import { isNestedDeeper, TOO_DEEP } from '../nesting.ts';
import { identifier } from '../sql/quote.ts';
import { engineType } from './exact-types.ts';
import { requireDistinctNames } from './distinct-names.ts';

/** Rows per appended chunk: DuckDB's standard vector size. */
const CHUNK_ROWS = 2048;

type Storage =
  'BIGINT' | 'HUGEINT' | 'BIGNUM' | 'DOUBLE' | 'BOOLEAN' | 'VARCHAR' | 'TIMESTAMP' | 'JSON';

/** HUGEINT counts in 128 bits. */
const HUGEINT_LIMIT = 2n ** 127n;

const isHuge = (value: bigint) => value >= HUGEINT_LIMIT || value <= -HUGEINT_LIMIT;

/** The narrowest type that holds every value; values of several kinds are kept as they are (VARIANT). */
function storageOf(values: readonly unknown[]): Storage {
  const kinds = new Set<Storage>();
  for (const value of values) {
    if (value === null || value === undefined) continue;
    if (typeof value === 'number') kinds.add(Number.isSafeInteger(value) ? 'BIGINT' : 'DOUBLE');
    else if (typeof value === 'bigint') kinds.add(isHuge(value) ? 'BIGNUM' : 'HUGEINT');
    else if (typeof value === 'boolean') kinds.add('BOOLEAN');
    else if (typeof value === 'string') kinds.add('VARCHAR');
    else if (value instanceof Date) kinds.add('TIMESTAMP');
    else kinds.add('JSON');
  }
  if (kinds.has('BIGNUM')) kinds.delete('HUGEINT');
  if (kinds.has('BIGNUM') || kinds.has('HUGEINT')) kinds.delete('BIGINT');
  if (kinds.has('DOUBLE')) kinds.delete('BIGINT');
  const [only] = kinds;
  return kinds.size > 1 ? 'JSON' : (only ?? 'VARCHAR');
}

const isWhole = (value: unknown): value is number | bigint =>
  typeof value === 'number' || typeof value === 'bigint';

function store(value: unknown, storage: Storage): boolean | number | bigint | string | null {
  if (value === null || value === undefined) return null;
  if (storage === 'JSON') {
    if (isNestedDeeper(value)) throw new KwargsValueError(`A value of the table is ${TOO_DEEP}.`);
    return exactJson(value);
  }
  if (value instanceof Date) return value.toISOString().replace('Z', '');
  if (storage === 'DOUBLE') return Number(value);
  if (storage === 'BIGNUM' && isWhole(value)) return value.toString();
  if (storage === 'VARCHAR' && typeof value === 'string') return value;
  if (storage === 'BOOLEAN' && typeof value === 'boolean') return value;
  if (isWhole(value)) return BigInt(value);
  throw new KwargsValueError(`Cannot store a value of type ${typeof value} as ${storage}.`);
}

/** What is appended as text and read from it. */
const CAST_TO: Readonly<Partial<Record<Storage, string>>> = {
  TIMESTAMP: 'TIMESTAMP',
  BIGNUM: 'BIGNUM',
};

/** Any name may be a column's, also one that every object inherits. */
function typeGiven(types: Readonly<Record<string, string>>, name: string): string | undefined {
  return Object.hasOwn(types, name) ? types[name] : undefined;
}

/** Copies columns of equal length into the temporary table `table`. */
export async function loadColumns(
  connection: DuckDBConnection,
  table: string,
  columns: Readonly<Record<string, readonly unknown[]>>,
  types: Readonly<Record<string, string>> = {},
): Promise<void> {
  const { DuckDBDataChunk, BIGINT, HUGEINT, DOUBLE, BOOLEAN, VARCHAR } =
    await import('@duckdb/node-api');
  const appended: Record<Storage, DuckDBType> = {
    BIGINT,
    HUGEINT,
    DOUBLE,
    BOOLEAN,
    VARCHAR,
    TIMESTAMP: VARCHAR,
    BIGNUM: VARCHAR,
    JSON: VARCHAR,
  };
  const names = Object.keys(columns);
  requireDistinctNames(names);
  const storages = names.map((name) => storageOf(columns[name] ?? []));
  const rowCount = names.reduce((most, name) => Math.max(most, columns[name]?.length ?? 0), 0);
  const staged = `${table}_staged`;
  const fields = names.map(
    (name, at) => `${identifier(name)} ${String(appended[storages[at] ?? 'VARCHAR'])}`,
  );
  await connection.run(`CREATE TEMP TABLE ${identifier(staged)} (${fields.join(', ')})`);
  const appender = await connection.createAppender(staged);
  for (let from = 0; from < rowCount; from += CHUNK_ROWS) {
    const length = Math.min(CHUNK_ROWS, rowCount - from);
    const chunk = DuckDBDataChunk.create(
      storages.map((storage) => appended[storage]),
      length,
    );
    chunk.setColumns(
      names.map((name, at) =>
        Array.from({ length }, (_, row) =>
          store(columns[name]?.[from + row], storages[at] ?? 'VARCHAR'),
        ),
      ),
    );
    appender.appendDataChunk(chunk);
  }
  appender.closeSync();
  const selected = names.map((name, at) => {
    const column = identifier(name);
    const type = typeGiven(types, name) ?? CAST_TO[storages[at] ?? 'VARCHAR'] ?? null;
    const held = storages[at] === 'JSON' ? `CAST(CAST(${column} AS JSON) AS VARIANT)` : column;
    return type === null
      ? `${held} AS ${column}`
      : `CAST(${held} AS ${engineType(type)}) AS ${column}`;
  });
  await connection.run(
    `CREATE TEMP TABLE ${identifier(table)} AS SELECT ${selected.join(', ')} FROM ${identifier(staged)}`,
  );
  await connection.run(`DROP TABLE ${identifier(staged)}`);
}
