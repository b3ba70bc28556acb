import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import type { Source } from './probe-source.ts';

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/** Whether a source holds both \n and \r\n as line ends, which DuckDB's strict reader refuses. */
export async function hasMixedLineEnds(source: Source): Promise<boolean> {
  const file = createReadStream(source.path);
  const chunks: AsyncIterable<unknown> = source.isGzip ? file.pipe(createGunzip()) : file;
  let hasPlain = false;
  let hasReturn = false;
  let previous = 0;
  for await (const chunk of chunks) {
    if (!(chunk instanceof Uint8Array)) continue;
    for (let at = chunk.indexOf(LINE_FEED); at >= 0; at = chunk.indexOf(LINE_FEED, at + 1)) {
      if ((at > 0 ? chunk[at - 1] : previous) === CARRIAGE_RETURN) hasReturn = true;
      else hasPlain = true;
      if (hasPlain && hasReturn) return true;
    }
    previous = chunk[chunk.length - 1] ?? previous;
  }
  return false;
}
