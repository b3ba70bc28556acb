import type { Engine } from '../engine/engine.ts';
import { copyToParquet, fileLiteral, identifier } from '../engine/sql.ts';
import type { TableSchema } from '../schema/table-schema.ts';
import { printable } from './printable.ts';
import { MAX_EXAMPLES, MAX_VALUE_LENGTH } from './row-problems.ts';
import type { RowProblem } from './row-problems.ts';

/** What to do with rows that are equal in all columns: refuse the file, keep the first of each, or keep all. */
export const DUPLICATE_RULES = ['error', 'drop', 'keep'] as const;
export type DuplicateRule = (typeof DUPLICATE_RULES)[number];

/** Whether two rows of a Parquet table may be equal: a cheap look at 64-bit hashes, with rare false alarms. */
export async function mayHoldDuplicates(
  engine: Engine,
  table: TableSchema,
  parquetPath: string,
): Promise<boolean> {
  const [row] = await engine.rows(
    'looking for duplicate rows',
    `SELECT count(*) - count(DISTINCT hash(${columnList(table)})) AS equal FROM read_parquet(${fileLiteral(parquetPath)})`,
  );
  return Number(row?.['equal'] ?? 0) > 0;
}

/**
 * Lists the rows that repeat an earlier row in all columns.
 *
 * @param rows in SQL, with the column `line`.
 */
export async function reportDuplicates(
  engine: Engine,
  table: TableSchema,
  rows: string,
  place: RowProblem['place'],
): Promise<readonly RowProblem[]> {
  const columns = columnList(table);
  const text = table.columns.map(({ name }) => `coalesce(${identifier(name)}, '')`).join(`, ',', `);
  const [found] = await engine.rows(
    'listing duplicate rows',
    `WITH suspects AS (SELECT hash(${columns}) AS h FROM ${rows} GROUP BY h HAVING count(*) > 1),
     copies AS (
       SELECT line, first_value(line) OVER same AS original, concat(${text})[1:${MAX_VALUE_LENGTH}] AS value
       FROM ${rows} SEMI JOIN suspects ON hash(${columns}) = suspects.h
       WINDOW same AS (PARTITION BY ${columns} ORDER BY line)
       QUALIFY row_number() OVER same > 1
     )
     SELECT
       count(*) AS count,
       min(line, ${MAX_EXAMPLES}) AS lines,
       arg_min(original, line, ${MAX_EXAMPLES}) AS originals,
       arg_min(value, line, ${MAX_EXAMPLES}) AS values
     FROM copies`,
  );
  const count = Number(found?.['count'] ?? 0);
  if (count === 0) return [];
  const list = (name: string): readonly unknown[] => {
    const values = found?.[name];
    return Array.isArray(values) ? values : [];
  };
  const originals = list('originals');
  const values = list('values');
  return [
    {
      kind: 'duplicate_rows',
      column: undefined,
      count,
      expected:
        "equal to an earlier row in all columns; set duplicates to 'drop' to keep the first of each, or to 'keep' to keep all",
      place,
      examples: list('lines').map((line, index) => ({
        line: Number(line),
        value: `as ${place} ${Number(originals[index])}: ${printable(String(values[index]))}`,
        rows: 1,
        lines: [Number(line)],
      })),
    },
  ];
}

/** Copies a Parquet table without the rows that repeat an earlier one; the order stays. */
export async function dropDuplicates(
  engine: Engine,
  table: TableSchema,
  from: string,
  to: string,
): Promise<void> {
  const columns = columnList(table);
  const numbered = `read_parquet(${fileLiteral(from)}, file_row_number = true)`;
  await engine.run(
    'dropping duplicate rows',
    copyToParquet(
      `WITH suspects AS (
         SELECT hash(${columns}) AS h FROM read_parquet(${fileLiteral(from)}) GROUP BY h HAVING count(*) > 1
       ),
       copies AS (
         SELECT file_row_number
         FROM ${numbered} AS numbered SEMI JOIN suspects ON hash(${columns}) = suspects.h
         QUALIFY row_number() OVER (PARTITION BY ${columns} ORDER BY file_row_number) > 1
       )
       SELECT ${columns} FROM ${numbered} AS numbered
       WHERE file_row_number NOT IN (SELECT file_row_number FROM copies)
       ORDER BY file_row_number`,
      to,
    ),
  );
}

function columnList(table: TableSchema): string {
  return table.columns.map(({ name }) => identifier(name)).join(', ');
}
