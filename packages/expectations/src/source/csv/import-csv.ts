import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { UnreadableSourceError } from '../../errors.ts';
import { text } from '../../sql/quote.ts';
import { fillFile } from '../fill-file.ts';
import { shownPacking } from '../unpack/file-bytes.ts';
import { MalformedCsvError } from './csv-errors.ts';
import { lookAtFile } from './csv-file.ts';
import type { CsvFile } from './csv-file.ts';
import { checkCsvOptions, NULL_TEXTS, requireColumns } from './csv-options.ts';
import type { CsvOptions } from './csv-options.ts';
import type { CsvReading } from './csv-reading.ts';
import { linesOfRows } from './lines-of-rows.ts';
import { settleTypes } from './settle-types.ts';
import { LONGEST_ROW_BYTES } from './split-record.ts';
import { scanFile } from './scan-file.ts';
import type { FileScan } from './scan-file.ts';
import { unreadableFile } from './unreadable-file.ts';
import { guessType, provedSql, WRONG_GUESS } from './value-kinds.ts';
import type { GuessedType } from './value-kinds.ts';

/** A source of CSV files, with all its options. */
export interface CsvSource extends CsvOptions {
  readonly csv: string | readonly string[];
}

/** Files that have become a table: SQL to put after FROM, what was found, and the files to remove after it. */
export interface ImportedCsv {
  readonly relation: string;
  readonly reading: CsvReading;
  readonly parts: readonly string[];
}

const USUAL_ROW_BYTES = 2_000_000;

/** Stands for no value where none is missing: no file holds it. */
const NO_NULL_TEXT = '\u{f8ff}lf none is null \u{f8ff}';

/** Columns by position, so that no name can be misread. */
const columnAt = (at: number) => `c${at}`;

/** How DuckDB is told to read a file, or our own copy of it. */
interface Reading {
  readonly path: string;
  readonly options: readonly string[];
}

function readAsIs({ path, packing, delimiter, quote, header }: CsvFile): Reading {
  return {
    path,
    options: [
      `header = ${header}`,
      `delim = ${text(delimiter)}`,
      `quote = ${text(quote ?? '')}`,
      `escape = ${text(quote ?? '')}`,
      `compression = '${packing[0] ?? 'none'}'`,
    ],
  };
}

function readCopy(path: string, longestRow: number): Reading {
  const room = Math.max(USUAL_ROW_BYTES, longestRow + 2);
  return {
    path,
    options: [
      'header = false',
      // Found by DuckDB, it may be that of a quoted field
      `new_line = '\\n'`,
      `delim = ','`,
      `quote = '"'`,
      `escape = '"'`,
      `compression = 'none'`,
      `max_line_size = ${room}`,
      ...(room > USUAL_ROW_BYTES ? [`buffer_size = ${2 * room}`] : []),
    ],
  };
}

/** Whether DuckDB reads such a file as we do; the others are copied first, in the plainest form. */
function isPlain({
  packing,
  encoding,
  quote,
  escape,
  skippedBytes,
  byteOrderMarks,
  names,
}: CsvFile) {
  const isUnpacked = packing.length < 2 && packing[0] !== 'zip';
  const isRead = isUnpacked && encoding === 'utf-8' && byteOrderMarks < 2;
  return isRead && quote !== null && escape === null && skippedBytes === 0 && names.length > 1;
}

/** Copies a file's rows with every field in quotes; answers with the longest row's bytes. */
async function copyPlainly(
  file: CsvFile,
  target: string,
): Promise<{ readonly scan: FileScan; readonly longest: number }> {
  let longest = 0;
  const scan = await fillFile(target, (write) =>
    scanFile(file, (fields) => {
      const row = `${fields.map((field) => `"${field.replaceAll('"', '""')}"`).join(',')}\n`;
      longest = Math.max(longest, Buffer.byteLength(row));
      return write(row)?.then(() => undefined);
    }),
  );
  return { scan, longest };
}

/** Turns CSV files into Parquet of ours, each file once, and proves that every row came through. */
class Import {
  readonly #source: string;
  readonly #options: CsvOptions;
  readonly #connection: DuckDBConnection;
  readonly #folder: string;

  constructor(source: string, options: CsvOptions, connection: DuckDBConnection, folder: string) {
    this.#source = source;
    this.#options = options;
    this.#connection = connection;
    this.#folder = folder;
  }

  /** Reads files with the guessed types; null when a value shows that a guess is wrong. */
  async readAll(
    files: readonly CsvFile[],
    guesses: readonly (GuessedType | null)[],
    name: string,
  ): Promise<{ readonly parts: string[]; readonly scans: FileScan[] } | null> {
    const parts: string[] = [];
    const scans: FileScan[] = [];
    try {
      for (const [at, file] of files.entries()) {
        const part = join(this.#folder, `${name}-${at}.parquet`);
        parts.push(part);
        scans.push(await this.#read(file, guesses, part));
      }
      return { parts, scans };
    } catch (error) {
      for (const part of parts) await rm(part, { force: true });
      if (error instanceof Error && error.message.includes(WRONG_GUESS)) return null;
      throw error;
    }
  }

  async #read(
    file: CsvFile,
    guesses: readonly (GuessedType | null)[],
    part: string,
  ): Promise<FileScan> {
    if (isPlain(file)) {
      // A file that unpacks for ever must not keep DuckDB at it
      const stopWriting = (error: unknown): never => {
        this.#connection.interrupt();
        throw error;
      };
      const [scanned, written] = await Promise.allSettled([
        scanFile(file).catch(stopWriting),
        this.#write(readAsIs(file), guesses, part),
      ]);
      if (scanned.status === 'rejected') throw scanned.reason;
      this.#requireSound(file, scanned.value);
      if (written.status === 'fulfilled' && written.value === scanned.value.rows) {
        return scanned.value;
      }
      if (written.status === 'rejected' && String(written.reason).includes(WRONG_GUESS)) {
        throw written.reason;
      }
    }
    const copy = `${part}.csv`;
    try {
      const { scan, longest } = await copyPlainly(file, copy);
      this.#requireSound(file, scan);
      if (longest > LONGEST_ROW_BYTES) {
        throw new UnreadableSourceError(
          this.#source,
          `${file.path} has a row of more than ${LONGEST_ROW_BYTES} bytes, which is the most that a row may have.`,
          { advice: '' },
        );
      }
      const rows = await this.#write(readCopy(copy, longest), guesses, part);
      if (rows === scan.rows) return scan;
      throw new UnreadableSourceError(
        this.#source,
        `${file.path} has ${scan.rows} rows, and ${rows} of them were read.`,
        { advice: 'It seems to change while it is read: try again.' },
      );
    } finally {
      await rm(copy, { force: true });
    }
  }

  #requireSound(file: CsvFile, { problems }: FileScan): void {
    if (problems.length > 0) throw new MalformedCsvError(file.path, problems);
  }

  /** Writes what DuckDB reads as Parquet; answers with the number of rows. */
  async #write(
    { path, options }: Reading,
    guesses: readonly (GuessedType | null)[],
    part: string,
  ): Promise<number> {
    const { nullTexts = NULL_TEXTS } = this.#options;
    const nulls = nullTexts.length === 0 ? [NO_NULL_TEXT] : nullTexts;
    const columns = guesses.map((_, at) => `'${columnAt(at)}': 'VARCHAR'`);
    const from = `read_csv(${text(path)}, ${[
      'auto_detect = false',
      ...options,
      'hive_partitioning = false',
      `nullstr = [${nulls.map(text).join(', ')}]`,
      `columns = {${columns.join(', ')}}`,
    ].join(', ')})`;
    const selected = guesses.map(
      (guess, at) => `${provedSql(columnAt(at), guess ?? 'VARCHAR')} AS ${columnAt(at)}`,
    );
    const result = await this.#connection.runAndReadAll(
      `COPY (SELECT ${selected.join(', ')} FROM ${from}) TO ${text(part)} (FORMAT parquet)`,
    );
    return Number(result.getRows()[0]?.[0]);
  }
}

async function lookAtFiles(
  source: string,
  paths: readonly string[],
  options: CsvOptions,
): Promise<readonly CsvFile[]> {
  const files: CsvFile[] = [];
  for (const path of paths) {
    let file: CsvFile;
    try {
      file = await lookAtFile(path, options);
    } catch (error) {
      throw unreadableFile(source, path, error);
    }
    const [first] = files;
    if (first !== undefined && first.names.join('\n') !== file.names.join('\n')) {
      throw new UnreadableSourceError(
        source,
        `${path} has the columns ${file.names.join(', ')}; ${first.path} has ${first.names.join(', ')}.`,
        { advice: 'Files of one table need the same columns in the same order.' },
      );
    }
    files.push(file);
  }
  return files;
}

/** What the first rows suggest; columns whose type is declared stay text until they are cast. */
function guessTypes(
  files: readonly CsvFile[],
  { types = {}, dateFormats = {}, nullTexts = NULL_TEXTS }: CsvOptions,
): (GuessedType | null)[] {
  const [first] = files;
  const sample = files.find((file) => file.sample.length > 0)?.sample ?? [];
  return (first?.names ?? []).map((name, at) => {
    if (Object.hasOwn(types, name) || Object.hasOwn(dateFormats, name)) return 'VARCHAR';
    const values = sample.map((row) => row[at] ?? '').filter((value) => !nullTexts.includes(value));
    return guessType(values);
  });
}

/**
 * Reads CSV files, each once, into files of ours in `folder`, and finds the columns' types from all rows.
 * Throws UnreadableSourceError, MalformedCsvError, and ExpectationsError for options that do not fit.
 */
export async function importCsv(
  source: CsvSource,
  connection: DuckDBConnection,
  folder: string,
  name: string,
): Promise<ImportedCsv> {
  checkCsvOptions(source);
  const paths = [source.csv].flat();
  const described = paths.join(', ');
  const files = await lookAtFiles(described, paths, source);
  const names = files[0]?.names ?? [];
  requireColumns(described, names, source);
  const guesses = guessTypes(files, source);
  const reader = new Import(described, source, connection, folder);
  const asText = guesses.map((guess) => (guess === 'VARCHAR' ? guess : null));
  let proved = guesses;
  let read: Awaited<ReturnType<Import['readAll']>>;
  try {
    read = await reader.readAll(files, guesses, name);
    if (read === null) {
      proved = asText;
      read = await reader.readAll(files, asText, `${name}-text`);
    }
  } catch (error) {
    throw unreadableFile(described, described, error);
  }
  const { parts, scans } = read ?? { parts: [], scans: [] };
  const { relation, types } = await settleTypes({
    names,
    proved,
    files: files.map((file, at) => ({
      path: file.path,
      part: parts[at] ?? '',
      linesOf: (rows) => linesOfRows(file, rows),
    })),
    connection,
    options: source,
  });
  return {
    relation,
    parts,
    reading: {
      rows: scans.reduce((sum, scan) => sum + scan.rows, 0),
      columns: Object.fromEntries(names.map((column, at) => [column, types[at] ?? 'VARCHAR'])),
      null_texts: source.nullTexts ?? NULL_TEXTS,
      files: files.map(({ path, packing, encoding, delimiter, quote, escape, header }, at) => ({
        file: path,
        rows: scans[at]?.rows ?? 0,
        delimiter,
        quote,
        escape: escape ?? quote,
        header,
        encoding,
        compression: shownPacking(packing),
      })),
    },
  };
}
