import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { invoke } from '@lf/deploy';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeSession } from '@lf/serving';
import { RunningProgram } from './running-program.ts';
import { oneHot, tinyBundle } from './tiny-bundle.ts';
import { SKUS, tinyRecBundle, tinyRecCases } from './tiny-rec-bundle.ts';

let folder: string;
let bundlePath: string;
let recPath: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lf-endpoint-'));
  bundlePath = join(folder, 'model.tar.gz');
  await writeFile(bundlePath, await tinyBundle());
  recPath = join(folder, 'rec.tar.gz');
  await writeFile(recPath, await tinyRecBundle());
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function withProgram(
  flags: readonly string[],
  use: (program: RunningProgram) => Promise<void>,
  { bundle = bundlePath, env = {} }: { bundle?: string; env?: NodeJS.ProcessEnv } = {},
) {
  const argv = ['--bundle', bundle, '--port', '0', ...flags];
  const program = await new RunningProgram(argv, env).ready();
  try {
    await use(program);
  } finally {
    program.child.kill('SIGTERM');
    await program.exit;
  }
}

describe('GET /predict on the endpoint', () => {
  it('answers as the Lambda does, with what /invocations says of the same session', async () => {
    await withProgram(['--public-api'], async ({ url }) => {
      const response = await fetch(`${url}/predict?session=add,view,remove`, {
        headers: { 'x-request-id': 'order-66' },
      });
      expect(response.status).toBe(200);
      expect(response.headers.get('access-control-allow-origin')).toBeNull();
      expect(response.headers.get('x-request-id')).toBe('order-66');
      const [[probability] = []] = await invoke({ url, instances: [oneHot([0, 2, 6, 3, 1])] });
      expect(await response.json()).toEqual({
        prediction: probability,
        scope: 'in_scope',
        time: expect.any(Number) as unknown,
        endpoint: url,
      });
    });
  });

  it('joins sessions that come in several parameters, as the Lambda does', async () => {
    await withProgram(['--public-api'], async ({ url }) => {
      const ask = async (query: string) =>
        ((await (await fetch(`${url}/predict?${query}`)).json()) as { prediction: number })
          .prediction;
      const joined = await ask('session=add,view,remove');
      expect(joined).toEqual(expect.any(Number));
      expect(await ask('session=add&session=view&session=remove')).toBe(joined);
      expect(await ask('session=add%2Cview%2Cremove')).toBe(joined);
      expect(await ask('session=remove')).not.toBe(joined);
    });
  });

  it('refuses an unknown action with the allowed ones, and other methods', async () => {
    await withProgram(['--public-api'], async ({ url }) => {
      const response = await fetch(`${url}/predict?session=buy`);
      expect(response.status).toBe(400);
      expect(await response.json()).toMatchObject({
        code: 'unknown_action',
        allowed: ['add', 'remove', 'purchase', 'detail', 'view'],
      });
      expect((await fetch(`${url}/predict`, { method: 'POST' })).status).toBe(405);
    });
  });

  it('answers the rest of the public API: its document, preflights, a key where one is set', async () => {
    await withProgram(
      ['--public-api'],
      async ({ url }) => {
        const document = await fetch(`${url}/openapi.json`);
        expect(document.headers.get('content-type')).toBe('application/json; charset=utf-8');
        expect(await document.json()).toMatchObject({ openapi: '3.1.0' });
        const preflight = await fetch(`${url}/predict`, { method: 'OPTIONS' });
        expect(preflight.status).toBe(204);
        expect(preflight.headers.get('access-control-allow-methods')).toBe('GET');
        expect((await fetch(`${url}/predict?session=add`)).status).toBe(401);
        const headers = { 'x-api-key': 'a-key-of-16-chars' };
        expect((await fetch(`${url}/predict?session=add`, { headers })).status).toBe(200);
      },
      { env: { LF_API_KEY: 'a-key-of-16-chars' } },
    );
  });

  it('is not there unless asked for', async () => {
    await withProgram([], async ({ url }) => {
      expect((await fetch(`${url}/predict?session=add`)).status).toBe(404);
    });
  });
});

describe('GET /predict in front of a rec model', () => {
  const sessionOf = (items: readonly number[]) =>
    items.map((item) => encodeURIComponent(SKUS[item] ?? '')).join(',');

  it('names the best SKUs that /invocations says of the same ids, with their scores', async () => {
    const [, , third] = await tinyRecCases();
    await withProgram(
      ['--public-api'],
      async (program) => {
        const { session, items } = third!;
        const query = sessionOf(session.map((id) => id - 2));
        const response = await fetch(`${program.url}/predict?session=${query}`);
        expect(response.status).toBe(200);
        const invoked = await program.post(JSON.stringify({ instances: [session] }));
        const { predictions } = (await invoked.json()) as {
          predictions: [{ items: number[]; scores: number[] }];
        };
        expect(predictions[0].items).toEqual(items);
        expect(await response.json()).toEqual({
          prediction: items.map((id) => SKUS[id - 2]),
          scores: predictions[0].scores,
          fallback: false,
          time: expect.any(Number) as unknown,
          endpoint: program.url,
        });
      },
      { bundle: recPath },
    );
  });

  it('leaves out what was seen where the setting says so, and falls back to popular SKUs', async () => {
    await withProgram(
      ['--public-api'],
      async ({ url }) => {
        const ask = async (session: string) =>
          (await (await fetch(`${url}/predict?session=${session}`)).json()) as {
            prediction: string[];
            fallback: boolean;
          };
        const { prediction } = await ask(sessionOf([3, 8]));
        expect(prediction).not.toContain(SKUS[3]);
        expect(prediction).not.toContain(SKUS[8]);
        const items = await fetch(`${url}/items?search=SKU-1&limit=2`);
        expect(await items.json()).toEqual({ items: ['sku-1', 'sku-10'], total: SKUS.length });
        expect(await ask('nothing,known')).toMatchObject({
          prediction: SKUS.slice(0, 10),
          fallback: true,
          unknown: ['nothing', 'known'],
        });
      },
      { bundle: recPath, env: { LF_API_SEEN_ITEMS: 'exclude' } },
    );
  });

  it('tells a comma within a SKU from one between SKUs, however a client writes the list', async () => {
    await withProgram(
      ['--public-api'],
      async (program) => {
        const ask = async (query: string) => {
          const { scores, unknown } = (await (
            await fetch(`${program.url}/predict?${query}`)
          ).json()) as { scores: number[]; unknown?: string[] };
          return { scores, unknown };
        };
        const items = [3, 0, 5];
        const invoked = await program.post(
          JSON.stringify({ instances: [items.map((item) => item + 2)] }),
        );
        const { predictions } = (await invoked.json()) as { predictions: [{ scores: number[] }] };
        const asked = { scores: predictions[0].scores, unknown: undefined };
        const appended = new URLSearchParams();
        for (const item of items) appended.append('session', SKUS[item] ?? '');
        expect(await ask(appended.toString())).toEqual(asked);
        expect(
          await ask(`session=${encodeSession(items.map((item) => SKUS[item] ?? ''))}`),
        ).toEqual(asked);
        expect((await ask('session=sku-3,%20red,sku-0')).unknown).toEqual(['sku-3', 'red']);
      },
      { bundle: recPath },
    );
  });

  it('ends the program at once for a setting that is wrong', async () => {
    const program = new RunningProgram(['--bundle', recPath, '--port', '0', '--public-api'], {
      LF_API_SEEN_ITEMS: 'some',
    });
    expect(await program.exit).toBe(1);
    expect(program.log.at(-1)).toMatchObject({
      code: 'setting_invalid',
      message: expect.stringContaining('LF_API_SEEN_ITEMS') as string,
    });
  });
});
