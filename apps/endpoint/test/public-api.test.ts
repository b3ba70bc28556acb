import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { invoke } from '@lf/deploy';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RunningProgram } from './running-program.ts';
import { oneHot, tinyBundle } from './tiny-bundle.ts';

let folder: string;
let bundlePath: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lf-endpoint-'));
  bundlePath = join(folder, 'model.tar.gz');
  await writeFile(bundlePath, await tinyBundle());
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function withProgram(
  flags: readonly string[],
  use: (program: RunningProgram) => Promise<void>,
) {
  const program = await new RunningProgram([
    '--bundle',
    bundlePath,
    '--port',
    '0',
    ...flags,
  ]).ready();
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
      expect(response.headers.get('access-control-allow-origin')).toBe('*');
      expect(response.headers.get('x-request-id')).toBe('order-66');
      const [[probability] = []] = await invoke({ url, instances: [oneHot([0, 2, 6, 3, 1])] });
      expect(await response.json()).toEqual({
        prediction: probability,
        time: expect.any(Number) as unknown,
        endpoint: url,
      });
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

  it('is not there unless asked for', async () => {
    await withProgram([], async ({ url }) => {
      expect((await fetch(`${url}/predict?session=add`)).status).toBe(404);
    });
  });
});
