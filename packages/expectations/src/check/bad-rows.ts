import { copyFile, realpath, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describeExpectation } from '../docs/words/describe-expectation.ts';
import { ExpectationsError } from '../errors.ts';
import { makeWholeFile } from '../files/write-whole.ts';
import { rowsInQuestion } from '../plan/read-metrics.ts';
import { ROW_NUMBER } from '../plan/metric.ts';
import type { BadRows } from '../result/bad-rows.ts';
import { cutShort, shown } from '../shown.ts';
import type { OpenTable } from '../source/open-table.ts';
import { pathsOf } from '../source/source.ts';
import type { Source } from '../source/source.ts';
import type { Column, TableShape } from '../source/table-shape.ts';
import { identifier, text } from '../sql/quote.ts';
import type { FailedByRows } from './evaluate.ts';

/** A file of bad rows: how it is written is told by its ending. */
interface Target {
  readonly path: string;
  readonly format: 'csv' | 'parquet';
  /** Options of DuckDB's COPY. */
  readonly options: string;
}

const TARGETS: readonly (Omit<Target, 'path'> & { readonly ending: RegExp })[] = [
  { ending: /\.csv$/i, format: 'csv', options: 'FORMAT csv, HEADER' },
  { ending: /\.csv\.gz$/i, format: 'csv', options: 'FORMAT csv, HEADER, COMPRESSION gzip' },
  { ending: /\.parquet$/i, format: 'parquet', options: 'FORMAT parquet' },
];

/** So much of what an expectation says is repeated for each row that fails it; a value set may hold thousands. */
const REASON_CHARACTERS = 300;

/** Between the reasons of a row. */
const BETWEEN_REASONS = ' | ';

/** Types that Parquet has no place for without loss. */
const TEXTS_IN_PARQUET = /^(U?HUGEINT|BIGNUM|VARIANT|JSON)$/;

/** Reads where bad rows go; throws ExpectationsError for a name that says no format. */
export function badRowsTarget(path: string): Target {
  const found = TARGETS.find(({ ending }) => ending.test(path));
  if (found !== undefined) return { path, format: found.format, options: found.options };
  throw new ExpectationsError(
    'invalid_bad_rows_file',
    `The file for bad rows must end in .csv, .csv.gz or .parquet; came ${shown(path)}.`,
  );
}

/** Keeps bad rows from replacing the data that they are of. Throws ExpectationsError. */
export async function requireOtherFile(
  { path }: Target,
  sources: readonly Source[],
): Promise<void> {
  const target = await stat(path).catch(() => null);
  if (target === null) return;
  for (const source of sources) {
    for (const each of pathsOf(source) ?? []) {
      const isSame = await realpath(each).then(
        async (real) => real === (await realpath(path)),
        () => false,
      );
      if (!isSame) continue;
      throw new ExpectationsError(
        'invalid_bad_rows_file',
        `Bad rows of ${cutShort(each, 500)} cannot be written to the same file. Give another name.`,
      );
    }
  }
}

/** A name that no column has, in whatever letters. */
function freeName(name: string, { columns }: TableShape): string {
  const taken = new Set(columns.map((column) => column.name.toLowerCase()));
  let free = name;
  for (let times = 2; taken.has(free); times++) free = `${name}_${times}`;
  return free;
}

/** A column as the file holds it: values of several kinds in CSV are JSON, or the text that they are. */
function written({ sql, type, kind }: Column, { format }: Target): string {
  if (kind === 'mixed') {
    const json = `CAST(CAST(${sql} AS JSON) AS VARCHAR)`;
    return `CASE WHEN variant_typeof(CAST(${sql} AS VARIANT)) = 'VARCHAR' THEN CAST(${sql} AS VARCHAR) ELSE ${json} END AS ${sql}`;
  }
  if (format === 'parquet' && TEXTS_IN_PARQUET.test(type))
    return `CAST(${sql} AS VARCHAR) AS ${sql}`;
  return sql;
}

function reasonOf({ config }: FailedByRows): string {
  return cutShort(`${config.type}: ${describeExpectation(config)}`, REASON_CHARACTERS);
}

/** The positions of the rows that fail, as SQL to put after FROM. */
const relationOf = ({ where, failing }: FailedByRows) =>
  failing.relation(rowsInQuestion(where).numbered);

/** Whether a row fails, in SQL over the numbered batch; a row outside its row condition is not looked at. */
function fails(failed: FailedByRows): string {
  const { where, failing } = failed;
  if (failing.condition === null) {
    return `${ROW_NUMBER} IN (SELECT ${ROW_NUMBER} FROM ${relationOf(failed)})`;
  }
  return where === null
    ? failing.condition
    : `CASE WHEN ${where} THEN ${failing.condition} ELSE FALSE END`;
}

/** The rows that fail, with their positions and reasons. */
function selectBad(failed: readonly FailedByRows[], shape: TableShape, target: Target): string {
  const [row, reasons] = ['bad_row', 'bad_reasons'].map((name) =>
    identifier(freeName(name, shape)),
  );
  const columns = shape.columns.map((column) => written(column, target));
  const told = failed.map((each) => `CASE WHEN ${fails(each)} THEN ${text(reasonOf(each))} END`);
  const all = told.length === 0 ? "''" : `concat_ws(${text(BETWEEN_REASONS)}, ${told.join(', ')})`;
  return `SELECT ${[...columns, `${ROW_NUMBER} AS ${row}`, `__lf_reasons AS ${reasons}`].join(', ')}
    FROM (SELECT *, ${all} AS __lf_reasons FROM ${rowsInQuestion(null).numbered}) WHERE __lf_reasons <> ''`;
}

/** The expectations whose failing rows can be told again: a value may break a query only for some orders of its tests. */
async function tellable(table: OpenTable, failed: readonly FailedByRows[]) {
  const [told, untold]: [FailedByRows[], FailedByRows[]] = [[], []];
  for (const each of failed) {
    try {
      await table.query(
        `SELECT count(*) FROM ${rowsInQuestion(null).numbered} WHERE ${fails(each)}`,
      );
      told.push(each);
    } catch {
      untold.push(each);
    }
  }
  return { told, untold };
}

/**
 * Writes the rows that fail an expectation about rows, whole or not at all, also where there are none; DuckDB streams
 * them, so that memory does not grow with their number. `folder`: where they lie until they are complete.
 * Throws ExpectationsError.
 */
export async function writeBadRows(
  table: OpenTable,
  failed: readonly FailedByRows[],
  target: Target,
  folder: string,
): Promise<BadRows> {
  const staged = join(folder, `bad-rows.${target.format}`);
  const write = async (some: readonly FailedByRows[]): Promise<number> => {
    const select = selectBad(some, table.shape, target);
    const [counted] = await table.query(`COPY (${select}) TO ${text(staged)} (${target.options})`);
    return Number(counted?.['Count'] ?? 0);
  };
  try {
    let untold: readonly FailedByRows[] = [];
    let rows: number;
    try {
      rows = await write(failed);
    } catch (error) {
      const found = await tellable(table, failed);
      if (found.untold.length === 0) throw error;
      untold = found.untold;
      rows = await write(found.told);
    }
    await makeWholeFile(target.path, (aside) => copyFile(staged, aside));
    return {
      file: target.path,
      rows,
      ...(untold.length > 0 && { left_out: untold.map(reasonOf) }),
    };
  } catch (error) {
    if (error instanceof ExpectationsError && error.code === 'unwritable_file') throw error;
    throw new ExpectationsError(
      'unwritable_file',
      `Cannot write the bad rows to ${cutShort(target.path, 500)}: ${error instanceof Error ? error.message : String(error)}`,
      { cause: error },
    );
  } finally {
    await rm(staged, { force: true });
  }
}
