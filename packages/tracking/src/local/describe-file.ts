import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';

/** Reads a file as a stream, and tells what it holds. */
export async function describeFile(
  path: string,
): Promise<{ readonly digest: string; readonly sizeBytes: number }> {
  const hash = createHash('sha256');
  const file = createReadStream(path);
  await pipeline(file, hash);
  return { digest: `sha256:${hash.digest('hex')}`, sizeBytes: file.bytesRead };
}
