import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_LIMITS, type RequestLimits } from '../src/index.ts';
import { bundleFolder, startServing, type Started } from './in-process.ts';
import { oneHot } from './tiny-bundle.ts';

const instances = [oneHot([0, 2, 1])];
const body = JSON.stringify({ instances });
const head =
  'POST /invocations HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n' +
  `content-length: ${body.length}\r\n\r\n`;

let bundles: Awaited<ReturnType<typeof bundleFolder>>;
let bundle: string;
beforeAll(async () => {
  bundles = await bundleFolder();
  bundle = await bundles.version('model.tar.gz', 1);
});
afterAll(() => bundles.remove());

async function withLimits(
  limits: Partial<RequestLimits>,
  use: (server: Started, open: (sent: string) => Promise<Socket>) => Promise<void>,
): Promise<void> {
  const server = await startServing({ bundle, limits: { ...DEFAULT_LIMITS, ...limits } });
  const sockets: Socket[] = [];
  const open = async (sent: string) => {
    const socket = connect(server.port, '127.0.0.1');
    sockets.push(socket);
    socket.on('error', () => undefined);
    await once(socket, 'connect');
    if (sent !== '') socket.write(sent);
    return socket;
  };
  try {
    await use(server, open);
  } finally {
    for (const socket of sockets) socket.destroy();
    await server.drain();
  }
}

/** All that a connection still brings. */
async function rest(socket: Socket): Promise<string> {
  let text = '';
  socket.setEncoding('utf8').on('data', (data: string) => (text += data));
  if (!socket.closed) await once(socket, 'close');
  return text;
}

/** A connection whose request was answered, and which is kept open. */
async function answered(open: (sent: string) => Promise<Socket>): Promise<Socket> {
  const socket = await open(head + body);
  const [data] = (await once(socket, 'data')) as [Buffer];
  expect(data.toString()).toMatch(/^HTTP\/1.1 200/);
  return socket;
}

describe('clients that send their body a byte at a time', () => {
  it('do not keep others out, however many they are', async () => {
    await withLimits({ maxInFlight: 4 }, async (server, open) => {
      const slow = await Promise.all(Array.from({ length: 100 }, () => open(head)));
      for (const socket of slow) socket.write(body.slice(0, 1));
      expect((await server.send('POST', '/invocations', { instances })).status).toBe(200);
      expect((await server.get('/ping')).status).toBe(200);
      const [first] = slow;
      first?.write(body.slice(1));
      const [data] = (await once(first!, 'data')) as [Buffer];
      expect(data.toString()).toMatch(/^HTTP\/1.1 200/);
    });
  });

  it('are answered with 408 and cut off', async () => {
    await withLimits({ slowAfterMs: 0, minBytesPerSecond: 1e9 }, async (server, open) => {
      const text = await rest(await open(head + body.slice(0, 1)));
      expect(text).toMatch(/^HTTP\/1.1 408 [^]*connection: close[^]*body_too_slow/i);
      expect(await server.metric('lf_http_rejections_total', { code: 'body_too_slow' })).toBe(1);
    });
  });

  it('give way to others when all bodies together are too much', async () => {
    await withLimits({ maxBufferedBytes: 2 * body.length }, async (server, open) => {
      const slow = await Promise.all(
        Array.from({ length: 3 }, () => open(head + body.slice(0, -1))),
      );
      expect((await server.send('POST', '/invocations', { instances })).status).toBe(200);
      for (const socket of slow) socket.write(body.slice(-1));
      const answers = await Promise.all(slow.map((socket) => once(socket, 'data')));
      const statuses = answers.map(([data]) => (data as Buffer).toString().slice(9, 12));
      expect(statuses.sort()).toEqual(['200', '503', '503']);
    });
  });
});

describe('more connections than are allowed', () => {
  it('cost the one that is idle for longest its connection', async () => {
    await withLimits({ maxConnections: 3 }, async (_server, open) => {
      const [first, second] = [await answered(open), await answered(open)];
      const reading = await open(head + body.slice(0, 1));
      const newest = await answered(open);
      expect(await rest(first)).toBe('');
      expect([second, reading, newest].map(({ closed }) => closed)).toEqual([false, false, false]);
    });
  });

  it('cost the one that sends its request for longest, if none is idle', async () => {
    await withLimits({ maxConnections: 1 }, async (_server, open) => {
      const slow = await open(head + body.slice(0, 1));
      expect(
        await rest(
          await open('GET /ping HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n'),
        ),
      ).toMatch(/^HTTP\/1.1 200/);
      expect(await rest(slow)).toBe('');
    });
  });
});

describe('a burst of 600 connections', () => {
  it('is answered, each one', async () => {
    await withLimits({ maxInFlight: 1_000 }, async (_server, open) => {
      const sockets = await Promise.all(Array.from({ length: 600 }, () => answered(open)));
      expect(sockets).toHaveLength(600);
    });
  });
});
