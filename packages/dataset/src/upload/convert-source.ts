import { open } from 'node:fs/promises';
import type { Engine } from '../engine/engine.ts';
import { copyToParquet, fileLiteral, identifier } from '../engine/sql.ts';
import { EngineError } from '../errors.ts';
import { parsedColumn } from '../schema/column-sql.ts';
import { writingFault } from '../faults/storage-fault.ts';
import { surveySource } from './digest-source.ts';
import type { SourceFindings } from './digest-source.ts';
import type { DuplicateRule } from './duplicate-rows.ts';
import { checkUnchanged } from './probe-source.ts';
import type { Source } from './probe-source.ts';
import { csvRows } from './raw-rows.ts';
import type { RawRows } from './raw-rows.ts';
import { damagedParquet, readParquetSource, unpackedPath } from './read-parquet-source.ts';
import { reportRows } from './report-rows.ts';
import { rowRules } from './row-rules.ts';
import { InvalidRowsError } from './source-errors.ts';

export interface ConvertOptions {
  /** Whether repeated rows belong into the report of a bad file. */
  readonly duplicates: DuplicateRule;
  readonly onFraction?: (fraction: number) => void;
}

/**
 * Writes a source as typed Parquet in the order of its lines, and tells the SHA-256 of the source.
 *
 * All in one pass that stops at the first bad row; the file is surveyed meanwhile. Where the pass fails, finds another
 * number of rows than the survey, or the survey finds a text that DuckDB may read in its own way, the file is read
 * again, exactly: that reading says what is wrong, or gives the rows.
 *
 * @throws InvalidRowsError, ColumnsMismatchError, CorruptSourceError, SourceChangedError, SourceNotFoundError,
 *   UnreadableSourceError, DiskFullError.
 */
export async function convertSource(
  engine: Engine,
  source: Source,
  target: string,
  options: ConvertOptions,
): Promise<string> {
  const { findings, failure } = await convertOnce(engine, source, target, (rows) =>
    writeParquet(engine, source, rows, target, options),
  );
  if (failure !== undefined) await convertExactly(engine, source, target, options, failure);
  await checkUnchanged(source);
  return findings.sha256;
}

/** What one pass gave. */
export interface Conversion {
  readonly findings: SourceFindings;
  /** Undefined if the Parquet file is right, else why it is not. */
  readonly failure: unknown;
}

/** Writes rows, one for each that it is given, to the target. */
type WriteRows = (rows: () => Promise<RawRows>) => Promise<void>;

/**
 * Converts a source in one pass while its text is surveyed.
 *
 * @param write fails, or writes a Parquet file with as many rows as it is given to the target.
 */
export function convertOnce(
  engine: Engine,
  source: Source,
  target: string,
  write: WriteRows,
): Promise<Conversion> {
  return isReadInPlace(source)
    ? convertWhileSurveyed(engine, source, target, write)
    : convertUnpacked(engine, source, target, write);
}

/** DuckDB reads plain and gzip text itself; what else is packed is unpacked first. */
function isReadInPlace({ packing, format }: Source): boolean {
  const [first, ...others] = packing;
  return first === undefined || (format === 'csv' && first.kind === 'gzip' && others.length === 0);
}

async function convertWhileSurveyed(
  engine: Engine,
  source: Source,
  target: string,
  write: WriteRows,
): Promise<Conversion> {
  const isGzip = source.packing.length > 0;
  const [survey, conversion] = await Promise.allSettled([
    surveySource(source).catch((error: unknown) => {
      // A file that unpacks for ever must not keep the engine at it
      engine.interrupt();
      throw error;
    }),
    write(() => rowsIn(engine, source, source.path, isGzip)),
  ]);
  // Damaged gzip data may show itself as bad rows: then the damage is what to tell.
  if (survey.status === 'rejected') throw survey.reason;
  const findings = survey.value;
  if (conversion.status === 'rejected') return { findings, failure: conversion.reason };
  return { findings, failure: await doubtAbout(engine, source, target, findings) };
}

async function convertUnpacked(
  engine: Engine,
  source: Source,
  target: string,
  write: WriteRows,
): Promise<Conversion> {
  const path = unpackedPath(engine, source);
  const findings = await unpack(source, path);
  try {
    await write(() => rowsIn(engine, source, path, false));
  } catch (error) {
    return { findings, failure: error };
  }
  return { findings, failure: await doubtAbout(engine, source, target, findings) };
}

async function rowsIn(
  engine: Engine,
  source: Source,
  path: string,
  isGzip: boolean,
): Promise<RawRows> {
  return source.format === 'parquet'
    ? readParquetSource(engine, source)
    : csvRows(source.layout, path, isGzip);
}

async function unpack(source: Source, target: string): Promise<SourceFindings> {
  const file = await open(target, 'w');
  try {
    return await surveySource(source, async (bytes) => {
      await file.writeFile(bytes);
    });
  } catch (error) {
    throw writingFault(error, { doing: `unpacking ${source.path}`, path: target });
  } finally {
    await file.close();
  }
}

/** Why DuckDB's reading of a text cannot be relied on, undefined if it can. */
async function doubtAbout(
  engine: Engine,
  source: Source,
  target: string,
  findings: SourceFindings,
): Promise<Error | undefined> {
  if (source.format === 'parquet') return undefined;
  const rows = await countRows(engine, target);
  const header = source.layout.hasHeader ? 1 : 0;
  return findings.isRegular && rows === findings.records - header
    ? undefined
    : new RangeError(`the text has ${findings.records} records, ${rows} rows were read`);
}

/** Reads a source exactly, and says what is wrong with it or writes its rows. */
async function convertExactly(
  engine: Engine,
  source: Source,
  target: string,
  options: ConvertOptions,
  failure: unknown,
): Promise<void> {
  if (!(failure instanceof EngineError || failure instanceof RangeError)) throw failure;
  try {
    const { rows, problems } = await reportRows(engine, source, options.duplicates);
    if (problems.length > 0) {
      // A file that is still being written has a last line without its end
      await checkUnchanged(source);
      throw new InvalidRowsError(source.table.name, source.path, problems, { cause: failure });
    }
    if (source.format === 'parquet') throw failure;
    await writeParquet(engine, source, () => Promise.resolve(rows), target, options);
  } catch (error) {
    throw source.format === 'parquet' && error instanceof EngineError
      ? damagedParquet(source, error)
      : error;
  }
}

async function writeParquet(
  engine: Engine,
  source: Source,
  rows: () => Promise<RawRows>,
  target: string,
  { onFraction }: ConvertOptions,
): Promise<void> {
  const { sql, table = source.table } = await rows();
  const columns = table.columns.map(
    (column) => `${parsedColumn(column)} AS ${identifier(column.name)}`,
  );
  const broken = rowRules(table).map((rule) => rule.isBroken);
  const query = `
    SELECT ${columns.join(', ')}
    FROM ${sql}
    WHERE CASE WHEN ${broken.join(' OR ')} THEN error('a row breaks a rule') ELSE true END`;
  await engine.run(`converting ${source.path}`, copyToParquet(query, target), onFraction);
}

/** Rows of a Parquet file, from its metadata. */
export async function countRows(engine: Engine, parquetPath: string): Promise<number> {
  const [row] = await engine.rows(
    'counting rows',
    `SELECT count(*) AS n FROM read_parquet(${fileLiteral(parquetPath)})`,
  );
  return Number(row?.['n'] ?? 0);
}
