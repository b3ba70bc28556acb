import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ModelRegistry } from '../src/served/model-registry.ts';
import { createMetrics } from '../src/metrics/metrics.ts';
import { loadModel, type Model } from '@lf/serving/models';
import { bundleFolder, startServing } from './in-process.ts';
import { oneHot } from './tiny-bundle.ts';

const instances = [oneHot([0, 2, 1])];
const VARIANT = 'x-amzn-invoked-production-variant';
let bundles: Awaited<ReturnType<typeof bundleFolder>>;
let champion: string;
let challenger: string;
beforeAll(async () => {
  bundles = await bundleFolder();
  champion = await bundles.version('champion.tar.gz', 1);
  challenger = await bundles.version('challenger.tar.gz', 2);
});
afterAll(() => bundles.remove());

describe('a challenger', () => {
  it('gets its share, the same sessions each time, and is counted apart', async () => {
    const server = await startServing({
      bundle: champion,
      challenger: { bundle: challenger, share: 0.25 },
      publicApi: true,
    });
    const ask = async (session: number) => {
      const response = await server.send(
        'POST',
        '/invocations',
        { instances },
        { 'x-session-id': `s${session}` },
      );
      return response.headers.get(VARIANT);
    };
    const sessions = Array.from({ length: 400 }, (_, session) => session);
    const once = await Promise.all(sessions.map(ask));
    expect(await Promise.all(sessions.map(ask))).toEqual(once);
    const share = once.filter((variant) => variant === 'challenger').length / once.length;
    // Three standard deviations of 400 draws of .25
    expect(Math.abs(share - 0.25)).toBeLessThan(3 * Math.sqrt((0.25 * 0.75) / 400));
    const counted = await server.metric('lf_predictions_total', { variant: 'challenger' });
    expect(counted).toBe(2 * 400 * share);
    const shown = await server.get('/predict?session=add', {
      'x-amzn-sagemaker-target-variant': 'challenger',
    });
    expect(shown.headers.get(VARIANT)).toBe('challenger');
    await server.drain();
  });

  it('comes, is asked by name, and goes while the server runs', async () => {
    const server = await startServing({ bundle: champion, management: 'loopback' });
    const headers = { 'x-amzn-sagemaker-target-variant': 'challenger' };
    const ask = async () =>
      (await server.send('POST', '/invocations', { instances }, headers)).headers.get(VARIANT);
    expect(await ask()).toBeNull();
    const path = '/models/default/challenger';
    expect((await server.send('PUT', path, { url: challenger, share: 0 })).status).toBe(200);
    expect(await ask()).toBe('challenger');
    expect(await server.metric('lf_model_info', { variant: 'challenger' })).toBe(1);
    expect((await server.send('DELETE', path, undefined)).status).toBe(200);
    expect(await ask()).toBeNull();
    expect(await server.metric('lf_model_info', { variant: 'challenger' })).toBe(0);
    await server.drain();
  });

  it('that fails costs no answer: the champion steps in', async () => {
    const metrics = await createMetrics();
    const log: string[] = [];
    const broken = async (path: string): Promise<Model> => {
      const model = await loadModel(path);
      if (path === champion) return model;
      return { ...model, answer: () => Promise.reject(new Error('no memory')) };
    };
    const registry = new ModelRegistry({
      load: broken,
      log: (_level, event) => log.push(event),
      metrics,
    });
    await registry.load('m', champion);
    await registry.challenge('m', challenger, 1);
    const answered = await registry.ask('m', {
      key: 'any',
      variant: null,
      ask: async (model) => {
        await model.answer({ instances }, (await import('../src/index.ts')).DEFAULT_LIMITS);
        return 'said';
      },
      instances: () => 1,
    });
    expect(answered).toMatchObject({ result: 'said', variant: 'champion' });
    expect(log).toContain('challenger_failed');
    await registry.close();
    metrics.close();
  });
});
