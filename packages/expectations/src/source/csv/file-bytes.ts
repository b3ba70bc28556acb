import { createReadStream } from 'node:fs';
import type { ReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';

/** How a file is packed, told by its first bytes. */
export type Packing = 'none' | 'gzip' | 'gzip twice';

/** Bytes of a file that cannot be had; `message` is a reason without the file's name. */
export class BrokenBytesError extends Error {}

/** Large reads keep this thread idle while DuckDB works. */
const CHUNK_BYTES = 2 ** 20;

const GZIP = [0x1f, 0x8b];

/** What some files are that are no CSV, and what to do. */
const NO_CSV: readonly (readonly [bytes: readonly number[], reason: string])[] = [
  [[0x50, 0x41, 0x52, 0x31], 'it is a Parquet file; give it as { parquet }.'],
  [[0x50, 0x4b, 0x03, 0x04], 'it is a zip archive or an Excel file; unpack it, or save it as CSV.'],
  [[0xd0, 0xcf, 0x11, 0xe0], 'it is an old Excel file; save it as CSV.'],
  [[0x42, 0x5a, 0x68], 'it is packed with bzip2; unpack it first.'],
  [[0xfd, 0x37, 0x7a, 0x58, 0x5a], 'it is packed with xz; unpack it first.'],
  [[0x28, 0xb5, 0x2f, 0xfd], 'it is packed with zstd; unpack it first, or pack it with gzip.'],
];

const startsWith = (bytes: Uint8Array, start: readonly number[]) =>
  start.every((byte, at) => bytes[at] === byte);

/** Bytes of a stream; a stream that fails names no path of ours. */
async function* bytesOf(stream: Readable): AsyncGenerator<Uint8Array> {
  for await (const chunk of stream) {
    if (chunk instanceof Uint8Array) yield chunk;
  }
}

function whyGzipFails(cause: unknown): BrokenBytesError {
  return new BrokenBytesError(
    'its gzip data is damaged or cut short; copy or download the file again.',
    { cause },
  );
}

/** The contents of all gzip members; checksums and lengths are verified. Zeros may follow, nothing else. */
async function* gunzipFile(path: string): AsyncGenerator<Uint8Array> {
  const file = createReadStream(path, { highWaterMark: CHUNK_BYTES });
  const unpacked = createGunzip({ chunkSize: CHUNK_BYTES });
  file.on('error', (error) => unpacked.destroy(error));
  unpacked.on('end', () => {
    file.unpipe(unpacked);
    file.destroy();
  });
  try {
    yield* bytesOf(file.pipe(unpacked));
  } catch (error) {
    throw whyGzipFails(error);
  } finally {
    file.destroy();
    unpacked.destroy();
  }
  const { size } = await stat(path);
  if (unpacked.bytesWritten < size) await requireZeros(path, unpacked.bytesWritten);
}

async function requireZeros(path: string, start: number): Promise<void> {
  const rest: ReadStream = createReadStream(path, { start, highWaterMark: CHUNK_BYTES });
  for await (const chunk of bytesOf(rest)) {
    if (chunk.some((byte) => byte !== 0)) {
      throw new BrokenBytesError('bytes follow its gzip data; copy or download the file again.');
    }
  }
}

async function* gunzipAgain(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const unpacked = createGunzip({ chunkSize: CHUNK_BYTES });
  const packed = Readable.from(chunks);
  packed.on('error', (error) => unpacked.destroy(error));
  try {
    yield* bytesOf(packed.pipe(unpacked));
  } catch (error) {
    throw error instanceof BrokenBytesError ? error : whyGzipFails(error);
  } finally {
    packed.destroy();
    unpacked.destroy();
  }
}

/** The first bytes of a stream, fewer than asked for where it is short. */
export async function headOf(
  chunks: AsyncIterable<Uint8Array>,
  bytes: number,
): Promise<{ readonly head: Uint8Array; readonly isWhole: boolean }> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    parts.push(chunk);
    length += chunk.length;
    if (length > bytes) return { head: Buffer.concat(parts).subarray(0, bytes), isWhole: false };
  }
  return { head: Buffer.concat(parts), isWhole: true };
}

/** The bytes that a file holds, unpacked. Throws BrokenBytesError, while it is read too. */
export function unpackedBytes(path: string, packing: Packing): AsyncGenerator<Uint8Array> {
  if (packing === 'none') {
    return bytesOf(createReadStream(path, { highWaterMark: CHUNK_BYTES }));
  }
  const once = gunzipFile(path);
  return packing === 'gzip' ? once : gunzipAgain(once);
}

const MAGIC_BYTES = 8;

/** How a file is packed; throws BrokenBytesError where it is no CSV. */
export async function packingOf(path: string): Promise<Packing> {
  let packing: Packing = 'none';
  for (const inside of ['gzip', 'gzip twice'] as const) {
    const { head } = await headOf(unpackedBytes(path, packing), MAGIC_BYTES);
    const reason = NO_CSV.find(([start]) => startsWith(head, start))?.[1];
    if (reason !== undefined) throw new BrokenBytesError(reason);
    if (!startsWith(head, GZIP)) return packing;
    packing = inside;
  }
  const { head } = await headOf(unpackedBytes(path, packing), MAGIC_BYTES);
  if (startsWith(head, GZIP)) {
    throw new BrokenBytesError('it is packed with gzip three times; unpack it first.');
  }
  return packing;
}
