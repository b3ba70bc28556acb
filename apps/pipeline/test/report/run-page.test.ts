import { openStore, type ObjectStore } from '@lf/dataset';
import { html, type Content } from '@lf/report';
import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { intentFlow } from '../../src/flows/intent-flow.ts';
import { recFlow } from '../../src/flows/rec-flow.ts';
import { intentFindings } from '../../src/report/page/intent-findings.ts';
import { keepRunPage, putRunPage } from '../../src/report/page/keep-run-page.ts';
import { recFindings } from '../../src/report/page/rec-findings.ts';
import { sweepPicture } from '../../src/report/page/sweep-picture.ts';
import { renderRunPage } from '../../src/report/page/render-run-page.ts';

const HOSTILE = '<script>alert("sku")</script>';

let folder: string;
let store: ObjectStore;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lf-page-'));
  store = openStore(`file:${folder}`);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const bytesOf = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));

/** Keeps a value as a step does, and gives its reference. */
async function artifact(value: unknown) {
  const bytes = bytesOf(value);
  const digest = createHash('sha256').update(bytes).digest('hex');
  const uri = `artifacts/sha256/${digest.slice(0, 2)}/${digest}`;
  await store.put(uri, bytes);
  return { uri, digest, mediaType: 'application/json', bytes: bytes.byteLength };
}

/** Writes a run as its record and the results of its steps have it. */
async function writeRun(
  flow: string,
  outputs: Readonly<Record<string, object>>,
  of: { readonly status?: string; readonly params?: object } = {},
): Promise<void> {
  const prefix = `runs/${flow}/r1/`;
  const tasks = Object.keys(outputs).map((step) => ({
    step,
    index: null,
    status: 'finished',
    attempts: 1,
    ms: 1500,
    artifacts: [],
  }));
  await store.put(
    `${prefix}run.json`,
    bytesOf({
      flow,
      runId: 'r1',
      params: { seed: 7, dataFolder: `/data/${HOSTILE}`, modelFlags: {}, ...of.params },
      tags: [HOSTILE],
      status: of.status ?? 'completed',
      createdAt: '2026-01-02T03:04:05.000Z',
      endedAt: '2026-01-02T03:05:05.000Z',
      tasks,
    }),
  );
  for (const [step, kept] of Object.entries(outputs)) {
    await store.put(
      `${prefix}${step}/1/result.json`,
      bytesOf({
        version: '1',
        inputsDigest: '',
        paramsRead: {},
        allParamsRead: false,
        outputs: kept,
        artifacts: [],
      }),
    );
  }
}

const rank = (value: number) => ({ value, low: value - 0.02, high: value + 0.02 });
const metrics = (value: number) => ({
  cases: 50,
  hr: rank(value),
  mrr: rank(value),
  ndcg: rank(value),
});
const evaluation = (value: number) => ({
  cases: 100,
  unseenTargets: 13,
  cutoffs: [5, 20].map((k) => ({
    k,
    ...metrics(value),
    coverage: 0.4,
    averagePopularity: 0,
    gini: 0,
  })),
  bySessionLength: [{ from: 20, to: null, ...metrics(value) }],
  byItemPopularity: [{ band: 'head', ...metrics(value) }],
});

const recScores = (standing: string) => ({
  models: [
    { name: `KNN ${HOSTILE}`, evaluation: evaluation(0.4) },
    { name: 'POPULARITY', evaluation: evaluation(0.3) },
  ],
  candidates: [{ name: 'KNN', choice: 'KNN', hr: 0.4, mrr: 0.4, ndcg: 0.4, coverage: 0.4 }],
  choice: 'the best of 2 models',
  standing,
  verdict: `KNN is ${standing}`,
  itemCount: 1000,
  trainSessions: 10,
  validationSessions: 10,
  testSessions: 10,
});

const recPage = () => renderRunPage(store, 'r1', { definition: recFlow, findings: recFindings });
const intentPage = () =>
  renderRunPage(store, 'r1', { definition: intentFlow, findings: intentFindings });

describe('the picture of a sweep', () => {
  const scored = (name: string, choice: 'KNN' | 'MARKOV', ndcg: number) => ({
    ...{ name, choice, ndcg, hr: 0.5, mrr: ndcg / 2, coverage: 0.5 },
  });
  const markupOf = (content: Content) => html`${content}`.markup;
  const sweep = [scored('KNN SIZE=8', 'KNN', 0.1), scored('KNN SIZE=64', 'KNN', 0.3)];
  const configOf = (name: string, config: object) => ({ name, config: { SEED: 7, ...config } });

  it('has a line for each model over the keys and scores that differ, the best in the first colour', () => {
    const drawn = markupOf(
      sweepPicture(
        [...sweep, scored(HOSTILE, 'MARKOV', 0.2)],
        [
          configOf('KNN SIZE=8', { SIZE: 8, LAYERS: [1] }),
          configOf('KNN SIZE=64', { SIZE: 64 }),
          configOf(HOSTILE, {}),
        ],
      ),
    );
    expect(drawn).toContain('3 lines over model, SIZE, MRR@20, NDCG@20.');
    expect(drawn).not.toMatch(/SEED|LAYERS|data-axis|data-brushed/);
    expect(drawn).not.toContain(HOSTILE);
    const tones = [...drawn.matchAll(/class="trial (s\d) [^<]*<title>([^<]*)</g)];
    expect(tones.map(([, tone, name]) => [name, tone])).toEqual([
      ['KNN SIZE=8', 's3'],
      ['KNN SIZE=64', 's0'],
      [expect.stringContaining('script'), 's4'],
    ]);
    // MARKOV has no SIZE: its line has a gap there
    expect(drawn.match(/data-heights="[\d.]+,,[\d.]+,[\d.]+"/g)).toHaveLength(1);
  });

  it('is left out where only the models differ, or the record tells no configuration', () => {
    const models = [scored('KNN', 'KNN', 0.1), scored('MARKOV', 'MARKOV', 0.3)];
    expect(sweepPicture(models, [configOf('KNN', {}), configOf('MARKOV', {})])).toBeNull();
    expect(sweepPicture(sweep, null)).toBeNull();
    expect(sweepPicture([], [null, 3, { name: 4 }])).toBeNull();
  });
});

describe('the page of a rec run', () => {
  it('keeps every text of the data a text', async () => {
    await writeRun('rec', {
      process_raw_data: {
        description: await artifact({
          events: 3,
          sessions: 1,
          firstMs: 0,
          lastMs: 60_000,
          actions: [{ name: HOSTILE, count: 3 }],
          funnel: { detail: 1, add: 1, purchase: 0 },
          sessionLengths: [
            { from: 1, count: 0 },
            { from: 2, count: 1 },
          ],
          gapsMs: [{ from: 0, count: 2 }],
          gapsOf: 1,
          overTime: { stepMs: 1000, counts: [1, 2] },
          products: {
            skus: 2,
            events: 3,
            top: [{ name: HOSTILE, count: 2 }],
            concentration: [
              [0, 0],
              [1, 1],
            ],
          },
        }),
      },
      evaluate_model: {
        scores: await artifact(recScores('better')),
        samples: await artifact([
          { before: [HOSTILE], earlier: 3, came: HOSTILE, recommended: ['a', HOSTILE] },
          { before: ['a'], earlier: 0, came: null, recommended: [] },
        ]),
      },
    });
    const page = await recPage();
    expect(page.match(/<script/g)).toHaveLength(1);
    expect(page.split('&lt;script&gt;').length).toBeGreaterThan(8);
    expect(page).not.toContain('could not be made');
    expect(page).toContain('place 2');
    expect(page).toContain('Good enough to serve');
    expect(page).toContain('It was chosen, the best of 2 models.');
    expect(page).toContain('13 % of what came next was never seen');
  });

  it.each([
    ['worse', 'Not good enough to serve'],
    ['even', 'In doubt'],
    ['too_small', 'No verdict: the data are too small'],
  ])('says of a model that is %s: %s', async (standing, badge) => {
    await writeRun('rec', { evaluate_model: { scores: await artifact(recScores(standing)) } });
    expect(await recPage()).toContain(badge);
  });
});

const intentMetrics = {
  rows: 10,
  positives: 3,
  rocAuc: 0.7,
  prAuc: 0.4,
  logLoss: 0.5,
  calibrationError: 0.02,
  f1: 0.5,
  accuracy: 0.8,
};
const intentScores = (standing: string, low: number, high: number) => ({
  comparison: {
    models: ['lstm', 'majority'].map((name) => ({
      name,
      evaluation: {
        overall: intentMetrics,
        perCut: [{ cut: 0, ...intentMetrics }],
        challengeScore: null,
        threshold: 0.3,
      },
    })),
    isBetterThanEveryBaseline: true,
    standing,
    verdict: `lstm is ${standing}`,
    gains: [{ value: (low + high) / 2, low, high, baseline: 'majority' }],
    power: { sessions: 9, detectableGain: 0.123, worthwhileGain: 0.02, sessionsNeeded: 4321 },
    rocAucs: [rank(0.7), null],
    gain: { value: (low + high) / 2, low, high, baseline: 'majority' },
  },
  bestAchievable: null,
  testRows: 10,
});

describe('the page of an intent run', () => {
  it.each([
    ['better', 'Good enough to serve'],
    ['even', 'In doubt: the gain over a baseline may be chance'],
    ['worse', 'Not good enough to serve: a baseline is better'],
    ['chance', 'Not good enough to serve: no better than chance'],
    ['too_small', 'No verdict: the data are too small'],
  ])('says of a model that is %s: %s', async (standing, badge) => {
    const scores = await artifact(intentScores(standing, -0.01, 0.03));
    await writeRun('intent', { train_model: { scores } });
    const page = await intentPage();
    expect(page).toContain(badge);
    expect(page).toContain(`lstm is ${standing}`);
    expect(page).toContain('-0.010 to 0.030');
    expect(page).toMatch(/show a gain of\s+0\.123 in 4 of 5 samples[^]*about 4,321 are needed/);
  });

  it('has the confusion at each threshold, as counts of the curves', async () => {
    const counts = { truePositives: [3, 2, 0], falsePositives: [7, 1, 0] };
    const models = [
      {
        name: 'lstm',
        overall: counts,
        perCut: [],
        calibration: { x: [0.2], y: [0.3] },
        gains: [0.5, 1],
      },
    ];
    await writeRun('intent', {
      train_model: {
        scores: await artifact(intentScores('better', 0.01, 0.03)),
        curves: await artifact({ models }),
      },
    });
    const page = await intentPage();
    const [, json = ''] = /<script type="application\/json">([^]*?)<\/script>/.exec(page) ?? [];
    expect((JSON.parse(json) as object[])[1]).toMatchObject({
      tp: '2',
      fp: '1',
      fn: '1',
      tn: '6',
      precision: '67 %',
      recall: '67 %',
      called: '30 %',
    });
  });

  it('tells the change since the model before', async () => {
    const made = {
      metrics: { rocAuc: 0.7 },
      config: { EPOCHS: '2' },
      seed: 1,
      dataDigest: 'sha256:ab',
    };
    const comparison = {
      metric: 'ROC-AUC',
      rows: 10,
      champion: 0.6,
      challenger: 0.7,
      dropRatio: -0.16,
      maxDropRatio: 0.02,
      isWorse: false,
      verdict: '',
    };
    await writeRun('intent', {
      deploy: {
        champion: { name: 'old', comparison, made: { ...made, config: { EPOCHS: '9' } } },
        made,
      },
    });
    const page = await intentPage();
    expect(page).toMatch(
      /EPOCHS<\/th>\s*<td[^>]*><code>9<\/code><\/td>\s*<td[^>]*><code>2<\/code>/,
    );
    expect(page).toContain('0.700 now');
    expect(page).not.toMatch(/<th[^>]*>seed<\/th>/);
  });

  it('of a run of an earlier version, which left less, says what is missing', async () => {
    const {
      gain: _gain,
      rocAucs: _rocAucs,
      standing: _standing,
      gains: _gains,
      power: _power,
      ...comparison
    } = intentScores('better', 0, 0).comparison;
    await writeRun('intent', {
      process_raw_data: {},
      train_model: { scores: await artifact({ ...intentScores('better', 0, 0), comparison }) },
      deploy: {},
    });
    const page = await intentPage();
    expect(page).toContain('Good enough to serve');
    expect(page).toContain('This run has not described its events.');
    expect(page).not.toContain('could not be made');
  });

  it('of a run that failed, says where and why', async () => {
    await writeRun('intent', {}, { status: 'failed' });
    const error = {
      name: 'E',
      code: 'expectations_failed',
      message: `not as ${HOSTILE}`,
      retryable: false,
    };
    await store.put('runs/intent/r1/data_validation/1/error.json', bytesOf(error));
    const page = await intentPage();
    expect(page).toContain('No model: data_validation failed');
    expect(page).toContain('not as &lt;script&gt;');
    expect(page).toContain('lf resume r1');
  });

  it('has its other parts where one cannot be made', async () => {
    await writeRun('intent', { process_raw_data: { description: await artifact({ events: 3 }) } });
    const page = await intentPage();
    expect(page).toContain('This part could not be made');
    expect(page).toContain('lf run intent --data');
  });
});

it('a page that fails costs a run a line, and no more', async () => {
  const stderr = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  const place = await keepRunPage(store, {
    flow: 'rec',
    runId: 'r1',
    render: async () => {
      throw new Error('no ink');
    },
  });
  expect(place).toBeNull();
  expect(stderr.mock.calls.map(([text]) => String(text)).join('')).toBe(
    "The run's page could not be made: no ink (again: lf runs report r1)\n",
  );
  stderr.mockRestore();
});

it.each(['s3://bucket', 's3://bucket/shop'])(
  'goes into the folder of the run in %s',
  async (url) => {
    const put = vi.fn(async () => undefined);
    const place = await putRunPage(
      { ...store, url, put },
      { flow: 'rec', runId: 'r1', page: '<p>' },
    );
    expect(place).toBe(`${url}/runs/rec/r1/report.html`);
    expect(put).toHaveBeenCalledWith('runs/rec/r1/report.html', new TextEncoder().encode('<p>'));
  },
);
