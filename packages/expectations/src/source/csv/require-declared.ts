import type { DuckDBConnection } from '@duckdb/node-api';
import { shown } from '../../shown.ts';
import { text } from '../../sql/quote.ts';
import type { CsvProblem } from './csv-errors.ts';

/** A file and our Parquet of it, with the columns c0, c1, ... */
export interface ReadFile {
  readonly path: string;
  readonly part: string;
  /** The lines of some of its rows, from 1; rows count from 0. */
  readonly linesOf: (rows: readonly number[]) => Promise<ReadonlyMap<number, number>>;
}

/** An error of a file whose values are not of their types. */
export type Malformed = (path: string, problems: readonly CsvProblem[]) => Error;

/** A column whose type was declared, and when a value of it is not of that type, in SQL. */
export interface DeclaredColumn {
  readonly name: string;
  /** Its name in the part. */
  readonly column: string;
  readonly type: string;
  readonly isWrong: string;
}

const SHOWN_EXAMPLES = 5;

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** Columns with values that are not of their type: how many, and the first of them by row. */
async function wrongValues(
  { part }: ReadFile,
  columns: readonly DeclaredColumn[],
  connection: DuckDBConnection,
) {
  const found = await connection.runAndReadAll(
    `SELECT ${columns
      .map(
        ({ column, isWrong }) =>
          `count_if(${isWrong}), arg_min(${column}, row, ${SHOWN_EXAMPLES}) FILTER (${isWrong}), min(row, ${SHOWN_EXAMPLES}) FILTER (${isWrong})`,
      )
      .join(', ')}
    FROM (SELECT *, file_row_number AS row FROM read_parquet(${text(part)}, file_row_number = true))`,
  );
  const [cells = []] = found.getRowsJson();
  return columns.flatMap(({ name, type }, at) => {
    const [count, values, rows] = cells.slice(3 * at, 3 * at + 3);
    return Number(count) === 0
      ? []
      : [
          {
            name,
            type,
            count: Number(count),
            values: listOf(values),
            rows: listOf(rows).map(Number),
          },
        ];
  });
}

/** Refuses values that are not of the type declared for them; throws `malformed` with their lines. */
export async function requireDeclared(
  files: readonly ReadFile[],
  columns: readonly DeclaredColumn[],
  connection: DuckDBConnection,
  malformed: Malformed,
): Promise<void> {
  if (columns.length === 0) return;
  for (const each of files) {
    const wrong = await wrongValues(each, columns, connection);
    if (wrong.length === 0) continue;
    const lines = await each.linesOf(wrong.flatMap(({ rows }) => rows));
    const problems = wrong.map(({ name, type, count, values, rows }): CsvProblem => ({
      kind: 'wrong_type',
      count,
      expected: `${shown(name)} was declared ${type}, and ${count} of its values are not`,
      examples: rows.map((row, at) => ({
        line: lines.get(row) ?? 0,
        found: `has ${shown(values[at])}`,
      })),
    }));
    throw malformed(each.path, problems);
  }
}
