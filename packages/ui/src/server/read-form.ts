import type { IncomingMessage } from 'node:http';
import { RefusedRequestError } from '../errors.ts';

/** Notes are what is longest in a form of ours. */
const MOST_BYTES = 256 * 1024;

/** The fields of a form. @throws RefusedRequestError for another body, or one that is too long */
export async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  const [type] = (request.headers['content-type'] ?? '').split(';');
  if (type?.trim() !== 'application/x-www-form-urlencoded') {
    throw new RefusedRequestError(415, 'no_form', 'Expected the fields of a form.');
  }
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MOST_BYTES) {
      throw new RefusedRequestError(
        413,
        'form_too_long',
        `Expected at most ${MOST_BYTES / 1024} KiB. Shorten the note.`,
      );
    }
    chunks.push(chunk);
  }
  return new URLSearchParams(Buffer.concat(chunks).toString('utf8'));
}
