import { request } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allowedHosts } from '../src/http/guard.ts';
import { bundleFolder, startServing } from './in-process.ts';
import { oneHot } from './tiny-bundle.ts';

let bundles: Awaited<ReturnType<typeof bundleFolder>>;
let bundle: string;
beforeAll(async () => {
  bundles = await bundleFolder();
  bundle = await bundles.version('model.tar.gz', 1);
});
afterAll(() => bundles.remove());

interface Asked {
  readonly port: number;
  readonly path: string;
  readonly host: string;
  readonly body?: string;
}

/** Asks under any Host header, which fetch would not send. */
function ask({ port, path, host, body }: Asked): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const headers = { host, 'content-type': 'application/json' };
    const method = body === undefined ? 'GET' : 'POST';
    request({ port, path, method, headers, agent: false }, (response) => {
      text(response).then((answer) => {
        resolve({ status: response.statusCode ?? 0, body: answer });
      }, reject);
    })
      .on('error', reject)
      .end(body);
  });
}

const PATHS: readonly { readonly path: string; readonly body?: string }[] = [
  { path: '/predict?session=add' },
  { path: '/openapi.json' },
  { path: '/' },
  { path: '/metrics' },
  { path: '/v1/models/default' },
  { path: '/invocations', body: JSON.stringify({ instances: [oneHot([0, 2, 1])] }) },
];

async function withServer(
  options: Partial<Parameters<typeof startServing>[0]>,
  use: (port: number) => Promise<void>,
) {
  const server = await startServing({ bundle, publicApi: true, ...options });
  try {
    await use(server.port);
  } finally {
    await server.drain();
  }
}

describe('a server on loopback', () => {
  it('answers under the names of loopback, whatever the port', async () => {
    await withServer({}, async (port) => {
      for (const host of [
        'localhost',
        `LOCALHOST:${port}`,
        'localhost.:1',
        '127.0.0.1:80',
        '127.9.9.9',
        '[::1]:5',
      ]) {
        for (const shot of PATHS) {
          expect((await ask({ port, host, ...shot })).status, `${host} ${shot.path}`).toBe(200);
        }
      }
    });
  });

  it('refuses every other name with 403, so that no page gets in under a name of its own', async () => {
    await withServer({}, async (port) => {
      for (const host of [
        'shop.example',
        `rebound.shop.example:${port}`,
        'localhost.shop.example',
        '127.0.0.1.shop.example',
        'xlocalhost',
        '10.0.0.1',
        '[::2]',
        'localhost:1:2',
        'localhost@shop.example',
      ]) {
        for (const shot of [...PATHS, { path: '/nowhere' }]) {
          const { status, body } = await ask({ port, host, ...shot });
          expect(status, `${host} ${shot.path}`).toBe(403);
          expect(JSON.parse(body)).toMatchObject({
            error: {
              code: 'host_forbidden',
              message: expect.stringContaining('127.0.0.1') as string,
            },
          });
        }
        expect((await ask({ port, host, path: '/ping' })).status).toBe(200);
      }
    });
  });

  it('answers a request without a Host header, which no browser sends', async () => {
    await withServer({}, async (port) => {
      const socket = connect(port, '127.0.0.1');
      socket.write('GET /metrics HTTP/1.0\r\n\r\n');
      expect(await text(socket)).toMatch(/^HTTP\/1.1 200 /);
    });
  });

  it('answers the names that a setting adds, and any name if that says *', async () => {
    await withServer({ allowedHosts: ['Shop.example', '[fd00::1]'] }, async (port) => {
      const path = '/predict?session=add';
      const statusOf = async (host: string) => (await ask({ port, path, host })).status;
      expect(await statusOf('shop.example:8080')).toBe(200);
      expect(await statusOf('[FD00::1]:8080')).toBe(200);
      expect(await statusOf('localhost')).toBe(200);
      expect(await statusOf('other.example')).toBe(403);
    });
    await withServer({ allowedHosts: ['*'] }, async (port) => {
      expect((await ask({ port, path: '/metrics', host: 'other.example' })).status).toBe(200);
    });
  });

  it('lets the pages of other sites read nothing, unless a setting does', async () => {
    const corsOf = async (port: number, method = 'GET') => {
      const response = await fetch(`http://127.0.0.1:${port}/predict?session=add`, {
        method,
        headers: { origin: 'https://evil.example' },
      });
      return response.headers.get('access-control-allow-origin');
    };
    await withServer({}, async (port) => {
      expect(await corsOf(port)).toBeNull();
      expect(await corsOf(port, 'OPTIONS')).toBeNull();
    });
    process.env['LF_API_CORS_ORIGIN'] = '*';
    try {
      await withServer({}, async (port) => {
        expect(await corsOf(port)).toBe('*');
      });
    } finally {
      delete process.env['LF_API_CORS_ORIGIN'];
    }
  });
});

it.each([
  ['127.0.0.1', [], new Set()],
  ['localhost', [], new Set()],
  ['::1', [], new Set()],
  ['0.0.0.0', [], 'any'],
  ['::', [], 'any'],
  ['10.1.2.3', [], 'any'],
  ['0.0.0.0', ['Shop.example'], new Set(['shop.example'])],
  ['127.0.0.1', ['*'], 'any'],
] as const)('a server on %s with the hosts %j', (address, named, allowed) => {
  expect(allowedHosts(address, named)).toEqual(allowed);
});
