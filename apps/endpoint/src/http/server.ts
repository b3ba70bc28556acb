import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { RequestError } from '../errors.ts';
import type { Log } from '../log.ts';
import { Admission } from './admission.ts';
import { ClientGoneError, readBody } from './body.ts';
import { Connections } from './connections.ts';
import { failureFields, replyToError } from './error-reply.ts';
import { Intake } from './intake.ts';
import { linger } from './linger.ts';
import type { Reply } from './reply.ts';
import type { RouteContext } from './route.ts';
import { answer, matchRoute } from './routes.ts';
import { refuseUnreadable } from './unreadable.ts';

export interface ServerContext {
  readonly log: Log;
  readonly routes: () => RouteContext;
}

const OPTIONS = {
  /** A request that trickles in for longer is cut off. */
  requestTimeout: 30_000,
  headersTimeout: 10_000,
  /** Longer than load balancers keep a connection (60 s), so that they close first and lose no request. */
  keepAliveTimeout: 65_000,
  /** How often these times are looked at. */
  connectionsCheckingInterval: 1_000,
  /** Node would refuse a request without a Host itself, without a body: see {@link requireHost}. */
  requireHostHeader: false,
};

/** The rest of a refused request is read and dropped up to this, so that its connection can go on; beyond, it is closed. */
const DROPPED_BYTES = 65_536;

/** HTTP/1.1 wants one. @throws RequestError 400 */
function requireHost({ headers, httpVersion }: IncomingMessage): void {
  if (headers.host !== undefined || httpVersion !== '1.1') return;
  throw new RequestError(400, 'http_malformed', 'Expected a Host header, got none.');
}

/** A client's own id is kept if it is harmless in a header and a log. */
const REQUEST_ID = /^[\w.:-]{1,128}$/;

function requestIdOf(request: IncomingMessage): string {
  const given = request.headers['x-request-id'];
  return typeof given === 'string' && REQUEST_ID.test(given) ? given : randomUUID();
}

/** The path of a request, without its query. */
function pathOf({ url = '/' }: IncomingMessage): string {
  const query = url.indexOf('?');
  return query === -1 ? url : url.slice(0, query);
}

/** Whether what is left of a request is so little that it may be read to its end. */
function endsSoon(request: IncomingMessage): boolean {
  if (request.complete) return true;
  const promised = request.headers['content-length'];
  return promised !== undefined && Number(promised) <= DROPPED_BYTES;
}

function send(
  { request, response }: { readonly request: IncomingMessage; readonly response: ServerResponse },
  reply: Reply,
  { close, maxLingerBytes }: { readonly close: boolean; readonly maxLingerBytes: number },
): void {
  const { status, body, contentType, headers } = reply;
  const text = contentType === undefined ? JSON.stringify(body) : String(body);
  response.writeHead(status, {
    'content-type': contentType ?? 'application/json',
    'content-length': Buffer.byteLength(text),
    'cache-control': 'no-store',
    ...headers,
    ...(close && { connection: 'close' }),
  });
  if (!close || request.complete) {
    response.end(text);
    return;
  }
  response.write(text);
  void linger(request, maxLingerBytes).then(() => response.end());
}

/** A server, and what holds its connections. */
export interface EndpointServer {
  readonly server: Server;
  readonly connections: Connections;
  /** Keeps all answers back. @returns what to call to let them go */
  hold(): () => void;
}

/** The HTTP server, not yet listening. */
export function createEndpointServer({ log, routes }: ServerContext): EndpointServer {
  const { limits, metrics } = routes();
  const admission = new Admission(limits.maxInFlight, metrics);
  const intake = new Intake(limits);
  const connections = new Connections(limits.maxConnections);

  let held: Promise<void> | null = null;
  const hold = () => {
    let letGo: () => void = () => undefined;
    held = new Promise((resolve) => {
      letGo = () => {
        held = null;
        resolve();
      };
    });
    return letGo;
  };

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const startedMs = performance.now();
    const requestId = requestIdOf(request);
    const match = matchRoute(pathOf(request));
    const call = {
      request,
      requestId,
      read: (maxBodyBytes: number) =>
        connections.reading(request.socket, () => readBody(request, maxBodyBytes, intake)),
      admit: <Result>(act: () => Promise<Result>) => admission.run(act),
    };
    response.once('close', connections.begin(request.socket));
    response.setHeader('x-request-id', requestId);
    let reply: Reply | null = null;
    let failure: unknown;
    try {
      requireHost(request);
      reply = await answer(match, call, routes());
    } catch (error) {
      failure = error;
      if (!(error instanceof ClientGoneError)) reply = replyToError(error);
    }
    if (held !== null) await held;
    if (reply) {
      // An answer that closes the connection is the last one: those before it must be out
      const isLast = routes().phase === 'draining' && connections.isLast(request.socket);
      const isCut = !request.complete && (reply.status === 408 || reply.status === 503);
      const close = isLast || isCut || !endsSoon(request);
      send({ request, response }, reply, { close, maxLingerBytes: limits.maxBodyBytes });
    }
    const status = reply?.status ?? null;
    const durationMs = performance.now() - startedMs;
    const route = match?.route.pattern ?? 'unknown';
    const { code, reason } = failureFields(failure);
    metrics.request(route, status, durationMs / 1000);
    if (status !== null && status >= 400) metrics.rejection(code ?? 'answered');
    log(status !== null && status >= 500 && route !== '/ping' ? 'error' : 'info', 'request', {
      requestId,
      method: request.method,
      route,
      status,
      durationMs: Math.round(durationMs * 1000) / 1000,
      instances: reply?.instances,
      variant: reply?.variant,
      code,
      reason,
    });
  };

  const listener = (request: IncomingMessage, response: ServerResponse) => {
    void handle(request, response);
  };
  const server = createServer(OPTIONS, listener);
  // An `Expect` of something else than 100-continue, which Node would answer itself, without a body
  server.on('checkExpectation', listener);
  server.on('connection', (socket) => connections.add(socket));
  server.once('close', () => intake.close());
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    refuseUnreadable(error, socket, { log, metrics });
  });
  return { server, connections, hold };
}
