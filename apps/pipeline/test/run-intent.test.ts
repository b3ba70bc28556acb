import { readFile, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { readBundle } from '@lf/contract';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { artifactsOf, killAt } from './interrupted-runs.ts';
import { showcaseIn } from './showcase-in.ts';
import { Workplace } from './workplace.ts';

const STEPS = [
  'start',
  'process_raw_data',
  'data_validation',
  'prepare_dataset',
  'get_model_config',
  'train_model',
  'deploy',
  'end',
];

let place: Workplace;
beforeEach(async () => {
  place = await Workplace.open();
});
afterEach(() => place.close());

describe('lf run intent', () => {
  it('goes from nothing to a prediction that curl gets too', async () => {
    const { code, stdout, stderr } = await place.lf(['run', 'intent', '--run-id', 'first']);
    expect(stderr).toContain('[data_validation] 6 expectations');
    expect(code).toBe(0);
    expect(stdout).toContain('(best achievable)');
    const [, url = ''] = /curl '([^']+)'/.exec(stdout) ?? [];
    const answer: unknown = await (await fetch(url)).json();
    const [, shown] = /purchase probability ([\d.]+)/.exec(stdout) ?? [];
    expect(answer).toMatchObject({ prediction: expect.closeTo(Number(shown), 3) as unknown });

    const listed = await place.lf(['endpoint', 'list', '--json']);
    expect(JSON.parse(listed.stdout)).toMatchObject([{ status: 'live' }]);
    const log = await place.lf(['runs', 'log', 'first', 'train_model']);
    expect(log.stdout).toContain('epoch   2');

    const kept = join(place.folder, '.lf/runs/intent/first/report.html');
    expect(stdout).toContain(`report     ${await realpath(kept)}`);
    const page = await readFile(kept, 'utf8');
    for (const part of ['Calibration', 'best achievable', 'How far sessions come', 'of the suite'])
      expect(page).toContain(part);
    expect(page).not.toContain('could not be made');
    const docs = join(place.folder, '.lf/runs/intent/first/data-docs/index.html');
    expect(stdout).toContain(`checks     ${await realpath(docs)}`);
    expect(page).toContain('<a href="data-docs/index.html">Data Docs</a>');
    expect(await readFile(docs, 'utf8')).toContain('intent');
    const anew = join(place.folder, 'anew.html');
    expect((await place.lf(['runs', 'report', 'first', '--out', anew])).code).toBe(0);
    expect(await readFile(anew, 'utf8')).toBe(page);

    const bundle = join(place.folder, '.lf/models/intent/first/model.tar.gz');
    const showcase = await showcaseIn(bundle);
    expect(showcase.data).toBe('a synthetic shop');
    expect(showcase.sessions.length).toBeGreaterThan(3);
    for (const { events, next } of showcase.sessions) {
      expect(events).toContain('add');
      expect(events).not.toContain('purchase');
      expect(next).toMatch(/^(no )?purchase$/);
    }
    const sessions: unknown = await (await fetch(new URL('/sessions', url))).json();
    expect(sessions).toEqual({ sessions: showcase.sessions });

    const inspected = await place.lf(['bundle', 'inspect', bundle, '--json']);
    expect(JSON.parse(inspected.stdout)).toMatchObject({
      manifest: { kind: 'intent' },
      formats: [{ path: 'model.onnx' }, { path: '1/saved_model.pb' }, { path: 'tfjs/model.json' }],
    });
  });

  it('killed at every step in turn, it resumes to the bytes of an undisturbed run', async () => {
    const first = STEPS[0] ?? '';
    await killAt(place, first, ['run', 'intent', '--run-id', 'killed']);
    for (const step of STEPS.slice(1)) await killAt(place, step, ['resume', 'killed']);
    const resumed = await place.lf(['resume', 'killed', '--json']);
    expect(resumed.code, resumed.stderr).toBe(0);
    // Two epochs on so few sessions are no better than chance: it takes no place unless forced
    const again = ['run', 'intent', '--run-id', 'undisturbed', '--json', '--force'];
    const undisturbed = await place.lf(again);
    expect(undisturbed.code, undisturbed.stderr).toBe(0);

    const artifacts = await artifactsOf(place, 'killed');
    expect(Object.keys(artifacts)).toEqual(STEPS);
    expect(artifacts).toEqual(await artifactsOf(place, 'undisturbed'));
    expect(Object.values(artifacts).flat().length).toBeGreaterThan(8);
  });

  it('trains trees that MODEL_CHOICE names, twice to the same bytes, and serves them with times', async () => {
    const config = await place.write(
      'trees.json',
      JSON.stringify({ MAX_TREES: 20, PATIENCE: 5, PARTS: 2 }),
    );
    const run = ['run', 'intent', '--model', 'TREES', '--config', config, '--force', '--json'];
    const first = await place.lf([...run, '--run-id', 'trees']);
    expect(first.code, first.stderr).toBe(0);
    const bundle = join(place.folder, '.lf/models/intent/trees/model.tar.gz');
    expect((await readBundle(bundle, { only: [] })).manifest).toMatchObject({
      context: ['times', 'clock', 'products'],
      config: { MODEL_CHOICE: 'TREES' },
    });
    const report = JSON.parse(first.stdout) as {
      readonly scores: { readonly comparison: { readonly models: readonly { name: string }[] } };
      readonly served: { readonly url: string };
    };
    expect(report.scores.comparison.models.map(({ name }) => name)).toEqual([
      'trees',
      'majority',
      'logistic-regression',
      'markov-chain',
      'lstm',
    ]);

    const ask = async (query: string): Promise<unknown> =>
      (await fetch(new URL(`/predict?${query}`, report.served.url))).json();
    const alone = await ask('session=detail,add');
    expect(alone).not.toHaveProperty('context');
    expect(await ask('session=detail,add&times=1764518400,1764518490&skus=hat,hat')).toMatchObject({
      prediction: expect.any(Number) as number,
      context: ['times', 'clock', 'products'],
    });
    expect(await ask('session=detail,add&times=1764518400')).toMatchObject({
      code: 'parameter_invalid',
    });

    const again = await place.lf([...run, '--run-id', 'again']);
    expect(again.code, again.stderr).toBe(0);
    expect(await artifactsOf(place, 'again')).toEqual(await artifactsOf(place, 'trees'));
    const page = await readFile(join(place.folder, '.lf/runs/intent/trees/report.html'), 'utf8');
    expect(page).not.toContain('could not be made');
  });
});
