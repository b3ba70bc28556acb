import { CorruptSourceError, UnpackLimitError } from '../source-errors.ts';
import { bounded, TooManyBytesError } from './bounded.ts';
import { DamagedDataError } from './damaged-data.ts';
import { gunzip } from './gunzip.ts';
import type { Packing } from './packing.ts';
import { readFileBytes } from './read-file.ts';
import type { SourceFile } from './read-file.ts';
import { unzip } from './unzip.ts';

/** Hears the bytes of the file itself, in order. */
export type OnFileBytes = (bytes: Uint8Array) => void;

/** A source file, how it is packed, and the most that each layer may unpack to. */
export interface PackedSource extends SourceFile {
  readonly packing: readonly Packing[];
  readonly unpackLimitBytes: number;
}

/**
 * The bytes of a source behind all of its packings, every checksum checked by the time they end.
 *
 * @param onFileBytes hears what is read from disk; not for a zip archive, which is not read in order.
 * @throws CorruptSourceError, UnpackLimitError, SourceNotFoundError, UnreadableSourceError.
 */
export async function* readSource(
  source: PackedSource,
  onFileBytes?: OnFileBytes,
): AsyncGenerator<Uint8Array> {
  let bytes: AsyncIterable<Uint8Array> = readFileBytes(source);
  if (onFileBytes !== undefined) bytes = overheard(bytes, onFileBytes);
  for (const packing of source.packing) {
    if (packing.kind === 'zip') bytes = unzip(source, packing.entry);
    else bytes = packing.kind === 'gzip' ? gunzip(bytes) : await zstd(bytes);
    bytes = bounded(bytes, source.unpackLimitBytes);
  }
  try {
    yield* bytes;
  } catch (error) {
    if (error instanceof TooManyBytesError) {
      throw new UnpackLimitError(source.table.name, source.path, source.unpackLimitBytes);
    }
    if (!(error instanceof DamagedDataError)) throw error;
    throw new CorruptSourceError(source.table.name, source.path, error.format, error.reason, {
      cause: error,
    });
  }
}

/** The unpacker is loaded on first use: such files are rare. */
async function zstd(bytes: AsyncIterable<Uint8Array>): Promise<AsyncIterable<Uint8Array>> {
  const { unzstd } = await import('./unzstd.ts');
  return unzstd(bytes);
}

async function* overheard(
  bytes: AsyncIterable<Uint8Array>,
  onBytes: OnFileBytes,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of bytes) {
    onBytes(chunk);
    yield chunk;
  }
}

/** The first bytes of a source, at most as many as asked for. */
export async function readHead(
  bytes: AsyncIterable<Uint8Array>,
  count: number,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of bytes) {
    chunks.push(chunk);
    length += chunk.length;
    if (length >= count) break;
  }
  return Buffer.concat(chunks).subarray(0, count);
}
