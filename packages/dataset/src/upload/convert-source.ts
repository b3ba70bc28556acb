import type { Engine } from '../engine/engine.ts';
import { copyToParquet, identifier, literal } from '../engine/sql.ts';
import { EngineError } from '../errors.ts';
import { parsedColumn } from '../schema/column-sql.ts';
import { digestSource } from './digest-source.ts';
import type { DuplicateRule } from './duplicate-rows.ts';
import type { Source } from './probe-source.ts';
import { readCsv } from './read-csv.ts';
import { reportRows } from './report-rows.ts';
import { rowRules } from './row-rules.ts';
import { InvalidRowsError, UnreadableSourceError } from './source-errors.ts';

/**
 * Writes a source as typed Parquet in the order of its lines, and tells the SHA-256 of the source.
 *
 * All in one pass that stops at the first bad row; only then is the file read again, to report everything that is
 * wrong with it: good files never pay for the report. The source's digest is made meanwhile.
 *
 * @param duplicates whether repeated rows belong into the report of a bad file.
 * @throws InvalidRowsError, CorruptSourceError, UnreadableSourceError, DiskFullError.
 */
export async function convertSource(
  engine: Engine,
  source: Source,
  target: string,
  options: { readonly duplicates: DuplicateRule; readonly onFraction?: (fraction: number) => void },
): Promise<string> {
  const [digest, conversion] = await Promise.allSettled([
    digestSource(source),
    writeParquet(engine, source, target, options.onFraction),
  ]);
  // Damaged gzip data may show itself as bad rows: then the damage is what to tell.
  if (digest.status === 'rejected') throw digest.reason;
  if (conversion.status === 'fulfilled') return digest.value;

  const failure: unknown = conversion.reason;
  if (!(failure instanceof EngineError)) throw failure;
  const problems = await reportRows(engine, source, options.duplicates);
  if (problems.length > 0)
    throw new InvalidRowsError(source.table.name, source.path, problems, { cause: failure });
  throw new UnreadableSourceError(source.table.name, source.path, failure.message, {
    cause: failure,
  });
}

async function writeParquet(
  engine: Engine,
  source: Source,
  target: string,
  onFraction: ((fraction: number) => void) | undefined,
): Promise<void> {
  const columns = source.table.columns.map(
    (column) => `${parsedColumn(column)} AS ${identifier(column.name)}`,
  );
  const broken = rowRules(source.table).map((rule) => rule.isBroken);
  const query = `
    SELECT ${columns.join(', ')}
    FROM ${readCsv(source, 'fail')}
    WHERE CASE WHEN ${broken.join(' OR ')} THEN error('a row breaks a rule') ELSE true END`;
  await engine.run(`converting ${source.path}`, copyToParquet(query, target), onFraction);
}

/** Rows of a Parquet file, from its metadata. */
export async function countRows(engine: Engine, parquetPath: string): Promise<number> {
  const [row] = await engine.rows(
    'counting rows',
    `SELECT count(*) AS n FROM read_parquet(${literal(parquetPath)})`,
  );
  return Number(row?.['n'] ?? 0);
}
