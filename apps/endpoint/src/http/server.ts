import { randomUUID } from 'node:crypto';
import {
  createServer,
  STATUS_CODES,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { Duplex } from 'node:stream';
import { RequestError } from '../errors.ts';
import type { RequestLimits } from '../limits.ts';
import type { Log } from '../log.ts';
import { ClientGoneError } from './body.ts';
import { pathOf, route, ROUTES, type Readiness } from './routes.ts';
import type { Reply } from './reply.ts';

export interface ServerContext {
  readonly limits: RequestLimits;
  readonly log: Log;
  readonly readiness: () => Readiness;
}

const TIMEOUTS = {
  /** A request that trickles in for longer is cut off. */
  requestTimeout: 30_000,
  headersTimeout: 10_000,
  /** Longer than load balancers keep a connection (60 s), so that they close first and lose no request. */
  keepAliveTimeout: 65_000,
};

/** A client's own id is kept if it is harmless in a header and a log. */
const REQUEST_ID = /^[\w.:-]{1,128}$/;

function requestIdOf(request: IncomingMessage): string {
  const given = request.headers['x-request-id'];
  return typeof given === 'string' && REQUEST_ID.test(given) ? given : randomUUID();
}

const errorBody = (code: string, message: string) => ({ error: { code, message } });

function replyToError(error: unknown): Reply {
  if (error instanceof RequestError) {
    const { status, code, message, headers } = error;
    return { status, body: errorBody(code, message), headers };
  }
  return {
    status: 500,
    body: errorBody('internal_error', 'The prediction failed; the log has the reason.'),
  };
}

function send(response: ServerResponse, { status, body, headers }: Reply, close: boolean): void {
  const bytes = Buffer.from(JSON.stringify(body));
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': bytes.byteLength,
    'cache-control': 'no-store',
    ...headers,
    ...(close && { connection: 'close' }),
  });
  response.end(bytes);
}

/** What the log says of a failure; a client's mistake by its code alone: messages may quote the request. */
function failureFields(error: unknown): { code?: string; reason?: string } {
  if (error === undefined) return {};
  if (error instanceof ClientGoneError) return { code: 'client_gone' };
  if (error instanceof RequestError) return { code: error.code };
  return { code: 'internal_error', reason: error instanceof Error ? error.message : 'unknown' };
}

async function handle(
  request: IncomingMessage,
  response: ServerResponse,
  { limits, log, readiness }: ServerContext,
): Promise<void> {
  const started = performance.now();
  const requestId = requestIdOf(request);
  const path = pathOf(request);
  response.setHeader('x-request-id', requestId);
  let reply: Reply | null = null;
  let failure: unknown;
  try {
    reply = await route(request, { limits, readiness: readiness() });
  } catch (error) {
    failure = error;
    if (!(error instanceof ClientGoneError)) reply = replyToError(error);
  }
  if (reply) send(response, reply, readiness().phase === 'draining' || !request.complete);
  const status = reply?.status ?? null;
  log(status !== null && status >= 500 && path !== '/ping' ? 'error' : 'info', 'request', {
    requestId,
    method: request.method,
    route: Object.hasOwn(ROUTES, path) ? path : 'unknown',
    status,
    durationMs: Math.round((performance.now() - started) * 1000) / 1000,
    instances: reply?.instances,
    ...failureFields(failure),
  });
}

/** What Node's parser refused before there was a request. */
function refuseUnreadable(error: NodeJS.ErrnoException, socket: Duplex, log: Log): void {
  const status =
    error.code === 'HPE_HEADER_OVERFLOW'
      ? 431
      : error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
        ? 408
        : 400;
  log('info', 'request', { route: 'unknown', status, code: 'http_malformed' });
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

/** The HTTP server, not yet listening. */
export function createEndpointServer(context: ServerContext): Server {
  const server = createServer(TIMEOUTS, (request, response) => {
    void handle(request, response, context);
  });
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    refuseUnreadable(error, socket, context.log);
  });
  return server;
}
