import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { bodyOf, sendJson, startLoopback, type Loopback, worldOf } from '@lf/test-doubles';
import { createApi, type ApiEvent } from '../src/api.ts';

let endpoint: Loopback;
beforeEach(async () => {
  endpoint = await startLoopback((response) => sendJson(response, { predictions: [[0.25]] }));
});
afterEach(() => endpoint.close());

const KEY = 'a-key-of-16-chars';

async function ask(settings: Record<string, string>, event: ApiEvent) {
  const api = createApi(worldOf({ LF_ENDPOINT_URL: endpoint.url, ...settings }));
  return api({ queryStringParameters: { session: 'add' }, ...event });
}

describe('with LF_API_KEY', () => {
  test('a request with the key is answered', async () => {
    const answer = await ask({ LF_API_KEY: KEY }, { headers: { 'x-api-key': KEY } });
    expect(answer.statusCode).toBe(200);
  });

  test.each([
    [{}, 'api_key_missing'],
    [{ 'x-api-key': '' }, 'api_key_missing'],
    [{ 'x-api-key': `${KEY}x` }, 'api_key_wrong'],
    [{ 'x-api-key': KEY.slice(0, -1) }, 'api_key_wrong'],
  ])('a request with %j is not, and reaches no endpoint', async (headers, code) => {
    const answer = await ask({ LF_API_KEY: KEY }, { headers });
    expect(answer.statusCode).toBe(401);
    expect(bodyOf(answer)['code']).toBe(code);
    expect(answer.body).not.toContain(KEY);
    expect(endpoint.received).toEqual([]);
  });

  test('the document and a preflight need none', async () => {
    const settings = { LF_API_KEY: KEY };
    expect((await ask(settings, { rawPath: '/openapi.json' })).statusCode).toBe(200);
    const preflight = { requestContext: { http: { method: 'OPTIONS' } } };
    expect((await ask(settings, preflight)).statusCode).toBe(204);
  });
});

describe('with several origins', () => {
  const settings = { LF_API_CORS_ORIGIN: 'https://a.example,https://b.example' };
  test.each([
    ['https://b.example', 'https://b.example'],
    ['https://evil.example', 'https://a.example'],
    [undefined, 'https://a.example'],
  ])('an answer to %s allows %s', async (origin, allowed) => {
    const { headers } = await ask(settings, { headers: { origin } });
    expect(headers).toMatchObject({ 'access-control-allow-origin': allowed, vary: 'origin' });
  });
});

test('another path: 404 with the paths that there are', async () => {
  const answer = await ask({}, { rawPath: '/prdict' });
  expect(answer.statusCode).toBe(404);
  expect(bodyOf(answer)).toMatchObject({
    code: 'path_unknown',
    allowed: ['/predict', '/openapi.json', '/'],
  });
});

test('another method: 405 with the ones that are allowed', async () => {
  const answer = await ask({}, { requestContext: { http: { method: 'POST' } } });
  expect(answer.statusCode).toBe(405);
  expect(answer.headers['allow']).toBe('GET, OPTIONS');
});

test('an endpoint left alone: 503 that says when to ask again', async () => {
  await endpoint.close();
  const api = createApi(worldOf({ LF_ENDPOINT_URL: endpoint.url, LF_API_BREAKER_FAILURES: '1' }));
  const event = { queryStringParameters: { session: 'add' } };
  await api(event);
  const answer = await api(event);
  expect(answer.statusCode).toBe(503);
  expect(answer.headers['retry-after']).toBe('10');
  expect(bodyOf(answer)).toMatchObject({ code: 'endpoint_suspended', endpoint: endpoint.url });
});

test('a failure that passes is not seen by the caller', async () => {
  await endpoint.close();
  let requests = 0;
  endpoint = await startLoopback((response) => {
    requests += 1;
    if (requests === 1) response.destroy();
    else if (requests === 2) response.writeHead(503).end();
    else sendJson(response, { predictions: [[0.25]] });
  });
  expect((await ask({}, {})).statusCode).toBe(200);
  expect(endpoint.received).toHaveLength(3);
});
