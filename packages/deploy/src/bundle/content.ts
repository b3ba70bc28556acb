import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';

/** Bytes in memory, or the path of a local file that holds them. */
export type Content = Uint8Array | string;

/** Streams content from its first byte. */
export function openContent(content: Content): Readable {
  return typeof content === 'string' ? createReadStream(content) : Readable.from([content]);
}

/** Size and `sha256:<hex>` of content, in constant memory. */
export async function digestContent(content: Content): Promise<{ bytes: number; digest: string }> {
  const hash = createHash('sha256');
  let bytes = 0;
  const chunks: AsyncIterable<Uint8Array> = openContent(content);
  for await (const chunk of chunks) {
    hash.update(chunk);
    bytes += chunk.byteLength;
  }
  return { bytes, digest: `sha256:${hash.digest('hex')}` };
}
