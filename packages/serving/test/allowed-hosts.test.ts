import { describe, expect, test } from 'vitest';
import { bodyOf, worldOf } from '@lf/test-doubles';
import { createApi } from '../src/api.ts';
import { expectDocumented } from './openapi/documented.ts';

function ask(hosts: string, host: string | undefined, rawPath = '/openapi.json') {
  const api = createApi(
    worldOf({ LF_ENDPOINT_URL: 'http://127.0.0.1:9', LF_API_ALLOWED_HOSTS: hosts }),
  );
  return api({ rawPath, headers: { host } });
}

describe('a service that answers loopback alone', () => {
  test.each(['localhost', 'LOCALHOST:3000', '127.0.0.1:80', '[::1]:5', undefined])(
    'answers the Host %s',
    async (host) => {
      expect((await ask('localhost', host)).statusCode).toBe(200);
    },
  );

  test.each(['/', '/predict', '/items', '/openapi.json', '/nowhere'])(
    'refuses another Host at %s, so that no page gets in under a name of its own',
    async (path) => {
      const answer = await ask('localhost', 'rebound.shop.example:3000', path);
      expect(answer.statusCode).toBe(403);
      expect(bodyOf(answer)).toMatchObject({
        code: 'host_forbidden',
        message: expect.stringContaining('LF_API_ALLOWED_HOSTS') as string,
      });
      if (path === '/nowhere' || path === '/items') return;
      expectDocumented(bodyOf(await ask('localhost', 'localhost')), path, answer);
    },
  );

  test('answers the names that the setting adds', async () => {
    expect((await ask('Shop.example,[fd00::1]', 'shop.example:1')).statusCode).toBe(200);
    expect((await ask('shop.example,[fd00::1]', '[FD00::1]')).statusCode).toBe(200);
    expect((await ask('shop.example', '127.0.0.1')).statusCode).toBe(200);
    expect((await ask('shop.example', 'other.example')).statusCode).toBe(403);
  });
});

test('in AWS every Host is answered, since API Gateway has its own names', async () => {
  expect((await ask('', 'abc.execute-api.eu-west-1.amazonaws.com')).statusCode).toBe(200);
});
