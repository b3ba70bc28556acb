import { headOf, packingOf, unpackedBytes } from '../unpack/file-bytes.ts';
import type { PackedFile } from '../unpack/file-bytes.ts';
import { columnNames } from './column-names.ts';
import type { CsvOptions } from './csv-options.ts';
import {
  byteOf,
  findDelimiter,
  firstRecords,
  requireDoubleQuotes,
  separatorLine,
} from './find-dialect.ts';
import type { Marks } from './record-scanner.ts';
import { byteOrderMarksOf, encodingOf, utf8Bytes } from './text-bytes.ts';
import type { FoundEncoding } from './text-bytes.ts';

/** A CSV file, looked at: how it is read, its columns, and its first records. */
export interface CsvFile extends PackedFile {
  readonly encoding: FoundEncoding;
  readonly delimiter: string;
  readonly quote: string | null;
  readonly escape: string | null;
  readonly header: boolean;
  readonly marks: Marks;
  /** Of Excel's line `sep=;` before the header, 0 without one. */
  readonly skippedBytes: number;
  /** Byte order marks before the text. */
  readonly byteOrderMarks: number;
  readonly names: readonly string[];
  /** The first records after the header. */
  readonly sample: readonly (readonly string[])[];
}

/** As much of a file as is looked at to find its dialect and to guess types. */
const HEAD_BYTES = 2 ** 18;

/** A file without a header, or without anything; `message` is a reason. */
export class NoColumnsError extends Error {}

/** The text of a file in UTF-8 bytes, without marks and the line that names the delimiter. */
export async function* textOf(
  file: PackedFile & Pick<CsvFile, 'encoding' | 'skippedBytes'>,
): AsyncGenerator<Uint8Array> {
  let left = file.skippedBytes;
  for await (const chunk of utf8Bytes(unpackedBytes(file), file.encoding)) {
    const rest = chunk.subarray(Math.min(left, chunk.length));
    left -= chunk.length - rest.length;
    if (rest.length > 0) yield rest;
  }
}

function namesOf(first: readonly string[], { columns, header = true }: CsvOptions) {
  if (columns === undefined) {
    return columnNames(header ? first : first.map((_, at) => `column${at}`));
  }
  if (columns.length === first.length) return columnNames(columns);
  throw new NoColumnsError(
    `its first line has ${first.length} field${first.length === 1 ? '' : 's'}, and \`columns\` names ${columns.length}. Give one name for each.`,
  );
}

/** Looks at the beginning of a file and finds what `options` leave open. */
export async function lookAtFile(path: string, options: CsvOptions): Promise<CsvFile> {
  const { maxUnpackedBytes } = options;
  const packing = await packingOf(path, maxUnpackedBytes);
  const packed = { path, packing, maxUnpackedBytes };
  const raw = await headOf(unpackedBytes(packed), HEAD_BYTES);
  const encoding = encodingOf(raw.head, options.encoding);
  const { head, isWhole } = await headOf(
    textOf({ ...packed, encoding, skippedBytes: 0 }),
    HEAD_BYTES,
  );
  const named = options.delimiter === undefined ? separatorLine(head) : null;
  const skippedBytes = named?.bytes ?? 0;
  const text = head.subarray(skippedBytes);
  const quote = options.quote === undefined ? '"' : options.quote;
  const escape = options.escape === undefined || options.escape === quote ? null : options.escape;
  const quoting = { quote: byteOf(quote), escape: byteOf(escape) };
  const delimiter = options.delimiter ?? named?.delimiter ?? findDelimiter(text, isWhole, quoting);
  const marks = { ...quoting, delimiter: byteOf(delimiter) };
  const records = firstRecords(text, isWhole, marks);
  const [first] = records;
  if (first === undefined) {
    throw new NoColumnsError(
      isWhole
        ? 'it is empty; expected a line with the names of its columns.'
        : `its first line is longer than ${HEAD_BYTES} bytes, or a quote in it does not end.`,
    );
  }
  if (options.quote === undefined) requireDoubleQuotes(records);
  const header = options.header ?? true;
  return {
    ...packed,
    encoding,
    delimiter,
    quote,
    escape,
    header,
    marks,
    skippedBytes,
    byteOrderMarks: byteOrderMarksOf(raw.head),
    names: namesOf(first.fields, options),
    sample: records.slice(header ? 1 : 0).map(({ fields }) => fields),
  };
}
