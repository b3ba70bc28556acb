import type { Engine } from '../engine/engine.ts';
import { copyToParquet, identifier, literal } from '../engine/sql.ts';
import { DiskFullError, EngineError } from '../errors.ts';
import { parsedColumn } from '../schema/column-sql.ts';
import type { Source } from './probe-source.ts';
import { readCsv } from './read-csv.ts';
import { reportRows } from './report-rows.ts';
import { rowRules } from './row-rules.ts';
import { InvalidRowsError, UnreadableSourceError } from './source-errors.ts';

/**
 * Writes a source as typed Parquet in the order of its lines, all in one pass that stops at the first bad row.
 *
 * Only then is the file read again, to report everything that is wrong with it: good files never pay for the report.
 *
 * @throws InvalidRowsError, UnreadableSourceError, DiskFullError.
 */
export async function convertSource(
  engine: Engine,
  source: Source,
  target: string,
  onFraction: (fraction: number) => void,
): Promise<void> {
  const columns = source.table.columns.map(
    (column) => `${parsedColumn(column)} AS ${identifier(column.name)}`,
  );
  const broken = rowRules(source.table).map((rule) => rule.isBroken);
  const query = `
    SELECT ${columns.join(', ')}
    FROM ${readCsv(source, false)}
    WHERE CASE WHEN ${broken.join(' OR ')} THEN error('a row breaks a rule') ELSE true END`;
  try {
    await engine.run(`converting ${source.path}`, copyToParquet(query, target), onFraction);
  } catch (error) {
    if (error instanceof DiskFullError || !(error instanceof EngineError)) throw error;
    const problems = await reportRows(engine, source);
    if (problems.length > 0)
      throw new InvalidRowsError(source.table.name, source.path, problems, { cause: error });
    throw new UnreadableSourceError(source.table.name, source.path, error.message, {
      cause: error,
    });
  }
}

/** Rows of a Parquet file, from its metadata. */
export async function countRows(engine: Engine, parquetPath: string): Promise<number> {
  const [row] = await engine.rows(
    'counting rows',
    `SELECT count(*) AS n FROM read_parquet(${literal(parquetPath)})`,
  );
  return Number(row?.['n'] ?? 0);
}
