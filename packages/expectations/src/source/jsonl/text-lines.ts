import { LONGEST_ROW_BYTES } from '../csv/split-record.ts';
import { BrokenBytesError } from '../unpack/broken-bytes.ts';

const NEWLINE = 0x0a;

/** Whole lines of a file, as they lie in it, the last one without its end; `line` is the number of the first. */
export interface TextLines {
  readonly line: number;
  readonly bytes: Uint8Array;
}

function countLines(bytes: Uint8Array): number {
  let count = 0;
  for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, at + 1)) count++;
  return count;
}

/** Lines as chunks come, never a part of one. Throws BrokenBytesError for a line that no row can be made of. */
export async function* textLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<TextLines> {
  let before: Uint8Array[] = [];
  let held = 0;
  let line = 1;
  for await (const chunk of chunks) {
    const end = chunk.lastIndexOf(NEWLINE);
    if (end >= 0) {
      const bytes = Buffer.concat([...before, chunk.subarray(0, end)]);
      yield { line, bytes };
      line += countLines(bytes) + 1;
      [before, held] = [[], 0];
    }
    const rest = chunk.subarray(end + 1);
    if (rest.length > 0) before.push(rest);
    held += rest.length;
    if (held > LONGEST_ROW_BYTES) {
      throw new BrokenBytesError(
        `line ${line} has more than ${LONGEST_ROW_BYTES} bytes, which is the most that a row may have.`,
      );
    }
  }
  if (held > 0) yield { line, bytes: Buffer.concat(before) };
}
