import type { FileHandle } from 'node:fs/promises';
import type { Part, PartSource } from './upload-parts.ts';

/** S3 takes no more parts than these. */
const MOST_PARTS = 10_000;

/** The size of the parts of a file: `least`, or more where there would be too many. */
export function partBytesFor(fileBytes: number, least: number): number {
  return Math.max(least, Math.ceil(fileBytes / MOST_PARTS));
}

/** Reads a file's parts, each into a buffer that is used again. */
export function fileParts(file: FileHandle, fileBytes: number, partBytes: number): PartSource {
  const free: Buffer[] = [];
  let position = 0;
  let number = 0;
  return {
    async next() {
      if (position >= fileBytes) return undefined;
      const buffer = free.pop() ?? Buffer.allocUnsafeSlow(partBytes);
      const wanted = Math.min(partBytes, fileBytes - position);
      let filled = 0;
      while (filled < wanted) {
        const { bytesRead } = await file.read(buffer, filled, wanted - filled, position + filled);
        if (bytesRead === 0)
          throw new Error(`the file ended at ${position + filled} bytes of ${fileBytes}`);
        filled += bytesRead;
      }
      position += wanted;
      number += 1;
      return { number, bytes: buffer.subarray(0, wanted) };
    },
    release({ bytes }) {
      free.push(Buffer.from(bytes.buffer, 0, bytes.buffer.byteLength));
    },
  };
}

/** The parts of a stream of unknown length: each 2,000 of them are twice as large, up to 250 GB with 8 MiB. */
export function streamParts(
  chunks: AsyncIterator<Uint8Array>,
  first: Uint8Array,
  partBytes: number,
): PartSource {
  let pending: Uint8Array | undefined = first;
  let number = 0;
  return {
    async next(): Promise<Part | undefined> {
      const wanted = partBytes * 2 ** Math.floor(number / 2000);
      const start = pending ?? new Uint8Array(0);
      const { bytes, rest } = await gather(chunks, start, wanted);
      pending = rest;
      if (bytes.length === 0) return undefined;
      number += 1;
      return { number, bytes };
    },
    release: () => undefined,
  };
}

/** Takes `wanted` bytes of a stream, or all there are; `rest` is what the last chunk had beyond them. */
export async function gather(
  chunks: AsyncIterator<Uint8Array>,
  start: Uint8Array,
  wanted: number,
): Promise<{ readonly bytes: Uint8Array; readonly rest: Uint8Array; readonly ended: boolean }> {
  const pieces = [start];
  let length = start.length;
  let ended = false;
  while (length < wanted) {
    const next = await chunks.next();
    if (next.done === true) {
      ended = true;
      break;
    }
    // The stream may fill its buffer anew.
    pieces.push(Uint8Array.from(next.value));
    length += next.value.length;
  }
  const all = pieces.length === 1 ? start : Buffer.concat(pieces);
  return { bytes: all.subarray(0, wanted), rest: all.subarray(wanted), ended };
}
