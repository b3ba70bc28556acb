import { createReadStream } from 'node:fs';
import { open, realpath, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { describeExpectation } from '../docs/words/describe-expectation.ts';
import { ExpectationsError, FailedQueryError } from '../errors.ts';
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

/** Where bad rows are: a table, or partitions of one, of which one at a time is the batch. */
export interface Batches extends Pick<OpenTable, 'shape' | 'query'> {
  readonly count: number;
  /** Makes a partition the batch; answers with its number of rows. */
  show(at: number): Promise<number>;
}

const TARGETS: readonly (Omit<Target, 'path'> & { readonly ending: RegExp })[] = [
  { ending: /\.csv$/i, format: 'csv', options: 'FORMAT csv' },
  { ending: /\.csv\.gz$/i, format: 'csv', options: 'FORMAT csv, COMPRESSION gzip' },
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
const relationOf = ({ where, failing }: FailedByRows, offset: number) =>
  failing.relation(rowsInQuestion(where, offset).numbered);

/** Whether a row fails, in SQL over the numbered batch; a row outside its row condition is not looked at. */
function fails(failed: FailedByRows, offset = 0): string {
  const { where, failing } = failed;
  if (failing.condition === null) {
    return `${ROW_NUMBER} IN (SELECT ${ROW_NUMBER} FROM ${relationOf(failed, offset)})`;
  }
  return where === null
    ? failing.condition
    : `CASE WHEN ${where} THEN ${failing.condition} ELSE FALSE END`;
}

/** The rows of the batch that fail, with their positions and reasons; `offset`: the position of its first row. */
function selectBad(
  failed: readonly FailedByRows[],
  shape: TableShape,
  target: Target,
  offset: number,
): string {
  const [row, reasons] = ['bad_row', 'bad_reasons'].map((name) =>
    identifier(freeName(name, shape)),
  );
  const columns = shape.columns.map((column) => written(column, target));
  const told = failed.map(
    (each) => `CASE WHEN ${fails(each, offset)} THEN ${text(reasonOf(each))} END`,
  );
  const all = told.length === 0 ? "''" : `concat_ws(${text(BETWEEN_REASONS)}, ${told.join(', ')})`;
  return `SELECT ${[...columns, `${ROW_NUMBER} AS ${row}`, `__lf_reasons AS ${reasons}`].join(', ')}
    FROM (SELECT *, ${all} AS __lf_reasons FROM ${rowsInQuestion(null, offset).numbered}) WHERE __lf_reasons <> ''`;
}

/** The expectations whose failing rows can be told again: a value may break a query only for some orders of its tests. */
async function tellable(table: Batches, failed: readonly FailedByRows[]) {
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

/** Writes the bad rows of every batch into a file of its own in `folder`, in the order of the batches. */
async function stage(
  batches: Batches,
  failed: readonly FailedByRows[],
  target: Target,
  folder: string,
): Promise<{ readonly parts: readonly string[]; readonly rows: number }> {
  const parts: string[] = [];
  let [offset, rows] = [0, 0];
  // Without a failure the last batch, which is open, gives the header
  for (let at = failed.length === 0 ? batches.count - 1 : 0; at < batches.count; at++) {
    const height = await batches.show(at);
    const part = join(folder, `bad-rows-${at}.${target.format}`);
    const header = target.format === 'csv' ? `, HEADER ${String(parts.length === 0)}` : '';
    const select = selectBad(failed, batches.shape, target, offset);
    parts.push(part);
    const [counted] = await batches.query(
      `COPY (${select}) TO ${text(part)} (${target.options}${header})`,
    );
    rows += Number(counted?.['Count'] ?? 0);
    offset += height;
  }
  return { parts, rows };
}

/** Files of Parquet as one; those of CSV are one behind each other, packed ones too. */
async function joined(
  parts: readonly string[],
  target: Target,
  batches: Batches,
  folder: string,
): Promise<readonly string[]> {
  if (target.format === 'csv' || parts.length === 1) return parts;
  const whole = join(folder, `bad-rows.${target.format}`);
  await batches.query(
    `COPY (SELECT * FROM read_parquet([${parts.map(text).join(', ')}])) TO ${text(whole)} (${target.options})`,
  );
  return [whole];
}

/**
 * Writes the rows that fail an expectation about rows, whole or not at all, also where there are none; DuckDB streams
 * them, so that memory does not grow with their number. `folder`: where they lie until they are complete.
 * Throws ExpectationsError.
 */
export async function writeBadRows(
  batches: Batches,
  failed: readonly FailedByRows[],
  target: Target,
  folder: string,
): Promise<BadRows> {
  let told = failed;
  const untold: FailedByRows[] = [];
  const write = async () => {
    for (;;) {
      try {
        return await stage(batches, told, target, folder);
      } catch (error) {
        // The batch that is shown is the one that failed
        const found = await tellable(batches, told);
        if (found.untold.length === 0) throw error;
        untold.push(...found.untold);
        told = found.told;
      }
    }
  };
  try {
    const { parts, rows } = await write();
    const files = await joined(parts, target, batches, folder);
    await makeWholeFile(target.path, async (aside) => {
      for (const [at, file] of files.entries()) {
        const whole = await open(aside, at === 0 ? 'w' : 'a');
        await pipeline(createReadStream(file), whole.createWriteStream());
      }
    });
    return {
      file: target.path,
      rows,
      ...(untold.length > 0 && { left_out: untold.map(reasonOf) }),
    };
  } catch (error) {
    // Such as a partition that is gone by now
    if (error instanceof ExpectationsError && !(error instanceof FailedQueryError)) throw error;
    throw new ExpectationsError(
      'unwritable_file',
      `Cannot write the bad rows to ${cutShort(target.path, 500)}: ${error instanceof Error ? error.message : String(error)}`,
      { cause: error },
    );
  } finally {
    for (let at = 0; at < batches.count; at++) {
      await rm(join(folder, `bad-rows-${at}.${target.format}`), { force: true });
    }
    await rm(join(folder, `bad-rows.${target.format}`), { force: true });
  }
}
