import { open } from 'node:fs/promises';
import type { TimedEntry } from '../record/entry.ts';
import { decodeLine } from '../record/line.ts';

/** About 2,500 metrics. */
const BATCH_BYTES = 256 * 1024;
const LINE_END = 0x0a;

/** Entries of a part of the record. */
export interface Batch {
  readonly entries: readonly TimedEntry[];
  /** Where the next batch begins, in bytes. The same as where this one began: nothing more is whole. */
  readonly end: number;
}

/**
 * Reads the whole lines from a place on; torn ones are left out. The last line of a record that was cut right before
 * its line end counts too, as no part of an object is itself an object.
 *
 * @param offset in bytes, the begin of a line
 */
export async function readBatch(path: string, offset: number): Promise<Batch> {
  const file = await open(path);
  try {
    for (let size = BATCH_BYTES; ; size *= 2) {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(size), 0, size, offset);
      const lastEnd = buffer.lastIndexOf(LINE_END, bytesRead - 1);
      if (bytesRead > 0 && lastEnd >= 0) return parse(buffer.subarray(0, lastEnd + 1), offset);
      if (bytesRead < size) {
        const tail = parse(buffer.subarray(0, bytesRead), offset);
        return tail.entries.length > 0 ? tail : { entries: [], end: offset };
      }
    }
  } finally {
    await file.close();
  }
}

function parse(bytes: Buffer, offset: number): Batch {
  const entries = bytes
    .toString('utf8')
    .split('\n')
    .map(decodeLine)
    .filter((entry) => entry !== null);
  return { entries, end: offset + bytes.length };
}
