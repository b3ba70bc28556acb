import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { onTestFinished } from 'vitest';
import { validate } from '../src/index.ts';
import type { ExpectationResult, GivenResultFormat, ValidateOptions } from '../src/index.ts';

/** A folder that is gone when the test is over. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'expectations-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A Parquet file that holds what `select` selects. */
export async function parquetOf(select: string): Promise<string> {
  const path = join(temporaryFolder(), 'table.parquet');
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await connection.run(`COPY (${select}) TO '${path}' (FORMAT parquet)`);
  connection.closeSync();
  instance.closeSync();
  return path;
}

/** What one expectation finds in columns in memory. */
export async function check(
  columns: Readonly<Record<string, readonly unknown[]>>,
  type: string,
  kwargs: Readonly<Record<string, unknown>>,
  resultFormat: GivenResultFormat = 'COMPLETE',
  more: Partial<ValidateOptions> = {},
): Promise<ExpectationResult> {
  const suite = { name: 'one', expectations: [{ type, kwargs }] };
  const { results } = await validate({ source: { columns }, suite, resultFormat, ...more });
  const [result] = results;
  if (result === undefined) throw new Error('a suite of one expectation has one result');
  return result;
}
