import { connect } from 'node:net';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_LIMITS } from '../src/index.ts';
import { bundleFolder, startServing, type Started } from './in-process.ts';
import { oneHot } from './tiny-bundle.ts';

const instances = [oneHot([0, 2, 1])];
const body = JSON.stringify({ instances });
let bundles: Awaited<ReturnType<typeof bundleFolder>>;
let server: Started;
beforeAll(async () => {
  bundles = await bundleFolder();
  server = await startServing({
    bundle: await bundles.version('model.tar.gz', 1),
    limits: { ...DEFAULT_LIMITS, maxInFlight: 2 },
  });
});
afterAll(async () => {
  await server.drain();
  await bundles.remove();
});

const asked =
  'POST /invocations HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n' +
  `content-length: ${body.length}\r\n\r\n${body}`;

/** The statuses of requests that arrive in one piece. */
async function statusesOf(count: number): Promise<string[]> {
  const socket = connect(server.port, '127.0.0.1');
  socket.write(asked.repeat(count));
  const found: string[] = [];
  while (found.length < count) {
    const [data] = (await once(socket, 'data')) as [Buffer];
    found.push(...(data.toString().match(/(?<=HTTP\/1\.1 )\d{3}/g) ?? []));
  }
  socket.destroy();
  return found;
}

describe('too many requests at once', () => {
  it('get a 503 with retry-after; those in flight are answered; /ping says yes', async () => {
    const statuses = await statusesOf(8);
    expect(statuses.slice(0, 2)).toEqual(['200', '200']);
    expect(statuses).toContain('503');
    expect(new Set(statuses)).toEqual(new Set(['200', '503']));
    const refused = statuses.filter((status) => status === '503').length;
    expect(await server.metric('lf_http_rejections_total', { code: 'overloaded' })).toBe(refused);
    expect((await server.get('/ping')).status).toBe(200);
    expect(await server.metric('lf_http_requests_in_flight')).toBe(0);
    expect((await server.send('POST', '/invocations', { instances })).status).toBe(200);
  });

  it('are not those that still send their body: they wait for themselves alone', async () => {
    const slow = Array.from({ length: 20 }, () => {
      const socket = connect(server.port, '127.0.0.1');
      socket.write(asked.slice(0, -1));
      return socket;
    });
    await Promise.all(slow.map((socket) => once(socket, 'connect')));
    expect((await server.send('POST', '/invocations', { instances })).status).toBe(200);
    for (const socket of slow) {
      socket.write(asked.slice(-1));
      const [answer] = (await once(socket, 'data')) as [Buffer];
      expect(answer.toString()).toMatch(/^HTTP\/1.1 200/);
      socket.destroy();
    }
  });
});

describe('GET /metrics', () => {
  it("counts requests by route and status, in Prometheus's text, with the process's own figures", async () => {
    const response = await server.get('/metrics');
    expect(response.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
    const text = await response.text();
    for (const name of [
      'lf_http_requests_total',
      'lf_http_request_duration_seconds_bucket',
      'lf_prediction_duration_seconds_count',
      'process_resident_memory_bytes',
      'nodejs_eventloop_lag_seconds',
    ]) {
      expect(text).toMatch(new RegExp(`^${name}[{ ]`, 'm'));
    }
    expect(
      await server.metric('lf_http_requests_total', { route: '/invocations', status: '503' }),
    ).toBe(await server.metric('lf_http_rejections_total', { code: 'overloaded' }));
    await server.get('/nothing-like-that');
    expect(await server.metric('lf_http_requests_total', { route: 'unknown', status: '404' })).toBe(
      1,
    );
  });
});
