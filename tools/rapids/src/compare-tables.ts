import { isDeepStrictEqual } from 'node:util';
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';

const quoted = (path: string): string => `'${path.replaceAll("'", "''")}'`;

/**
 * How two Parquet files of events differ, in words; null if types, codec and every row in its place are the same.
 */
export async function findDifference(
  expectedPath: string,
  foundPath: string,
): Promise<string | null> {
  const instance = await DuckDBInstance.create(':memory:');
  try {
    const connection = await instance.connect();
    try {
      return await compare(connection, quoted(expectedPath), quoted(foundPath));
    } finally {
      connection.closeSync();
    }
  } finally {
    instance.closeSync();
  }
}

async function compare(
  connection: DuckDBConnection,
  expected: string,
  found: string,
): Promise<string | null> {
  const rows = async (sql: string): Promise<readonly Record<string, unknown>[]> =>
    (await connection.runAndReadAll(sql)).getRowObjectsJson();
  const questions = {
    types: (file: string) =>
      `SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM read_parquet(${file}))`,
    'types in the file': (file: string) =>
      `SELECT name, type, repetition_type FROM parquet_schema(${file}) WHERE type IS NOT NULL`,
    codec: (file: string) => `SELECT DISTINCT compression FROM parquet_metadata(${file})`,
    'number of rows': (file: string) => `SELECT count(*) AS n FROM read_parquet(${file})`,
  };
  for (const [what, question] of Object.entries(questions)) {
    const [ours, theirs] = [await rows(question(expected)), await rows(question(found))];
    // A file without rows has no column chunk, so no codec
    if (what === 'codec' && ours.length === 0) continue;
    if (!isDeepStrictEqual(ours, theirs)) {
      return `${what}: expected ${JSON.stringify(ours)}, got ${JSON.stringify(theirs)}`;
    }
  }
  const names = (await rows(questions.types(expected))).map((row) => String(row['column_name']));
  const differs = names.map((name) => `e.${name} IS DISTINCT FROM f.${name}`).join(' OR ');
  const [first] = await rows(`
    SELECT file_row_number AS row, e, f
    FROM read_parquet(${expected}, file_row_number = true) AS e
    FULL JOIN read_parquet(${found}, file_row_number = true) AS f USING (file_row_number)
    WHERE ${differs} ORDER BY row LIMIT 1`);
  return first === undefined ? null : `row ${String(first['row'])}: ${JSON.stringify(first)}`;
}
