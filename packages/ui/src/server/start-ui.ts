import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { RunRecord } from '@lf/flow';
import { PortTakenError, RefusedRequestError } from '../errors.ts';
import type { ServedEndpoint } from '../history/lineage.ts';
import type { HistoryPlace } from '../history/run-history.ts';
import type { Told } from '../pages/words.ts';
import { failurePage } from '../pages/failure-page.ts';
import { admit, cookieName, type Gate } from './admit.ts';
import { headersOf, seeOther, type Answer } from './answer.ts';
import { route } from './route.ts';

/** What the pages show and do. */
export interface UiOptions extends HistoryPlace {
  /** All endpoints that are known, wherever they are. */
  readonly endpoints: () => Promise<readonly ServedEndpoint[]>;
  /** Begins to go on with a run in a process of its own. Rejects when it did not begin. */
  readonly resume: (run: RunRecord) => Promise<void>;
  /**
   * How a text that names commands of `lf`, such as `lf resume r1`, is told to whoever calls the program in another way.
   * Default: as it is.
   */
  readonly told?: Told;
  /** Default: 4190, or a free one if that is taken. */
  readonly port?: number;
}

/** A server that shows runs. */
export interface RunningUi {
  /** With the token: whoever has it sees all and may do all. */
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

const DEFAULT_PORT = 4190;

const TOKEN_BYTES = 24;

/**
 * Serves the history of runs on 127.0.0.1.
 *
 * @throws PortTakenError when `port` is another program's
 */
export async function startUi(options: UiOptions): Promise<RunningUi> {
  const token = randomBytes(TOKEN_BYTES).toString('base64url');
  let gate: Gate = { port: 0, token };
  const server = createServer((request, response) => {
    void answer(options, gate, request).then(
      (given) => send(request, response, given, gate),
      () => response.destroy(),
    );
  });
  const listen = async (port: number): Promise<number> => {
    const refused = once(server, 'error').then(([error]) => Promise.reject(error as Error));
    server.listen(port, '127.0.0.1');
    await Promise.race([once(server, 'listening'), refused]);
    refused.catch(() => undefined);
    const address = server.address();
    return typeof address === 'object' && address !== null ? address.port : port;
  };
  const port = await listen(options.port ?? DEFAULT_PORT).catch((error: unknown) => {
    if (!isTaken(error)) throw error;
    if (options.port !== undefined) throw new PortTakenError(options.port, { cause: error });
    return listen(0);
  });
  gate = { port, token };
  return {
    url: `http://127.0.0.1:${port}/?token=${token}`,
    port,
    close: async () => {
      server.close();
      server.closeAllConnections();
      if (server.listening) await once(server, 'close');
    },
  };
}

function isTaken(error: unknown): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    (error.code === 'EADDRINUSE' || error.code === 'EACCES')
  );
}

type Given = Answer & { readonly setsCookie?: boolean };

async function answer(options: UiOptions, gate: Gate, request: IncomingMessage): Promise<Given> {
  try {
    const { isFirst } = admit(gate, request);
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    if (!isFirst) return await route(options, request, url);
    url.searchParams.delete('token');
    return { ...seeOther(`${url.pathname}${url.search}`), setsCookie: true };
  } catch (error) {
    // Who is not let in learns of no run
    const isStranger =
      error instanceof RefusedRequestError && [401, 403, 405].includes(error.status);
    return failurePage(error, { isStranger });
  }
}

function send(request: IncomingMessage, response: ServerResponse, given: Given, gate: Gate): void {
  const etag = `"${createHash('sha256').update(given.body).digest('base64url').slice(0, 27)}"`;
  for (const [name, value] of Object.entries(headersOf(given))) response.setHeader(name, value);
  if (given.setsCookie === true) {
    const cookie = `${cookieName(gate)}=${gate.token}; Path=/; HttpOnly; SameSite=Strict`;
    response.setHeader('set-cookie', cookie);
  }
  if (given.status === 200) response.setHeader('etag', etag);
  const isSame = given.status === 200 && request.headers['if-none-match'] === etag;
  response.statusCode = isSame ? 304 : given.status;
  response.end(isSame || request.method === 'HEAD' ? undefined : given.body);
}
