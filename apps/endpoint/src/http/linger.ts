import type { IncomingMessage } from 'node:http';

/** So long a refused client may take to send what it was sending, and to read why it was refused. */
export const LINGER_MS = 500;

/**
 * Waits until a request has come whole, or for half a second: a connection that is closed while bytes come is reset, and
 * the client loses the answer that was sent before.
 *
 * @param maxBytes what is read and dropped at most
 */
export function linger(request: IncomingMessage, maxBytes: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, LINGER_MS);
    const done = () => {
      clearTimeout(timer);
      resolve();
    };
    let bytes = 0;
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.byteLength;
      if (bytes > maxBytes) done();
    });
    request.once('end', done);
    request.once('close', done);
    request.resume();
    if (request.complete) done();
  });
}
