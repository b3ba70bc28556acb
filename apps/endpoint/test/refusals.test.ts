import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { bundleFolder, startServing, type Started } from './in-process.ts';
import { tinyBundle } from './tiny-bundle.ts';

let bundles: Awaited<ReturnType<typeof bundleFolder>>;
let server: Started;
beforeAll(async () => {
  bundles = await bundleFolder();
  const bundle = await bundles.version('model.tar.gz', 1);
  server = await startServing({ bundle, publicApi: true, management: 'loopback' });
});
afterAll(async () => {
  await server.drain();
  await bundles.remove();
});

/** Writes these parts, one after the other, and reads until the server closes. */
async function answerTo(...parts: readonly string[]): Promise<{ status: number; body: unknown }> {
  const socket = connect(server.port, '127.0.0.1');
  socket.on('error', () => undefined);
  const answered = text(socket);
  for (const part of parts) {
    socket.write(Buffer.from(part, 'latin1'));
    await sleep(20);
  }
  const answer = await answered;
  const body: unknown = JSON.parse(answer.slice(answer.indexOf('\r\n\r\n')));
  return { status: Number(answer.slice(9, 12)), body };
}

const CLOSE = 'host: localhost\r\nconnection: close\r\n';

it('a request without a Host header gets a reason, as every other refusal does', async () => {
  expect(await answerTo('GET /ping HTTP/1.1\r\nconnection: close\r\n\r\n')).toEqual({
    status: 400,
    body: { error: { code: 'http_malformed', message: 'Expected a Host header, got none.' } },
  });
});

it('a request that expects what nobody promises is answered as if it did not', async () => {
  expect(await answerTo(`GET /ping HTTP/1.1\r\n${CLOSE}expect: 200-ok\r\n\r\n`)).toEqual({
    status: 200,
    body: { status: 'ready' },
  });
});

it('a client that goes on sending after it was refused still reads why', async () => {
  const head = `POST /predict HTTP/1.1\r\n${CLOSE}transfer-encoding: chunked\r\n\r\n`;
  const chunk = `400\r\n${'x'.repeat(1_024)}\r\n`;
  expect(await answerTo(head, chunk, chunk, '0\r\n\r\n')).toMatchObject({
    status: 405,
    body: { error: { code: 'method_not_allowed' } },
  });
  expect(
    await answerTo('GET /predict?\xff HTTP/1.1\r\nho', 'st: localhost\r\n', 'a: b\r\n', '\r\n'),
  ).toMatchObject({ status: 400, body: { error: { code: 'http_malformed' } } });
});

it('names in a bundle, however long, do not fill the answer that refuses it', async () => {
  const long = 'x'.repeat(1_000);
  const inputs = [{ name: 'x', dtype: 'float32' as const, shape: [long, long, long, long] }];
  const url = await bundles.write('long.tar.gz', await tinyBundle({ inputs }));
  const response = await server.send('PUT', '/models/default', { url });
  expect(response.status).toBe(422);
  const { error } = (await response.json()) as { error: { message: string } };
  expect(error.message).toMatch(/^Loading the model: expected one float32 input/);
  expect(error.message.length).toBeLessThan(2_000);
});
