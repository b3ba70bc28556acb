import { open } from 'node:fs/promises';

/** Bytes of a file from some place on. */
export interface FilePart {
  readonly bytes: Buffer;
  /** Where it begins and ends, in bytes. */
  readonly from: number;
  readonly to: number;
}

/**
 * The end of a file of text.
 *
 * @param maxBytes at most so many: a log may be larger than memory
 */
export async function readFileEnd(path: string, maxBytes: number): Promise<FilePart> {
  return readPart(path, (bytes) => Math.max(0, bytes - maxBytes), maxBytes);
}

/**
 * What of a file comes after a place; from its beginning if it is shorter than that, as one that was begun anew.
 *
 * @param maxBytes at most so many at once
 */
export async function readFileFrom(
  path: string,
  from: number,
  maxBytes: number,
): Promise<FilePart> {
  return readPart(path, (bytes) => (bytes < from ? 0 : from), maxBytes);
}

async function readPart(
  path: string,
  beginAt: (bytes: number) => number,
  maxBytes: number,
): Promise<FilePart> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const from = beginAt(size);
    const buffer = Buffer.alloc(Math.min(maxBytes, size - from));
    const { bytesRead } = await file.read(buffer, 0, buffer.length, from);
    return { bytes: buffer.subarray(0, bytesRead), from, to: from + bytesRead };
  } finally {
    await file.close();
  }
}
