import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadModel } from '@lf/serving/models';
import { DEFAULT_LIMITS } from '../src/index.ts';
import { warmUp } from '../src/warm-up.ts';
import { bundleFolder, startServing } from './in-process.ts';
import { tinyBundle } from './tiny-bundle.ts';
import { tinyRecBundle } from './tiny-rec-bundle.ts';

let folder: Awaited<ReturnType<typeof bundleFolder>>;
beforeAll(async () => {
  folder = await bundleFolder();
});
afterAll(() => folder.remove());

describe('the warm-up', () => {
  it.each([
    { kind: 'intent', make: tinyBundle },
    { kind: 'rec', make: tinyRecBundle },
  ])('asks a model of kind $kind over HTTP, and leaves it open', async ({ kind, make }) => {
    const path = await folder.write(`${kind}.tar.gz`, await make());
    const model = await loadModel(path);
    expect(await warmUp(model, { limits: DEFAULT_LIMITS, ms: 60_000 })).toBe(4_000);
    expect((await model.answer(model.example, DEFAULT_LIMITS)).predictions).toHaveLength(1);
    await model.close();
  });

  it('is told in the log, and counted in no metric', async () => {
    const bundle = await folder.write('model.tar.gz', await tinyBundle());
    const serving = await startServing({ bundle, warmUpMs: 100 });
    expect(serving.log.map(({ event }) => event)).toEqual([
      'listening',
      'model_loaded',
      'warmed_up',
      'ready',
    ]);
    expect(serving.log[2]).toMatchObject({ requests: expect.any(Number) as number });
    expect(await serving.metric('lf_predictions_total')).toBe(0);
    expect(await serving.metric('lf_http_requests_total', { route: '/invocations' })).toBe(0);
    await serving.drain();
  });
});
