import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { BrokenBytesError } from './broken-bytes.ts';
import { bytesOf, CHUNK_BYTES, fileChunks } from './file-chunks.ts';

function whyGzipFails(cause: unknown): BrokenBytesError {
  return new BrokenBytesError(
    'its gzip data is damaged or cut short; copy or download the file again.',
    { cause },
  );
}

/** The contents of all gzip members; checksums and lengths are verified. Zeros may follow, nothing else. */
export async function* gunzipFile(path: string): AsyncGenerator<Uint8Array> {
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
  for await (const chunk of fileChunks(path, start)) {
    if (chunk.some((byte) => byte !== 0)) {
      throw new BrokenBytesError('bytes follow its gzip data; copy or download the file again.');
    }
  }
}

/** gzip data that is packed in something else. */
export async function* gunzipChunks(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
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
