import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';

/** Large reads keep this thread idle while DuckDB works. */
export const CHUNK_BYTES = 2 ** 20;

/** The bytes of a stream. */
export async function* bytesOf(stream: Readable): AsyncGenerator<Uint8Array> {
  for await (const chunk of stream) {
    if (chunk instanceof Uint8Array) yield chunk;
  }
}

/** The bytes of a file as it is on disk, from `start`. */
export function fileChunks(path: string, start = 0): AsyncGenerator<Uint8Array> {
  return bytesOf(createReadStream(path, { start, highWaterMark: CHUNK_BYTES }));
}
