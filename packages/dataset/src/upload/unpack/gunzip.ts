import { createGunzip } from 'node:zlib';
import type { Gunzip } from 'node:zlib';
import { DamagedDataError } from './damaged-data.ts';
import { CHUNK_BYTES } from './read-file.ts';

/**
 * Unpacks gzip data of one or more members; zeros behind them are padding, as tapes and some tools write it.
 *
 * @throws DamagedDataError if the data is cut short, fails its checksum, or is followed by anything else.
 */
export async function* gunzip(packed: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const unpacker = createGunzip({ chunkSize: CHUNK_BYTES });
  const reading = { isOver: false };
  const feeding = feed(unpacker, packed, reading);
  // Whichever of the two fails first ends the other
  feeding.catch((error: unknown) => {
    unpacker.destroy(error instanceof Error ? error : new Error(String(error)));
  });
  try {
    for await (const chunk of unpacker) if (chunk instanceof Uint8Array) yield chunk;
    await feeding;
  } catch (error) {
    throw damageOf(error);
  } finally {
    reading.isOver = true;
    unpacker.destroy();
  }
}

async function feed(
  unpacker: Gunzip,
  packed: AsyncIterable<Uint8Array>,
  reading: { readonly isOver: boolean },
): Promise<void> {
  let fedBytes = 0;
  let hasEnded = false;
  for await (const chunk of packed) {
    if (hasEnded) {
      refuseUnlessZero(chunk);
      continue;
    }
    await write(unpacker, chunk);
    if (reading.isOver || unpacker.errored !== null) return;
    const taken = unpacker.bytesWritten - fedBytes;
    fedBytes += chunk.length;
    if (taken < chunk.length) {
      refuseUnlessZero(chunk.subarray(taken));
      hasEnded = true;
    }
  }
  if (!hasEnded) unpacker.end();
}

/** Hands a chunk over and waits until it is used, or the unpacker is at its end. */
function write(unpacker: Gunzip, chunk: Uint8Array): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      unpacker.off('end', done);
      unpacker.off('close', done);
      resolve();
    };
    unpacker.once('end', done);
    unpacker.once('close', done);
    unpacker.write(chunk, done);
  });
}

function refuseUnlessZero(rest: Uint8Array): void {
  if (rest.some((byte) => byte !== 0)) {
    throw new DamagedDataError('gzip', 'other bytes follow behind the end of the data');
  }
}

function damageOf(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (!code.startsWith('Z_')) return error;
  const reason =
    code === 'Z_BUF_ERROR' ? 'it is cut short' : 'it does not fit its checksum or is no gzip data';
  return new DamagedDataError('gzip', reason, { cause: error });
}
