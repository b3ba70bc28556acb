import { bodyOf, sendJson, SKUS, startLoopback, worldOf, writeRecBundle } from '@lf/test-doubles';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createApi } from '../../src/api.ts';
import { expectDocumented } from '../openapi/documented.ts';

const KEY = 'a-key-of-16-chars';
const RANKING = { items: [4, 0, 3], scores: [0.9, 0.8, 0.7] };

let endpoint: Awaited<ReturnType<typeof startLoopback>>;
let printed: string[];

beforeEach(async () => {
  printed = [];
  endpoint = await startLoopback((response, { body }) => {
    const { instances } = JSON.parse(body) as { instances: [unknown[]] };
    sendJson(response, { predictions: [Array.isArray(instances[0][0]) ? [0.25] : RANKING] });
  });
});
afterEach(() => endpoint.close());

const apiOf = (environment: Record<string, string>) =>
  createApi({
    ...worldOf({ LF_ENDPOINT_URL: endpoint.url, LF_REQUEST_LOG: 'stdout', ...environment }),
    print: (line) => printed.push(line),
  });

const post = (value: unknown, headers: Record<string, string> = {}) => ({
  rawPath: '/outcomes',
  requestContext: { http: { method: 'POST' } },
  headers,
  body: typeof value === 'string' ? value : JSON.stringify(value),
});

describe('LF_REQUEST_LOG=stdout', () => {
  test('prints what was asked, answered and told, before the answer is given', async () => {
    const api = apiOf({});
    const answer = await api({
      rawQueryString: 'session=view,add',
      headers: { 'x-request-id': 'a' },
    });
    expect(bodyOf(answer)['prediction']).toBe(0.25);
    expect(printed.map((line) => JSON.parse(line) as unknown)).toEqual([
      expect.objectContaining({
        lf: 'request',
        kind: 'intent',
        model: null,
        session: '62',
        p: 0.25,
      }),
    ]);
    const told = await api(post({ outcomes: [{ requestId: 'a', purchased: true }] }));
    expect(bodyOf(told)).toEqual({ accepted: 1, unsampled: 0, dropped: 0 });
    const [request, outcome] = printed.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(outcome).toMatchObject({ lf: 'outcome', purchased: true, id: request?.['id'] });
    expect(printed.join()).not.toContain('"a"');
  });

  test('tells requests of one session by a hash of the id that the shop gives it', async () => {
    const api = apiOf({});
    for (const id of ['shopper-7', 'shopper-7', 'shopper-8', undefined]) {
      const headers = id === undefined ? {} : { 'x-session-id': id };
      await api({ rawQueryString: 'session=view,add', headers });
    }
    const [first, again, other, unnamed] = printed.map(
      (line) => JSON.parse(line) as { s?: string },
    );
    expect(first?.s).toMatch(/^[\w-]{16}$/);
    expect(again?.s).toBe(first?.s);
    expect(other?.s).not.toBe(first?.s);
    expect(unnamed).not.toHaveProperty('s');
    expect(printed.join()).not.toContain('shopper');
  });

  test('names products by their token ids, and says how many are unknown and which bundle answers', async () => {
    const api = apiOf({ LF_API_BUNDLE: await writeRecBundle() });
    await api({ rawQueryString: `session=${SKUS[0] ?? ''},boot` });
    const line = JSON.parse(printed[0] ?? '') as Record<string, unknown>;
    expect(line).toMatchObject({ kind: 'rec', session: [2], top: [4, 3], unknown: 1 });
    expect(line['model']).toEqual(expect.any(String));
  });

  test('documents what it answers', async () => {
    const api = apiOf({ LF_API_KEY: KEY });
    const document = bodyOf(await api({ rawPath: '/openapi.json' }));
    const key = { 'x-api-key': KEY };
    for (const [event, status] of [
      [post({ outcomes: [{ requestId: 'a', purchased: true }] }, key), 200],
      [post({ outcomes: [] }, key), 400],
      [post('{', key), 400],
      [post('', key), 400],
      [post({ outcomes: [{ requestId: 'a', purchased: true }] }), 401],
    ] as const) {
      const answer = await api(event);
      expect(answer.statusCode, answer.body).toBe(status);
      expectDocumented(document, '/outcomes', answer, 'post');
    }
    const got = await api({ rawPath: '/outcomes' });
    expect([got.statusCode, got.headers['allow']]).toEqual([405, 'POST, OPTIONS']);
  });

  test('is not there without the setting', async () => {
    const answer = await apiOf({ LF_REQUEST_LOG: '' })(post({ outcomes: [] }));
    expect(answer.statusCode).toBe(404);
  });

  test.each([
    ['a folder, which a frozen process cannot fill', { LF_REQUEST_LOG: '/tmp/log' }],
    ['another scheme', { LF_REQUEST_LOG: 'ftp://host/log' }],
    ['a share of nothing', { LF_REQUEST_LOG_SAMPLE: '0' }],
    ['a bound in words', { LF_REQUEST_LOG_MAX_MB: 'much' }],
  ])('refuses %s as a setting', async (_name, environment) => {
    const answer = await apiOf(environment)({ rawQueryString: 'session=view' });
    expect([answer.statusCode, bodyOf(answer)['code']]).toEqual([500, 'setting_invalid']);
    expect(printed).toEqual([]);
  });
});
