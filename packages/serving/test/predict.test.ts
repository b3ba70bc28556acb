import type { ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { packBundleFile } from '@lf/contract';
import {
  bodyOf,
  intentManifest,
  sendJson,
  startLoopback,
  temporaryFolder,
  type Loopback,
  worldOf,
} from '@lf/test-doubles';
import { join } from 'node:path';
import { createApi, type ApiEvent } from '../src/api.ts';
import { expectDocumented } from './openapi/documented.ts';

let endpoint: Loopback;
let respond: (response: ServerResponse) => void;

beforeEach(async () => {
  respond = (response) => sendJson(response, { predictions: [[0.25]] });
  endpoint = await startLoopback((response) => respond(response));
});
afterEach(() => endpoint.close());

function asking(session: string, headers: Record<string, string> = {}): ApiEvent {
  return { queryStringParameters: { session }, headers };
}

function serve(settings: Record<string, string> = {}) {
  const world = worldOf({ LF_ENDPOINT_URL: endpoint.url, ...settings });
  return { predict: createApi(world), lines: world.lines };
}

describe('a session that can be read', () => {
  test('is asked in TensorFlow Serving JSON and answered with prediction, time and endpoint', async () => {
    const answer = await serve().predict(asking('add,view,remove'));
    expect(answer.statusCode).toBe(200);
    // start at 1001.5 ms, asked at 1003 ms, answered at 1004.5 ms
    expect(bodyOf(answer)).toEqual({
      prediction: 0.25,
      scope: 'in_scope',
      time: 0.003,
      endpoint: endpoint.url,
    });
    const [request] = endpoint.received;
    expect(request).toMatchObject({ method: 'POST', path: '/invocations' });
    expect(request?.headers['content-type']).toBe('application/json');
    expect(JSON.parse(request?.body ?? '')).toEqual({
      instances: [
        [
          [1, 0, 0, 0, 0, 0, 0],
          [0, 0, 1, 0, 0, 0, 0],
          [0, 0, 0, 0, 0, 0, 1],
          [0, 0, 0, 1, 0, 0, 0],
          [0, 1, 0, 0, 0, 0, 0],
        ],
      ],
    });
  });

  test('is open to every origin, as JSON that no cache keeps', async () => {
    const { headers } = await serve().predict(asking('add'));
    expect(headers).toMatchObject({
      'access-control-allow-origin': '*',
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'no-store',
    });
  });

  test('is open to the one origin that is set', async () => {
    const { headers } = await serve({ LF_API_CORS_ORIGIN: 'https://shop.example' }).predict(
      asking('add'),
    );
    expect(headers['access-control-allow-origin']).toBe('https://shop.example');
  });

  test('is logged without what it held', async () => {
    const { predict, lines } = serve();
    await predict(asking('add,detail'));
    expect(lines).toEqual([
      { requestId: 'new-id', status: 200, endpoint: endpoint.url, events: 2, ms: 5 },
    ]);
  });
});

describe('the request id', () => {
  test("is the caller's, on to the endpoint and back", async () => {
    const answer = await serve().predict(asking('add', { 'x-request-id': 'shop-42' }), {
      awsRequestId: 'aws-1',
    });
    expect(answer.headers['x-request-id']).toBe('shop-42');
    expect(endpoint.received[0]?.headers['x-request-id']).toBe('shop-42');
  });

  test.each(['', 'a b', 'x'.repeat(65), 'line\nbreak'])(
    "is Lambda's if the caller's is %j",
    async (id) => {
      const answer = await serve().predict(asking('add', { 'x-request-id': id }), {
        awsRequestId: 'aws-1',
      });
      expect(answer.headers['x-request-id']).toBe('aws-1');
    },
  );

  test('stands in the body of an error', async () => {
    expect(
      bodyOf(await serve().predict(asking('nix', { 'x-request-id': 'shop-43' })))['requestId'],
    ).toBe('shop-43');
  });
});

describe('a session that the model was not trained on', () => {
  test.each([
    ['view,detail', 'no_add_yet'],
    ['add,purchase', 'already_bought'],
    ['purchase', 'already_bought'],
    ['add,remove', 'in_scope'],
  ])('%s is answered with the scope %s', async (session, scope) => {
    const answer = await serve().predict(asking(session));
    expect(bodyOf(answer)).toMatchObject({ prediction: 0.25, scope });
  });

  test.each([
    ['view,detail', 422],
    ['add,purchase,view', 422],
    ['view,add', 200],
  ])('%s is answered %i with LF_API_OUT_OF_SCOPE=refuse', async (session, status) => {
    const { predict } = serve({ LF_API_OUT_OF_SCOPE: 'refuse' });
    const answer = await predict(asking(session));
    expect(answer.statusCode).toBe(status);
    expectDocumented(bodyOf(await predict({ rawPath: '/openapi.json' })), '/predict', answer);
    if (status === 200) return;
    expect(bodyOf(answer)).toMatchObject({ code: 'out_of_scope' });
    expect(endpoint.received).toEqual([]);
  });

  test('is told beside the base rate and the threshold that the bundle has', async () => {
    const path = join(temporaryFolder(), 'model.tar.gz');
    const metrics = { baseRate: 0.125, threshold: 0.5, rocAuc: 0.8 };
    await packBundleFile({ manifest: { ...intentManifest(), metrics }, files: {} }, path);
    const answer = await serve({ LF_API_BUNDLE: path }).predict(asking('add'));
    expect(bodyOf(answer)).toMatchObject({ scope: 'in_scope', baseRate: 0.125, threshold: 0.5 });
  });
});

describe('a request that cannot be read is answered 400 and never reaches the endpoint', () => {
  test.each([
    ['no query string', { queryStringParameters: null }, 'missing_parameter'],
    ['no session', { queryStringParameters: { sesion: 'add' } }, 'missing_parameter'],
    ['an empty session', asking(''), 'empty_session'],
    ['an unknown action', asking('add,buy'), 'unknown_action'],
    ['another parameter', { rawQueryString: 'session=add&limit=3' }, 'unknown_parameter'],
    ['a choice of rec', { rawQueryString: 'session=add&k=3' }, 'unknown_parameter'],
    ['1,001 events', asking(Array(1001).fill('add').join(',')), 'too_many_events'],
  ])('%s', async (_, event, code) => {
    const answer = await serve().predict(event);
    expect(answer.statusCode).toBe(400);
    expect(bodyOf(answer)).toMatchObject({ code, message: expect.any(String) as string });
    expect(endpoint.received).toEqual([]);
  });

  test('a mistyped parameter is pointed out', async () => {
    const answer = await serve().predict({ queryStringParameters: { sesion: 'add' } });
    expect(bodyOf(answer)['message']).toContain("('sesion' is not read)");
  });

  test('the log keeps the code, not the session', async () => {
    const { predict, lines } = serve();
    await predict(asking('secret-sku'));
    expect(lines[0]).toMatchObject({ status: 400, code: 'unknown_action' });
    expect(JSON.stringify(lines)).not.toContain('secret-sku');
  });
});

describe('an endpoint that gives no prediction', () => {
  test('refusing: 502 with the reason; its words go to the log alone', async () => {
    respond = (response) => sendJson(response, { error: 'weights of host db-7 missing' }, 500);
    const { predict, lines } = serve();
    const answer = await predict(asking('add'));
    expect(answer.statusCode).toBe(502);
    expect(bodyOf(answer)).toMatchObject({
      code: 'endpoint_error',
      reason: 'refused',
      endpoint: endpoint.url,
    });
    expect(bodyOf(answer)['message']).toContain('status 500');
    expect(answer.body).not.toContain('db-7');
    expect(lines[0]?.detail).toContain('db-7');
  });

  test.each(['no JSON', '{"predictions": [[NaN]]}', '{"predictions": []}', ''])(
    'answering %j: 502',
    async (text) => {
      respond = (response) => response.end(text);
      const answer = await serve().predict(asking('add'));
      expect(answer.statusCode).toBe(502);
      expect(bodyOf(answer)).toMatchObject({ code: 'endpoint_error', reason: 'bad_answer' });
    },
  );

  test('breaking the connection: 502', async () => {
    respond = (response) => response.destroy();
    const answer = await serve().predict(asking('add'));
    expect(answer.statusCode).toBe(502);
    expect(bodyOf(answer)['reason']).toBe('unreachable');
  });

  test('redirecting: 502, the session goes nowhere else', async () => {
    respond = (response) =>
      response.writeHead(307, { location: `${endpoint.url}/elsewhere` }).end();
    expect((await serve().predict(asking('add'))).statusCode).toBe(502);
    expect(endpoint.received).toHaveLength(1);
  });

  test('not listening: 502', async () => {
    await endpoint.close();
    const answer = await serve().predict(asking('add'));
    expect(answer.statusCode).toBe(502);
    expect(bodyOf(answer)['reason']).toBe('unreachable');
  });

  test('silent: 504 after the time set', async () => {
    respond = () => undefined;
    const answer = await serve({ LF_API_TIMEOUT_MS: '50' }).predict(asking('add'));
    expect(answer.statusCode).toBe(504);
    expect(bodyOf(answer)).toMatchObject({
      code: 'endpoint_timeout',
      reason: 'timeout',
      timeoutMs: 50,
    });
  });

  test('stopping in the middle of its answer: 504', async () => {
    respond = (response) => response.writeHead(200).write('{"predictions"');
    expect((await serve({ LF_API_TIMEOUT_MS: '100' }).predict(asking('add'))).statusCode).toBe(504);
  });
});

describe('the service itself', () => {
  test('set wrongly: 500 that names no setting, the log has them', async () => {
    const { predict, lines } = serve({ LF_API_TIMEOUT_MS: 'soon' });
    const answer = await predict(asking('add'));
    expect(answer.statusCode).toBe(500);
    expect(bodyOf(answer)['code']).toBe('setting_invalid');
    expect(answer.body).not.toContain('LF_');
    expect(lines[0]?.detail).toContain('LF_API_TIMEOUT_MS');
  });

  test('failing inside: 500 without a stack', async () => {
    const event: ApiEvent = {
      get queryStringParameters(): never {
        throw new Error('secret place');
      },
    };
    const { predict, lines } = serve();
    const answer = await predict(event);
    expect(answer.statusCode).toBe(500);
    expect(bodyOf(answer)['code']).toBe('internal_error');
    expect(answer.body).not.toMatch(/secret place|at .*\.ts/);
    expect(lines[0]?.detail).toContain('secret place');
  });

  test('asked by a preflight: 204 with what is allowed', async () => {
    const answer = await serve().predict({ requestContext: { http: { method: 'OPTIONS' } } });
    expect(answer).toMatchObject({
      statusCode: 204,
      headers: {
        'access-control-allow-methods': 'GET',
        'access-control-allow-headers': 'x-request-id, x-session-id, x-api-key',
      },
    });
  });
});
