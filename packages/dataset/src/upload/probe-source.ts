import { stat } from 'node:fs/promises';
import { tableWith, type TableSchema } from '../schema/table-schema.ts';
import { checkHeader } from './check-header.ts';
import type { CsvLayout } from './csv/record-scanner.ts';
import { printable } from './printable.ts';
import {
  CorruptSourceError,
  EmptySourceError,
  SourceChangedError,
  SourceFormatError,
  SourceNotAFileError,
} from './source-errors.ts';
import { unpackLimitBytes } from './unpack/bounded.ts';
import { DamagedDataError } from './unpack/damaged-data.ts';
import { knownFormat } from './unpack/known-formats.ts';
import { formatOf } from './unpack/packing.ts';
import type { Packing } from './unpack/packing.ts';
import { fileError } from './unpack/read-file.ts';
import { readHead, readSource } from './unpack/read-source.ts';
import { listZip } from './unpack/unzip.ts';
import type { ZipEntry } from './unpack/unzip.ts';

/** A source file whose kind is known, and whose header is the table's if it is text. */
export interface Source {
  /** Of text, with the optional columns that it has. */
  readonly table: TableSchema;
  readonly path: string;
  readonly bytes: number;
  /** How it is packed, the outermost first; told by the content, not by the name. */
  readonly packing: readonly Packing[];
  readonly format: 'csv' | 'parquet';
  /** How its text is laid out; of the table itself if it is Parquet. */
  readonly layout: CsvLayout;
  /** The most bytes that each packing may hold. */
  readonly unpackLimitBytes: number;
  /** Changes when the file does. */
  readonly version: string;
}

/** A header is some hundred bytes; a "line" beyond this is no header. */
const LONGEST_HEADER_BYTES = 64 * 2 ** 10;

/** gzip of gzip happens; more than this is no file of a table. */
const MOST_PACKINGS = 4;

/**
 * Looks at a file's kind and header.
 *
 * @param maxUnpackedBytes what a packed file may unpack to; see `unpackLimitBytes`.
 * @throws SourceNotFoundError, SourceNotAFileError, EmptySourceError, CorruptSourceError, UnpackLimitError,
 *   SourceFormatError, ColumnsMismatchError, UnreadableSourceError.
 */
export async function probeSource(
  table: TableSchema,
  path: string,
  maxUnpackedBytes?: number,
): Promise<Source> {
  const { head, isParquet, ...file } = await probeFile(table, path, {
    headBytes: LONGEST_HEADER_BYTES,
    maxUnpackedBytes,
  });
  const columns = isParquet ? table.columns.map(({ name }) => name) : checkText(table, path, head);
  return {
    ...file,
    table: isParquet ? table : tableWith(table, columns),
    format: isParquet ? 'parquet' : 'csv',
    layout: { columns, delimiter: ',', hasHeader: true },
  };
}

/** A file whose kind is known, and how it begins behind its packings. */
export type ProbedFile = Omit<Source, 'table' | 'format' | 'layout'> & {
  readonly head: Uint8Array;
  readonly isParquet: boolean;
};

/**
 * Looks at a file's packings and first bytes.
 *
 * @param table whose name errors tell.
 * @throws SourceNotFoundError, SourceNotAFileError, EmptySourceError, CorruptSourceError, UnpackLimitError,
 *   SourceFormatError, UnreadableSourceError.
 */
export async function probeFile(
  table: Pick<TableSchema, 'name'>,
  path: string,
  limits: { readonly headBytes: number; readonly maxUnpackedBytes?: number | undefined },
): Promise<ProbedFile> {
  const { bytes, version } = await fileState(table, path);
  if (bytes === 0) throw new EmptySourceError(table.name, path);
  const packing: Packing[] = [];
  const probed = {
    path,
    bytes,
    packing,
    version,
    unpackLimitBytes: unpackLimitBytes(bytes, limits.maxUnpackedBytes),
  };
  for (;;) {
    const head = await readHead(readSource({ ...probed, table }), limits.headBytes);
    if (head.length === 0) throw new EmptySourceError(table.name, path);
    const format = formatOf(head);
    if (format === 'parquet' || format === 'other') {
      return { ...probed, head, isParquet: format === 'parquet' };
    }
    if (packing.length === MOST_PACKINGS || (format === 'zip' && packing.length > 0)) {
      const advice = 'Unpack it, and give the file that is in it.';
      throw new SourceFormatError(table.name, path, 'a file packed several times', advice);
    }
    packing.push(
      format === 'zip' ? { kind: 'zip', entry: await onlyEntry(table, path) } : { kind: format },
    );
  }
}

/**
 * Makes sure that a source is the file that was probed.
 *
 * @throws SourceChangedError, SourceNotFoundError.
 */
export async function checkUnchanged({ table, path, version }: Source): Promise<void> {
  const now = await fileState(table, path);
  if (now.version !== version) throw new SourceChangedError(table.name, path);
}

async function fileState(
  table: Pick<TableSchema, 'name'>,
  path: string,
): Promise<{ readonly bytes: number; readonly version: string }> {
  let found;
  try {
    found = await stat(path, { bigint: true });
  } catch (error) {
    throw fileError({ table, path }, error);
  }
  if (found.isDirectory()) throw new SourceNotAFileError(table.name, path, 'a directory');
  if (!found.isFile()) {
    throw new SourceNotAFileError(table.name, path, 'neither a file nor a directory');
  }
  const version = [found.dev, found.ino, found.size, found.mtimeNs].join(':');
  return { bytes: Number(found.size), version };
}

function checkText(table: TableSchema, path: string, head: Uint8Array): readonly string[] {
  const known = knownFormat(head);
  if (known !== undefined) throw new SourceFormatError(table.name, path, known.name, known.advice);
  return checkHeader(table, path, firstLine(head));
}

/** The first line of a text, without its byte order mark. */
export function firstLine(head: Uint8Array): string {
  // TextDecoder drops one byte order mark; tools that add one to a file that has one leave two.
  const text = new TextDecoder().decode(head).replace(/^\ufeff+/, '');
  return text.split(/\r\n|\n|\r/, 1)[0] ?? '';
}

/** The one file of a zip archive. */
async function onlyEntry(table: Pick<TableSchema, 'name'>, path: string): Promise<ZipEntry> {
  let entries;
  try {
    entries = await listZip({ table, path });
  } catch (error) {
    if (!(error instanceof DamagedDataError)) throw error;
    throw new CorruptSourceError(table.name, path, error.format, error.reason, { cause: error });
  }
  const names = entries.map(({ name }) => printable(name));
  const refuse = (what: string, advice: string): SourceFormatError =>
    new SourceFormatError(table.name, path, what, advice);
  if (names.some((name) => name.startsWith('xl/'))) {
    throw refuse('an Excel workbook (.xlsx)', 'Save it as CSV (UTF-8), gzip if you like.');
  }
  const [entry, ...others] = entries;
  if (entry === undefined) throw refuse('a zip archive without files', 'Put the CSV file into it.');
  if (others.length > 0) {
    throw refuse(
      `a zip archive of ${names.length} files: ${listNames(names)}`,
      'Unpack it and give the file of this table, or make an archive of that file alone.',
    );
  }
  if (entry.isEncrypted) {
    throw refuse(`a zip archive with a password: ${printable(entry.name)}`, 'Unpack it.');
  }
  return entry;
}

/** Enough to recognise an archive. */
const MOST_NAMES = 20;

function listNames(names: readonly string[]): string {
  const more = names.length - MOST_NAMES;
  return names.slice(0, MOST_NAMES).join(', ') + (more > 0 ? ` and ${more} more` : '');
}
