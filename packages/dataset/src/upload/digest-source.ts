import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import type { Source } from './probe-source.ts';
import { CorruptSourceError } from './source-errors.ts';

/** Large reads keep the main thread idle while DuckDB works. */
const CHUNK_BYTES = 2 ** 20;

/**
 * Reads a source once: SHA-256 of its bytes, and for gzip the proof that it is whole.
 *
 * DuckDB reads a truncated or damaged gzip file without a word, so its checksums are verified here.
 *
 * @throws CorruptSourceError if the gzip data is damaged or cut short.
 */
export async function digestSource(source: Source): Promise<string> {
  const hash = createHash('sha256');
  const file = createReadStream(source.path, { highWaterMark: CHUNK_BYTES });
  const hashed = async function* (chunks: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
    for await (const chunk of chunks) {
      hash.update(chunk);
      yield chunk;
    }
  };
  if (!source.isGzip) {
    await pipeline(file, hashed, drain);
  } else {
    try {
      await pipeline(file, hashed, createGunzip({ chunkSize: CHUNK_BYTES }), drain);
    } catch (error) {
      if (!isZlibError(error)) throw error;
      throw new CorruptSourceError(source.table.name, source.path, { cause: error });
    }
  }
  return hash.digest('hex');
}

/** SHA-256 of a file, in hex. */
export async function digestFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path, { highWaterMark: CHUNK_BYTES }), hash);
  return hash.digest('hex');
}

async function drain(chunks: AsyncIterable<unknown>): Promise<void> {
  const iterator = chunks[Symbol.asyncIterator]();
  while ((await iterator.next()).done !== true);
}

function isZlibError(error: unknown): error is Error {
  return (
    error instanceof Error &&
    'code' in error &&
    typeof error.code === 'string' &&
    error.code.startsWith('Z_')
  );
}
