import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { TableSchema } from '../schema/table-schema.ts';
import { checkHeader } from './check-header.ts';
import {
  CorruptSourceError,
  EmptySourceError,
  SourceNotAFileError,
  SourceNotFoundError,
  UnreadableSourceError,
} from './source-errors.ts';

/** A source file whose header is the table's. */
export interface Source {
  readonly table: TableSchema;
  readonly path: string;
  readonly bytes: number;
  /** Told by the content, not by the name. */
  readonly isGzip: boolean;
}

/** A header is some hundred bytes; a "line" beyond this is no header. */
const LONGEST_HEADER_BYTES = 64 * 2 ** 10;

const GZIP_MAGIC = [0x1f, 0x8b];

/**
 * Looks at a file's kind and header.
 *
 * @throws SourceNotFoundError, SourceNotAFileError, EmptySourceError, CorruptSourceError, ColumnsMismatchError.
 */
export async function probeSource(table: TableSchema, path: string): Promise<Source> {
  const bytes = await fileSize(table, path);
  if (bytes === 0) throw new EmptySourceError(table.name, path);
  const magic = await readHead(createReadStream(path), GZIP_MAGIC.length);
  const isGzip = GZIP_MAGIC.every((byte, index) => magic[index] === byte);

  const head = await readSourceHead({ table, path, bytes, isGzip });
  if (head.length === 0) throw new EmptySourceError(table.name, path);
  // TextDecoder drops a byte order mark.
  const [headerLine] = new TextDecoder().decode(head).split(/\r\n|\n|\r/, 1);
  checkHeader(table, path, headerLine ?? '');
  return { table, path, bytes, isGzip };
}

async function fileSize(table: TableSchema, path: string): Promise<number> {
  let found;
  try {
    found = await stat(path);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT' || code === 'ENOTDIR') {
      throw new SourceNotFoundError(table.name, path, { cause: error });
    }
    throw new UnreadableSourceError(table.name, path, `cannot be opened (${String(code)}).`, {
      cause: error,
    });
  }
  if (found.isDirectory()) throw new SourceNotAFileError(table.name, path, 'a directory');
  if (!found.isFile())
    throw new SourceNotAFileError(table.name, path, 'neither a file nor a directory');
  return found.size;
}

async function readSourceHead(source: Source): Promise<Uint8Array> {
  const file = createReadStream(source.path);
  if (!source.isGzip) return readHead(file, LONGEST_HEADER_BYTES);
  const gunzip = createGunzip();
  file.on('error', (error) => gunzip.destroy(error));
  try {
    return await readHead(file.pipe(gunzip), LONGEST_HEADER_BYTES);
  } catch (error) {
    const cause = error instanceof Error ? error : new Error(String(error));
    throw new CorruptSourceError(source.table.name, source.path, { cause });
  } finally {
    file.destroy();
  }
}

async function readHead(stream: Readable, bytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of stream) {
    if (!(chunk instanceof Uint8Array)) break;
    chunks.push(chunk);
    length += chunk.length;
    if (length >= bytes) break;
  }
  return Buffer.concat(chunks).subarray(0, bytes);
}
