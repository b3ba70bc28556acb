import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

/** What a server does with a request instead of answering it. */
export type Fault =
  'hang' | 'cut' | 'cut-after' | { readonly status: number; readonly retryAfter?: string };

/** What a request is answered with. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** A request with its whole body. */
export interface Received {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

/** A real server on loopback that answers by a function, and can be told to fail. */
export class FaultyServer {
  readonly #answer: (request: Received) => Answer;
  readonly #server: Server;
  readonly received: Received[] = [];
  /** Asked for each request; null: it is answered. `cut-after`: it is done, but the answer is lost. */
  fault: (request: Received) => Fault | null = () => null;

  private constructor(answer: (request: Received) => Answer) {
    this.#answer = answer;
    this.#server = createServer((request, response) => void this.#handle(request, response));
  }

  static async start(answer: (request: Received) => Answer): Promise<FaultyServer> {
    const server = new FaultyServer(answer);
    server.#server.listen(0, '127.0.0.1');
    await once(server.#server, 'listening');
    return server;
  }

  get url(): string {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('the server is closed');
    return `http://127.0.0.1:${address.port}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk as Uint8Array));
    const url = new URL(request.url ?? '/', 'http://server');
    const received: Received = {
      method: request.method ?? '',
      path: decodeURIComponent(url.pathname),
      query: url.searchParams,
      headers: request.headers,
      body: Buffer.concat(chunks),
    };
    this.received.push(received);
    const fault = this.fault(received);
    if (fault === 'hang') return;
    if (fault === 'cut') return void request.socket.destroy();
    if (fault !== null && fault !== 'cut-after') {
      const { retryAfter } = fault;
      response.writeHead(fault.status, {
        ...(retryAfter !== undefined && { 'retry-after': retryAfter }),
      });
      return void response.end('{"message":"on purpose"}');
    }
    const { status, body } = this.#answer(received);
    if (fault === 'cut-after') return void request.socket.destroy();
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body));
  }
}
