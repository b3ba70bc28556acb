import { unpackBundle } from '@lf/contract';
import { invoke } from '@lf/deploy';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleFolder, startServing, type Started } from './in-process.ts';
import { oneHot, tinyBundle } from './tiny-bundle.ts';

const instances = [oneHot([0, 2, 1])];
let bundles: Awaited<ReturnType<typeof bundleFolder>>;
let first: string;
let second: string;
beforeAll(async () => {
  bundles = await bundleFolder();
  first = await bundles.version('first.tar.gz', 1);
  second = await bundles.version('second.tar.gz', 2);
});
afterAll(() => bundles.remove());

async function withServer(
  options: Parameters<typeof startServing>[0],
  use: (server: Started) => Promise<void>,
) {
  const server = await startServing(options);
  try {
    await use(server);
  } finally {
    await server.drain();
  }
}

describe('several models at once', () => {
  it("answer under TensorFlow Serving's and SageMaker's paths, the default one under /invocations", async () => {
    const models = new Map([['intent-b', second]]);
    await withServer({ bundle: first, models }, async ({ url, send, get, metric }) => {
      const expected = { predictions: await invoke({ url, instances }) };
      for (const path of [
        '/v1/models/intent-b:predict',
        '/v1/models/intent%2Db:predict',
        '/v1/models/default:predict',
        '/models/intent-b/invoke',
      ]) {
        const response = await send('POST', path, { instances });
        expect(response.status).toBe(200);
        expect(await response.json()).toEqual(expected);
      }
      expect(await metric('lf_predictions_total', { model: 'intent-b' })).toBe(3);
      expect(await metric('lf_predictions_total', { model: 'default' })).toBe(2);
      const status: unknown = await (await get('/v1/models/intent-b')).json();
      expect(status).toMatchObject({ model_version_status: [{ state: 'AVAILABLE' }] });
    });
  });

  it('an unknown one is a 404 that lists the known, whatever its name', async () => {
    const models = new Map([['b', second]]);
    await withServer({ bundle: first, models }, async ({ send, get }) => {
      for (const path of [
        '/v1/models/c:predict',
        '/models/%ff/invoke',
        '/models/__proto__/invoke',
      ]) {
        const response = await send('POST', path, { instances });
        expect(response.status).toBe(404);
        expect(await response.json()).toEqual({
          error: {
            code: 'model_unknown',
            message: expect.stringMatching(/known: default, b\.$/) as unknown,
          },
        });
      }
      expect((await get('/v1/models/c')).status).toBe(404);
    });
  });

  it('are refused together at the start if one is foreign', async () => {
    const foreign = await bundles.write('foreign.tar.gz', Buffer.from('<html>'));
    await expect(
      startServing({ bundle: first, models: new Map([['b', foreign]]) }),
    ).rejects.toMatchObject({ code: 'bundle_unreadable' });
  });
});

describe('management over /models', () => {
  it('is not there unless switched on', async () => {
    await withServer({ bundle: first }, async ({ send, get }) => {
      expect((await get('/models')).status).toBe(404);
      expect((await send('PUT', '/models/default', { url: second })).status).toBe(404);
    });
  });

  it('follows the contract of a multi-model container: load, list, get, invoke, unload', async () => {
    const folder = bundles.path('unpacked');
    await unpackBundle(second, folder);
    await withServer({ bundle: null, management: 'open' }, async ({ send, get }) => {
      expect((await get('/ping')).status).toBe(200);
      expect((await send('POST', '/invocations', { instances })).status).toBe(404);
      const load = { model_name: 'a1b2', url: folder };
      expect((await send('POST', '/models', load)).status).toBe(200);
      expect((await send('POST', '/models', load)).status).toBe(409);
      const facts = { modelName: 'a1b2', modelUrl: folder };
      expect(await (await get('/models')).json()).toMatchObject({ models: [facts] });
      expect(await (await get('/models/a1b2')).json()).toMatchObject(facts);
      expect((await send('POST', '/models/a1b2/invoke', { instances })).status).toBe(200);
      expect((await send('DELETE', '/models/a1b2', undefined)).status).toBe(200);
      expect((await send('DELETE', '/models/a1b2', undefined)).status).toBe(404);
      expect((await send('POST', '/models/a1b2/invoke', { instances })).status).toBe(404);
    });
  });

  it('refuses a foreign bundle with its reason, and a page that reached loopback by another name', async () => {
    await withServer({ bundle: first, management: 'loopback' }, async ({ send, port }) => {
      const url = await bundles.write('foreign.tar.gz', Buffer.from('<html>'));
      const refused = await send('POST', '/models', { model_name: 'x', url });
      expect(refused.status).toBe(422);
      expect(await refused.json()).toMatchObject({ error: { code: 'bundle_unreadable' } });
      const { request } = await import('node:http');
      const status = await new Promise((resolve, reject) => {
        const headers = { host: `shop.example:${port}` };
        request({ port, path: '/models', headers }, (response) => {
          response.resume();
          resolve(response.statusCode);
        })
          .on('error', reject)
          .end();
      });
      expect(status).toBe(403);
    });
  });

  it.each([
    ['POST', '/models', []],
    ['POST', '/models', { model_name: 'x' }],
    ['POST', '/models', { model_name: 'a/b', url: 'x' }],
    ['PUT', '/models/default', { path: 'x' }],
    ['PUT', '/models/default/challenger', { url: 'x', share: 2 }],
    ['PUT', '/models/default/challenger', { url: 'x', share: '1' }],
  ])('answers %s %s %j with 400', async (method, path, body) => {
    await withServer({ bundle: first, management: 'loopback' }, async ({ send }) => {
      expect((await send(method, path, body)).status).toBe(400);
    });
  });
});

describe('a new version', () => {
  it('takes over under load without one request dropped or failed', async () => {
    await withServer(
      { bundle: first, management: 'loopback' },
      async ({ send, url, metric, log }) => {
        let swapping = true;
        const statuses: number[] = [];
        const client = async () => {
          while (swapping) {
            const response = await send('POST', '/invocations', { instances });
            await response.json();
            statuses.push(response.status);
          }
        };
        const clients = Array.from({ length: 8 }, client);
        for (const path of [second, first, second, first, second]) {
          const response = await send('PUT', '/models/default', { url: path });
          expect(response.status).toBe(200);
          expect(await response.json()).toMatchObject({ modelUrl: path });
          const answered = statuses.length;
          while (statuses.length < answered + 16) await new Promise(setImmediate);
        }
        swapping = false;
        await Promise.all(clients);
        expect(new Set(statuses)).toEqual(new Set([200]));
        expect(await metric('lf_http_requests_total', { route: '/invocations' })).toBe(
          statuses.length,
        );
        expect(await metric('lf_model_loads_total', { outcome: 'loaded' })).toBe(6);
        expect(await metric('lf_model_info')).toBe(1);
        expect(log.filter(({ event }) => event === 'model_closed')).toHaveLength(5);
        expect(await invoke({ url, instances })).toHaveLength(1);
      },
    );
  });

  it('that is corrupt or foreign is refused with its reason, and the old one serves on', async () => {
    const whole = await tinyBundle();
    await withServer({ bundle: first, management: 'loopback' }, async ({ send, url, get }) => {
      const before: unknown = await (await get('/models/default')).json();
      for (const [bytes, code] of [
        [whole.subarray(0, 900), 'bundle_unreadable'],
        [await tinyBundle({}, { 'model.onnx': Buffer.from('onnx') }), 'model_refused'],
        [
          await tinyBundle({ inputs: [{ name: 'x', dtype: 'float32', shape: ['n', 'time', 7] }] }),
          'model_refused',
        ],
      ] as const) {
        const path = await bundles.write('refused.tar.gz', bytes);
        const response = await send('PUT', '/models/default', { url: path });
        expect(response.status).toBe(422);
        expect(await response.json()).toMatchObject({ error: { code } });
        expect(await (await get('/models/default')).json()).toEqual(before);
        expect(await invoke({ url, instances })).toHaveLength(1);
      }
    });
  });

  it('is read from the same path on a reload; what is refused there is logged', async () => {
    const path = await bundles.version('current.tar.gz', 1);
    await withServer({ bundle: path, management: 'loopback' }, async (server) => {
      const version = async () =>
        ((await (await server.get('/models/default')).json()) as { version: string }).version;
      const before = await version();
      await bundles.version('current.tar.gz', 2);
      await server.reload();
      const after = await version();
      expect(after).not.toBe(before);
      await bundles.write('current.tar.gz', Buffer.from('half a copy'));
      await server.reload();
      expect(await version()).toBe(after);
      expect(server.log).toContainEqual(
        expect.objectContaining({ event: 'model_refused', code: 'bundle_unreadable' }),
      );
    });
  });
});
