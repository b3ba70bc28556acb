import { maxHeaderSize, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics/metrics.ts';
import { errorBody } from './error-reply.ts';
import { LINGER_MS } from './linger.ts';

const STATUS: Readonly<Record<string, number>> = {
  HPE_HEADER_OVERFLOW: 431,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
};

/** Connections that have been refused, and are read on for a moment so that the answer is not lost with them. */
const refused = new WeakSet<Duplex>();

const MESSAGE: Readonly<Record<number, string>> = {
  408: 'The request did not come whole in time. Send it again.',
  431: `Expected a request line and headers of at most ${maxHeaderSize} bytes. Send fewer events, or POST them to /invocations.`,
};

/** What Node's parser refused before there was a request. */
export function refuseUnreadable(
  error: NodeJS.ErrnoException,
  socket: Duplex,
  { log, metrics }: { readonly log: Log; readonly metrics: Metrics },
): void {
  // What comes after it is refused by the parser once more
  if (refused.has(socket)) return;
  refused.add(socket);
  const status = STATUS[error.code ?? ''] ?? 400;
  log('info', 'request', { route: 'unknown', status, code: 'http_malformed' });
  metrics.request('unknown', status, 0);
  metrics.rejection('http_malformed');
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const body = JSON.stringify(
    errorBody('http_malformed', MESSAGE[status] ?? 'The request is not well-formed HTTP.'),
  );
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\nconnection: close\r\n` +
      `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
  setTimeout(() => socket.destroy(), LINGER_MS).unref();
}
