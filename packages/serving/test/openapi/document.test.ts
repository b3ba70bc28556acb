import { Validator } from '@seriousme/openapi-schema-validator';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  SKUS,
  bodyOf,
  sendJson,
  startLoopback,
  type Loopback,
  worldOf,
  writeRecBundle,
} from '@lf/test-doubles';
import { createApi, type ApiEvent } from '../../src/api.ts';
import { encodeSession } from '../../src/session-text.ts';
import { expectDocumented } from './documented.ts';

const KEY = 'a-key-of-16-chars';
type Mode = 'answers' | 'breaks' | 'stays silent' | 'talks nonsense';

let endpoint: Loopback;
let mode: Mode;
const RANKING = { items: SKUS.map((_, item) => item + 2), scores: SKUS.map(() => 0.5) };

beforeEach(async () => {
  mode = 'answers';
  endpoint = await startLoopback((response, { body }) => {
    if (mode === 'breaks') response.destroy();
    if (mode === 'talks nonsense') response.end('nonsense');
    if (mode === 'answers') {
      const { instances } = JSON.parse(body) as { instances: [unknown[]] };
      const isIntent = Array.isArray(instances[0][0]);
      sendJson(response, { predictions: [isIntent ? [0.25] : RANKING] });
    }
  });
});
afterEach(() => endpoint.close());

async function settingsOf(kind: 'intent' | 'rec'): Promise<Record<string, string>> {
  return {
    LF_ENDPOINT_URL: endpoint.url,
    ...(kind === 'rec' ? { LF_API_BUNDLE: await writeRecBundle() } : {}),
  };
}

describe.each(['intent', 'rec'] as const)('the document of a service with a %s model', (kind) => {
  test.each([undefined, KEY])('is OpenAPI 3.1, with LF_API_KEY %s', async (key) => {
    const api = createApi(
      worldOf({ ...(await settingsOf(kind)), ...(key === undefined ? {} : { LF_API_KEY: key }) }),
    );
    const answer = await api({ rawPath: '/openapi.json' });
    expect(answer.statusCode).toBe(200);
    const document = bodyOf(answer);
    expect(document['openapi']).toBe('3.1.0');
    const { errors, valid } = await new Validator().validate(document);
    expect(errors ?? []).toEqual([]);
    expect(valid).toBe(true);
  });

  test('its example works', async () => {
    const api = createApi(worldOf(await settingsOf(kind)));
    const { paths } = bodyOf(await api({ rawPath: '/openapi.json' })) as {
      paths: { '/predict': { get: { parameters: [{ name: string; example: string[] }] } } };
    };
    const [{ name, example }] = paths['/predict'].get.parameters;
    const answer = await api({ rawQueryString: `${name}=${encodeSession(example)}` });
    expect(answer.statusCode).toBe(200);
  });

  const session = (text: string): ApiEvent => ({ queryStringParameters: { session: text } });
  test.each<[string, number, ApiEvent, Mode, Record<string, string>]>([
    ['/predict', 200, session(kind === 'intent' ? 'add' : 'shoe'), 'answers', {}],
    ['/predict', kind === 'intent' ? 400 : 200, session('boot'), 'answers', {}],
    ['/predict', 400, {}, 'answers', {}],
    ['/predict', 400, session(''), 'answers', {}],
    ['/predict', 400, session('add,'.repeat(10_000)), 'answers', {}],
    ['/predict', 401, session('add'), 'answers', { LF_API_KEY: KEY }],
    ['/predict', 405, { requestContext: { http: { method: 'PUT' } } }, 'answers', {}],
    ['/predict', 500, session('add'), 'answers', { LF_API_TIMEOUT_MS: 'soon' }],
    ['/predict', 502, session(kind === 'intent' ? 'add' : 'shoe'), 'breaks', {}],
    ['/predict', 502, session(kind === 'intent' ? 'add' : 'shoe'), 'talks nonsense', {}],
    [
      '/predict',
      504,
      session(kind === 'intent' ? 'add' : 'shoe'),
      'stays silent',
      { LF_API_TIMEOUT_MS: '50' },
    ],
    ['/predict', 503, session('add'), 'answers', { LF_API_BUNDLE: 'https://127.0.0.1:1/m' }],
    ['/openapi.json', 200, {}, 'answers', {}],
    ['/openapi.json', 405, { requestContext: { http: { method: 'POST' } } }, 'answers', {}],
    ...(kind === 'rec'
      ? ([
          ['/items', 200, {}, 'answers', {}],
          ['/items', 400, { queryStringParameters: { limit: '0' } }, 'answers', {}],
          ['/items', 401, {}, 'answers', { LF_API_KEY: KEY }],
        ] satisfies [string, number, ApiEvent, Mode, Record<string, string>][])
      : []),
  ])('promises what %s answers with %d (%j, %s, %j)', async (path, status, event, how, changed) => {
    const settings = await settingsOf(kind);
    const documented = createApi(
      worldOf({ ...settings, ...('LF_API_KEY' in changed ? changed : {}) }),
    );
    const document = bodyOf(await documented({ rawPath: '/openapi.json' }));
    mode = how;
    const answer = await createApi(worldOf({ ...settings, ...changed }))({
      rawPath: path,
      ...event,
    });
    expect(answer.statusCode, answer.body).toBe(status);
    expectDocumented(document, path, answer);
  });

  test('promises what an endpoint that is left alone makes it answer', async () => {
    const api = createApi(
      worldOf({ ...(await settingsOf(kind)), LF_API_BREAKER_FAILURES: '1', LF_API_RETRIES: '0' }),
    );
    const document = bodyOf(await api({ rawPath: '/openapi.json' }));
    mode = 'breaks';
    const event = session(kind === 'intent' ? 'add' : 'shoe');
    await api(event);
    const answer = await api(event);
    expect(answer.statusCode).toBe(503);
    expectDocumented(document, '/predict', answer);
  });
});
