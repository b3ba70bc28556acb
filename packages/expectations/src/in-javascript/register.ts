import type { DuckDBConnection, DuckDBType } from '@duckdb/node-api';
import { readsAsDate } from './date-text.ts';
import { jsonSchemaTest } from './json-schema.ts';
import { regexTest } from './regex.ts';

/** What DuckDB has no function for: a test made from a constant text, applied to a column. */
const TESTS: Readonly<Record<string, (pattern: string) => (value: string) => boolean>> = {
  lf_matches_regex: regexTest,
  lf_fits_json_schema: jsonSchemaTest,
  lf_reads_as_date: () => readsAsDate,
};

/** Registered once per connection: DuckDB refuses a second function of the same name. */
const REGISTERED = new WeakMap<DuckDBConnection, Map<string, Made>>();

/** Tests by their pattern. */
type Made = Map<string, (value: string) => boolean>;

/** Registers the tests that a query calls as SQL functions `(value VARCHAR, pattern VARCHAR) -> BOOLEAN`. */
export async function registerTests(connection: DuckDBConnection, sql: string): Promise<void> {
  const registered = REGISTERED.get(connection) ?? new Map<string, Made>();
  REGISTERED.set(connection, registered);
  // Each query has its tests anew, and with them the time that they may take
  for (const made of registered.values()) made.clear();
  const called = Object.entries(TESTS).filter(
    ([name]) => sql.includes(`${name}(`) && !registered.has(name),
  );
  if (called.length === 0) return;
  const { BOOLEAN, DuckDBScalarFunction, VARCHAR } = await import('@duckdb/node-api');
  const parameterTypes: readonly DuckDBType[] = [VARCHAR, VARCHAR];
  for (const [name, make] of called) {
    const made: Made = new Map();
    registered.set(name, made);
    connection.registerScalarFunction(
      DuckDBScalarFunction.create({
        name,
        parameterTypes,
        returnType: BOOLEAN,
        mainFunction: (info, input, output) => {
          const values = input.getColumnVector(0);
          const patterns = input.getColumnVector(1);
          try {
            for (let row = 0; row < input.rowCount; row++) {
              const value: unknown = values.getItem(row);
              const pattern: unknown = patterns.getItem(row);
              if (typeof value !== 'string' || typeof pattern !== 'string') {
                output.setItem(row, null);
                continue;
              }
              let test = made.get(pattern);
              if (test === undefined) made.set(pattern, (test = make(pattern)));
              output.setItem(row, test(value));
            }
            output.flush();
          } catch (error) {
            info.setError(error instanceof Error ? error.message : String(error));
          }
        },
      }),
    );
  }
}
