import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics/metrics.ts';
import { errorBody } from './error-reply.ts';

const STATUS: Readonly<Record<string, number>> = {
  HPE_HEADER_OVERFLOW: 431,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
};

/** What Node's parser refused before there was a request. */
export function refuseUnreadable(
  error: NodeJS.ErrnoException,
  socket: Duplex,
  { log, metrics }: { readonly log: Log; readonly metrics: Metrics },
): void {
  const status = STATUS[error.code ?? ''] ?? 400;
  log('info', 'request', { route: 'unknown', status, code: 'http_malformed' });
  metrics.request('unknown', status, 0);
  metrics.rejection('http_malformed');
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const body = JSON.stringify(errorBody('http_malformed', 'The request is not well-formed HTTP.'));
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\nconnection: close\r\n` +
      `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}
