import { connect, type Socket } from 'node:net';
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

/** A request that has come but for its last byte. */
async function unfinished(): Promise<Socket> {
  const socket = connect(server.port, '127.0.0.1');
  socket.write(
    'POST /invocations HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n' +
      `content-length: ${body.length}\r\n\r\n${body.slice(0, -1)}`,
  );
  await once(socket, 'connect');
  return socket;
}

describe('too many requests at once', () => {
  it('get a 503 with retry-after on a connection that goes on; those in flight are answered; /ping says yes', async () => {
    const waiting = [await unfinished(), await unfinished()];
    while ((await server.metric('lf_http_requests_in_flight')) < 2) await new Promise(setImmediate);
    const refused = await server.send('POST', '/invocations', { instances });
    expect(refused.status).toBe(503);
    expect(refused.headers.get('retry-after')).toBe('1');
    expect(refused.headers.get('connection')).not.toBe('close');
    expect(await refused.json()).toMatchObject({ error: { code: 'overloaded' } });
    expect((await server.get('/ping')).status).toBe(200);
    for (const socket of waiting) {
      socket.write(body.slice(-1));
      const [answer] = (await once(socket, 'data')) as [Buffer];
      expect(answer.toString()).toMatch(/^HTTP\/1.1 200/);
      socket.destroy();
    }
    while ((await server.metric('lf_http_requests_in_flight')) > 0) await new Promise(setImmediate);
    expect((await server.send('POST', '/invocations', { instances })).status).toBe(200);
    expect(await server.metric('lf_http_rejections_total', { code: 'overloaded' })).toBe(1);
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
    ).toBe(1);
    await server.get('/nothing-like-that');
    expect(await server.metric('lf_http_requests_total', { route: 'unknown', status: '404' })).toBe(
      1,
    );
  });
});
