import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GUARDED } from '../src/http/guard.ts';
import { bundleFolder, startServing } from './in-process.ts';
import { oneHot } from './tiny-bundle.ts';

const KEY = 'a-key-of-16-chars';
const PATHS = {
  invocations: ['/invocations', '/v1/models/default:predict', '/models/default/invoke'],
  metrics: ['/metrics'],
} as const;

let bundles: Awaited<ReturnType<typeof bundleFolder>>;
beforeAll(async () => {
  bundles = await bundleFolder();
});
afterAll(() => bundles.remove());

describe('a server whose setting makes paths want a key', () => {
  it.each([[[]], [['invocations']], [['metrics']], [['invocations', 'metrics']]] as const)(
    '%j: those answer 401 without the key, the others as ever, /ping always',
    async (guarded) => {
      const server = await startServing({
        bundle: await bundles.version('model.tar.gz', 1),
        guard: { key: KEY, paths: new Set(guarded) },
      });
      const statusOf = async (path: string, headers: Record<string, string> = {}) => {
        const body = path === '/metrics' ? undefined : { instances: [oneHot([0, 2, 1])] };
        const method = body === undefined ? 'GET' : 'POST';
        return (await server.send(method, path, body, headers)).status;
      };
      try {
        expect((await server.get('/ping')).status).toBe(200);
        for (const name of GUARDED) {
          const refused = guarded.some((other) => other === name) ? 401 : 200;
          for (const path of PATHS[name]) {
            expect(await statusOf(path), path).toBe(refused);
            expect(await statusOf(path, { 'x-api-key': `${KEY}!` }), path).toBe(refused);
            expect(await statusOf(path, { 'x-api-key': KEY }), path).toBe(200);
          }
        }
      } finally {
        await server.drain();
      }
    },
  );
});
