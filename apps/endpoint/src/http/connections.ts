import type { Socket } from 'node:net';

/** How connections are looked through while they drain. */
const LOOK_MS = 25;

interface Connection {
  /** Requests that have begun and are not answered. */
  requests: number;
  /** Of those, the ones whose body is still coming. */
  reading: number;
  /** When the last request began or ended, or else when it was opened. */
  lastMs: number;
  /** Bytes that had come by then: more of them are the beginning of a request. */
  lastBytes: number;
}

const isIdle = (socket: Socket, { requests, lastBytes }: Connection) =>
  requests === 0 && socket.bytesRead === lastBytes;

/** Whether a connection waits for its client, not for us. */
const waitsForClient = ({ requests, reading }: Connection) => requests === reading;

/**
 * The open connections. Beyond the most that are allowed the one that was idle for longest gives way, else the one
 * that has been sending its request for longest: whoever is being answered stays.
 */
export class Connections {
  readonly #most: number;
  readonly #open = new Map<Socket, Connection>();
  #lastOpenedMs = -Infinity;
  #draining: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(most: number) {
    this.#most = most;
  }

  get lastOpenedMs(): number {
    return this.#lastOpenedMs;
  }

  add(socket: Socket): void {
    this.#lastOpenedMs = performance.now();
    this.#open.set(socket, {
      requests: 0,
      reading: 0,
      lastMs: this.#lastOpenedMs,
      lastBytes: socket.bytesRead,
    });
    socket.once('close', () => this.#open.delete(socket));
    if (this.#isClosed) socket.destroy();
    else if (this.#open.size > this.#most) this.#shed(socket);
  }

  /** A request has come. @returns what to call when it is answered or gone */
  begin(socket: Socket): () => void {
    const connection = this.#open.get(socket);
    if (connection === undefined) return () => undefined;
    connection.requests += 1;
    connection.lastMs = performance.now();
    return () => {
      connection.requests -= 1;
      connection.lastMs = performance.now();
      connection.lastBytes = socket.bytesRead;
    };
  }

  /** Whether no other request of this connection waits for its answer. */
  isLast(socket: Socket): boolean {
    return (this.#open.get(socket)?.requests ?? 0) <= 1;
  }

  /** While a body is read its connection may give way to others. */
  async reading<Result>(socket: Socket, act: () => Promise<Result>): Promise<Result> {
    const connection = this.#open.get(socket);
    if (connection === undefined) return act();
    connection.reading += 1;
    try {
      return await act();
    } finally {
      connection.reading -= 1;
    }
  }

  /** Closes each connection once it has been idle for so long: not at once, since its next request may be on its way. */
  drain(idleMs: number): void {
    if (this.#isClosed) return;
    this.#draining ??= setInterval(() => this.#closeIdle(idleMs), LOOK_MS);
  }

  /** Cuts off all that are left, and who comes later. */
  close(): void {
    this.#isClosed = true;
    clearInterval(this.#draining);
    for (const socket of this.#open.keys()) socket.destroy();
  }

  #closeIdle(idleMs: number): void {
    const nowMs = performance.now();
    for (const [socket, connection] of this.#open) {
      if (isIdle(socket, connection) && nowMs - connection.lastMs >= idleMs) socket.destroySoon();
    }
  }

  #shed(newest: Socket): void {
    let chosen = newest;
    let chosenIsIdle = false;
    let since = Infinity;
    for (const [socket, connection] of this.#open) {
      if (socket === newest || !waitsForClient(connection)) continue;
      const idle = isIdle(socket, connection);
      if (chosenIsIdle && !idle) continue;
      if (idle === chosenIsIdle && connection.lastMs >= since) continue;
      chosen = socket;
      chosenIsIdle = idle;
      since = connection.lastMs;
    }
    chosen.destroy();
  }
}
