import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { Engine } from '../../engine/engine.ts';
import { EngineError } from '../../errors.ts';
import { writingFault } from '../../faults/storage-fault.ts';
import { splitHeader } from '../../upload/check-header.ts';
import { LONGEST_LINE_BYTES } from '../../upload/csv/record-scanner.ts';
import type { CsvLayout } from '../../upload/csv/record-scanner.ts';
import { checkUnchanged, firstLine, probeFile } from '../../upload/probe-source.ts';
import type { Source } from '../../upload/probe-source.ts';
import { parquetColumns } from '../../upload/raw-rows.ts';
import { damagedParquet } from '../../upload/read-parquet-source.ts';
import { EmptySourceError, SourceFormatError } from '../../upload/source-errors.ts';
import { knownFormat } from '../../upload/unpack/known-formats.ts';
import { readSource } from '../../upload/unpack/read-source.ts';
import type { SourceMap } from '../map/import-map.ts';

/** A file whose kind and columns are known. */
export type Input = CsvInput | JsonInput | ParquetInput;

export interface CsvInput {
  readonly format: 'csv';
  readonly path: string;
  /** Its columns have made-up names, `c0` and so on, since those of the file may be empty or there twice. */
  readonly source: Source;
  /** As the file, or the map, names them. */
  readonly names: readonly string[];
}

export interface JsonInput {
  readonly format: 'json';
  readonly path: string;
  readonly source: Source;
  /** Where it is unpacked. */
  readonly readPath: string;
  readonly isArray: boolean;
}

export interface ParquetInput {
  readonly format: 'parquet';
  readonly path: string;
  readonly source: Source;
  readonly readPath: string;
  readonly columns: readonly { readonly name: string; readonly type: string }[];
}

/** What errors say of a file that is imported. */
const TABLE = { name: 'import', columns: [], mayBeEmpty: true } as const;

/** Enough for any header, which is a line. */
const HEAD_BYTES = LONGEST_LINE_BYTES;

const DELIMITERS = [',', ';', '\t', '|'];

export interface OpenOptions {
  /** Number of the file, for the name of what is unpacked. */
  readonly number: number;
  readonly layout: Pick<SourceMap, 'delimiter' | 'header'>;
  readonly maxUnpackedBytes: number | undefined;
}

/**
 * Tells what a file is and which columns it has. What DuckDB cannot read in place is unpacked.
 *
 * @throws SourceError of any kind.
 */
export async function openInput(
  engine: Engine,
  path: string,
  { number, layout, maxUnpackedBytes }: OpenOptions,
): Promise<Input> {
  const { head, isParquet, ...file } = await probeFile(TABLE, path, {
    headBytes: HEAD_BYTES,
    maxUnpackedBytes,
  });
  const unread = {
    ...file,
    table: TABLE,
    layout: { columns: [], delimiter: ',', hasHeader: true },
  };
  const unpacked = join(engine.directory, `${number}.unpacked`);
  if (isParquet) {
    const source = { ...unread, format: 'parquet' as const };
    const readPath = file.packing.length === 0 ? path : await unpack(source, unpacked);
    const columns = await parquetColumns(engine, readPath).catch((error: unknown) => {
      throw error instanceof EngineError ? damagedParquet(source, error) : error;
    });
    return { format: 'parquet', path, source, readPath, columns };
  }
  const text = { ...unread, format: 'csv' as const };
  const known = knownFormat(head);
  if (known !== undefined && known.name !== 'JSON') {
    throw new SourceFormatError(TABLE.name, path, known.name, known.advice);
  }
  const start = /[^\s\ufeff]/u.exec(new TextDecoder().decode(head.subarray(0, 4096)))?.[0];
  if (start === undefined) throw new EmptySourceError(TABLE.name, path);
  if (start === '{' || start === '[') {
    // DuckDB takes a byte order mark for a wrong line
    const isPlain = file.packing.length === 0 && head[0] !== 0xef;
    const readPath = isPlain ? path : await unpack(text, unpacked);
    return { format: 'json', path, source: text, readPath, isArray: start === '[' };
  }
  const { names, ...found } = layoutOf(firstLine(head), layout);
  return { format: 'csv', path, names, source: { ...text, layout: found } };
}

/** The layout of a text, told by its first line where the map does not say it. */
function layoutOf(
  line: string,
  { delimiter, header }: OpenOptions['layout'],
): CsvLayout & { readonly names: readonly string[] } {
  const sign = delimiter ?? likeliestDelimiter(line);
  const first = splitHeader(line.replaceAll('\0', ''), sign).map((name) => name.trim());
  const names = header ?? first;
  const hasHeader =
    header === undefined ||
    (first.length === header.length && first.every((name, at) => name === header[at]));
  return { names, columns: names.map((_, at) => columnName(at)), delimiter: sign, hasHeader };
}

/** The name that a column of a text has in SQL. */
export function columnName(at: number): string {
  return `c${at}`;
}

/** The sign that is most often in a line, outside of quotes; a comma if none is. */
function likeliestDelimiter(line: string): string {
  const plain = line.replaceAll(/"(?:[^"]|"")*"/g, '');
  const counts = DELIMITERS.map((sign) => plain.split(sign).length - 1);
  return DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ',';
}

/** Writes what is in a file aside, without a byte order mark. */
async function unpack(source: Source, target: string): Promise<string> {
  const file = await open(target, 'w');
  try {
    let isFirst = true;
    for await (const bytes of readSource(source)) {
      const mark = isFirst && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
      isFirst = false;
      await file.writeFile(mark ? bytes.subarray(3) : bytes);
    }
  } catch (error) {
    throw writingFault(error, { doing: `unpacking ${source.path}`, path: target });
  } finally {
    await file.close();
  }
  await checkUnchanged(source);
  return target;
}
