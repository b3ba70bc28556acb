import type {
  APIGatewayProxyEventV2,
  APIGatewayProxyStructuredResultV2,
  Context,
} from 'aws-lambda';
import { expect, expectTypeOf, onTestFinished, test, vi } from 'vitest';
import { bodyOf } from '@lf/test-doubles';
import { predict } from '../src/handler.ts';

test('is a Lambda handler for HTTP APIs', () => {
  expectTypeOf(predict).toExtend<
    (event: APIGatewayProxyEventV2, context: Context) => Promise<APIGatewayProxyStructuredResultV2>
  >();
});

test('reads the settings from the process and logs one JSON line', async () => {
  vi.stubEnv('LF_ENDPOINT_URL', 'http://127.0.0.1:8080');
  onTestFinished(() => {
    vi.unstubAllEnvs();
    vi.restoreAllMocks();
  });
  const written = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  const answer = await predict({ queryStringParameters: { session: 'buy' } });
  expect(bodyOf(answer)['code']).toBe('unknown_action');
  expect(written).toHaveBeenCalledTimes(1);
  expect(JSON.parse(String(written.mock.calls[0]?.[0]))).toMatchObject({
    status: 400,
    endpoint: 'http://127.0.0.1:8080',
    requestId: answer.headers['x-request-id'],
  });
});
