import type { ServerResponse } from 'node:http';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { bodyOf, sendJson, startLoopback, type Loopback, worldOf } from '@lf/test-doubles';
import { createApi } from '../../src/api.ts';

/** SageMaker Runtime as the SDK meets it: `POST /endpoints/{name}/invocations`, errors by `x-amzn-errortype`. */
let sagemaker: Loopback;
let respond: (response: ServerResponse) => void;

beforeEach(async () => {
  respond = (response) => sendJson(response, { predictions: [[0.75]] });
  sagemaker = await startLoopback((response) => respond(response));
  vi.stubEnv('AWS_ENDPOINT_URL_SAGEMAKER_RUNTIME', sagemaker.url);
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIDEXAMPLE');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
  vi.stubEnv('AWS_SESSION_TOKEN', undefined);
  vi.stubEnv('AWS_PROFILE', undefined);
  vi.stubEnv('AWS_MAX_ATTEMPTS', '1');
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await sagemaker.close();
});

const SETTINGS = { SAGEMAKER_ENDPOINT_NAME: 'intent-1-endpoint', AWS_DEFAULT_REGION: 'eu-west-1' };
const event = {
  queryStringParameters: { session: 'add,view' },
  headers: { 'x-request-id': 'shop-42' },
};

function refuse(status: number, type: string, message: string): void {
  respond = (response) =>
    response
      .writeHead(status, { 'content-type': 'application/json', 'x-amzn-errortype': type })
      .end(JSON.stringify({ Message: message }));
}

test('the endpoint is asked by InvokeEndpoint, signed for its region, under the request id', async () => {
  const answer = await createApi(worldOf(SETTINGS))(event);
  expect(answer.statusCode).toBe(200);
  expect(bodyOf(answer)).toMatchObject({ prediction: 0.75, endpoint: 'intent-1-endpoint' });
  const [request] = sagemaker.received;
  expect(request).toMatchObject({
    method: 'POST',
    path: '/endpoints/intent-1-endpoint/invocations',
  });
  expect(request?.headers.authorization).toMatch(
    /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/eu-west-1\/sagemaker\/aws4_request, SignedHeaders=.*host.*, Signature=[0-9a-f]{64}$/,
  );
  expect(request?.headers).toMatchObject({
    'content-type': 'application/json',
    accept: 'application/json',
    'x-amzn-sagemaker-inference-id': 'shop-42',
    'x-amz-date': expect.stringMatching(/^\d{8}T\d{6}Z$/) as string,
  });
  expect(JSON.parse(request?.body ?? '')).toEqual({
    instances: [
      [
        [1, 0, 0, 0, 0, 0, 0],
        [0, 0, 1, 0, 0, 0, 0],
        [0, 0, 0, 0, 0, 0, 1],
        [0, 1, 0, 0, 0, 0, 0],
      ],
    ],
  });
});

test.each([
  [400, 'ValidationError', 'Endpoint intent-1-endpoint of account 123456789012 not found.'],
  [403, 'AccessDeniedException', 'User arn:aws:sts::123456789012:x is not authorized'],
  [424, 'ModelError', 'Received server error (500) from primary of account 123456789012'],
])('%d %s: 502 with the name, the account only in the log', async (status, type, message) => {
  refuse(status, type, message);
  const world = worldOf(SETTINGS);
  const answer = await createApi(world)(event);
  expect(answer.statusCode).toBe(502);
  expect(bodyOf(answer)).toMatchObject({
    code: 'endpoint_error',
    reason: 'refused',
    endpoint: 'intent-1-endpoint',
  });
  expect(bodyOf(answer)['message']).toContain(type);
  expect(answer.body).not.toContain('123456789012');
  expect(world.lines[0]?.detail).toContain('123456789012');
});

test('a silent endpoint: 504', async () => {
  respond = () => undefined;
  const answer = await createApi(worldOf({ ...SETTINGS, LF_API_TIMEOUT_MS: '100' }))(event);
  expect(answer.statusCode).toBe(504);
});

test('an endpoint that is not there: 502', async () => {
  await sagemaker.close();
  const answer = await createApi(worldOf(SETTINGS))(event);
  expect(answer.statusCode).toBe(502);
  expect(bodyOf(answer)['reason']).toBe('unreachable');
});
