import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { writingFault } from '../../faults/storage-fault.ts';

/** A socket gives 64 KiB at a time: a call of the system for each of them costs more than the copying. */
const BATCH_BYTES = 2 ** 20;

/** Chunks on their way into a file, from one position on. */
export interface BatchedWrites {
  /** Where the next chunk goes. */
  end(): number;
  add(chunk: Uint8Array): Promise<void>;
  /** Writes what is left and tells where the next chunk would go. */
  flush(): Promise<number>;
}

/** Writes chunks in batches; what the disk refuses is a StorageError. */
export function batchedWrites(file: FileHandle, path: string, start: number): BatchedWrites {
  let position = start;
  let waiting: Uint8Array[] = [];
  let waitingBytes = 0;
  const flush = async (): Promise<number> => {
    const batch = waiting;
    const wanted = waitingBytes;
    waiting = [];
    waitingBytes = 0;
    if (wanted === 0) return position;
    try {
      const { bytesWritten } = await file.writev(batch, position);
      if (bytesWritten < wanted) {
        // A disk may take less than it is given, such as before it is full.
        await writeAll(file, Buffer.concat(batch).subarray(bytesWritten), position + bytesWritten);
      }
    } catch (error) {
      throw writingFault(error, { doing: 'keeping a copy of an object', path });
    }
    position += wanted;
    return position;
  };
  return {
    end: () => position + waitingBytes,
    async add(chunk) {
      waiting.push(chunk);
      waitingBytes += chunk.length;
      if (waitingBytes >= BATCH_BYTES) await flush();
    },
    flush,
  };
}

async function writeAll(file: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  let written = 0;
  while (written < bytes.length) {
    const { bytesWritten } = await file.write(
      bytes,
      written,
      bytes.length - written,
      position + written,
    );
    written += bytesWritten;
  }
}

/** The digest of a file that is written in ranges, in any order, made while they come. */
export interface OrderedDigest {
  /** Tells that the bytes from `start` up to, but not with, `end` are in the file. */
  add(start: number, end: number): void;
  /** SHA-256 (hex) of all ranges that follow one another from the file's start. */
  end(): Promise<string>;
}

/** Reads each range back, from the system's memory, as soon as all before it are there. */
export function digestInOrder(file: FileHandle): OrderedDigest {
  const hash = createHash('sha256');
  const buffer = Buffer.allocUnsafeSlow(BATCH_BYTES);
  const ends = new Map<number, number>();
  let hashed = 0;
  let turn: Promise<void> = Promise.resolve();
  const advance = async (): Promise<void> => {
    for (let end = ends.get(hashed); end !== undefined; end = ends.get(hashed)) {
      ends.delete(hashed);
      while (hashed < end) {
        const wanted = Math.min(buffer.length, end - hashed);
        const { bytesRead } = await file.read(buffer, 0, wanted, hashed);
        if (bytesRead === 0) throw new Error(`the file ends at ${hashed} bytes of ${end}`);
        hash.update(buffer.subarray(0, bytesRead));
        hashed += bytesRead;
      }
    }
  };
  return {
    add(start, end) {
      ends.set(start, end);
      turn = turn.then(advance);
      // Told by `end`.
      turn.catch(() => undefined);
    },
    async end() {
      await turn;
      return hash.digest('hex');
    },
  };
}
