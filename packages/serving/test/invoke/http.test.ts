import { afterEach, beforeEach, expect, test } from 'vitest';
import { bodyOf, sendJson, startLoopback, type Loopback, worldOf } from '@lf/test-doubles';
import { createApi } from '../../src/api.ts';

const KEY = 'the-endpoints-own-key';
const ASKED = {
  queryStringParameters: { session: 'add' },
  headers: { 'x-api-key': 'key-of-the-caller' },
};

let endpoint: Loopback;
beforeEach(async () => {
  endpoint = await startLoopback((response, { headers }) => {
    const isKnown = headers['x-api-key'] === KEY;
    sendJson(response, isKnown ? { predictions: [[0.25]] } : {}, isKnown ? 200 : 401);
  });
});
afterEach(() => endpoint.close());

test("an endpoint that wants a key gets LF_ENDPOINT_KEY, not the caller's", async () => {
  const settings = { LF_ENDPOINT_URL: endpoint.url, LF_ENDPOINT_KEY: KEY };
  const answer = await createApi(worldOf(settings))(ASKED);
  expect(answer.statusCode).toBe(200);
  expect(endpoint.received[0]?.headers['x-api-key']).toBe(KEY);
  expect(answer.body).not.toContain(KEY);
});

test('without LF_ENDPOINT_KEY no key is sent, and the log tells what the endpoint answered', async () => {
  const world = worldOf({ LF_ENDPOINT_URL: endpoint.url });
  const answer = await createApi(world)(ASKED);
  expect(bodyOf(answer)).toMatchObject({ code: 'endpoint_error', reason: 'refused' });
  expect(endpoint.received[0]?.headers).not.toHaveProperty('x-api-key');
});

test('a key of another form is refused, and no message shows it', async () => {
  const world = worldOf({ LF_ENDPOINT_URL: endpoint.url, LF_ENDPOINT_KEY: 'short secret' });
  const answer = await createApi(world)(ASKED);
  expect(bodyOf(answer)['code']).toBe('setting_invalid');
  const log = JSON.stringify(world.lines);
  expect(log).toContain('LF_ENDPOINT_KEY: expected 16 to 256 printable characters');
  expect(log).not.toContain('short secret');
});
