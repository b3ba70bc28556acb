import { FakeWandb, type Fault, type FaultyServer } from '@lf/fake-trackers';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  TrackingSettingsError,
  chooseBackEnds,
  openLocalTracker,
  openTracker,
  syncTrackedRun,
  wandbBackEnd,
  type BackEnd,
  type RunTracker,
  type SyncResult,
} from '../../src/index.ts';

const KEY = 'k'.repeat(40);
const HISTORY = 'wandb-history.jsonl';

let directory: string;
let fake: FakeWandb;
let server: FaultyServer;
let warnings: string[];
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'tracking-wandb-'));
  ({ fake, server } = await FakeWandb.start(KEY));
  warnings = [];
});
afterEach(async () => {
  await server.stop();
  await rm(directory, { recursive: true, force: true });
});

const backEnd = (): BackEnd => wandbBackEnd({ apiKey: KEY, baseUrl: server.url });
const open = (finishWithinMs = 15_000): RunTracker =>
  openTracker({
    directory,
    runId: 'r1',
    experiment: 'intent',
    backEnds: [{ ...backEnd(), gatherMs: 1 }],
    onWarning: (message) => warnings.push(message),
    sourceFolder: null,
    systemEveryMs: 0,
    endWithProcess: false,
    finishWithinMs,
  });
const sync = async (): Promise<SyncResult | undefined> =>
  (await syncTrackedRun(directory, [backEnd()]))[0];
const steps = (count: number): number[] => Array.from({ length: count }, (_, step) => step);
const noteLosses = (tracker: RunTracker, count: number): void => {
  for (const step of steps(count)) tracker.metrics({ loss: step }, step);
};

interface Row {
  readonly _step: number;
  readonly step: number;
  readonly [name: string]: unknown;
}
const rows = (): Row[] =>
  (fake.run.lines.get(HISTORY) ?? []).map((line) => JSON.parse(line) as Row);
const losses = (): unknown[] => rows().map(({ loss }) => loss);

describe('the back end of Weights & Biases', () => {
  it('shows 5000 steps, one row each, and how the run ended', async () => {
    const tracker = open();
    for (const step of steps(5000)) tracker.metrics({ loss: step, auc: 0.5 }, step);
    await tracker.finish('failed');
    expect(warnings).toEqual([]);
    expect(losses()).toEqual(steps(5000));
    expect(rows().every(({ auc }) => auc === 0.5)).toBe(true);
    expect(fake.run).toMatchObject({ entity: 'me', project: 'intent', name: 'r1' });
    expect(fake.run).toMatchObject({ isComplete: true, exitCode: 1 });
  });

  it('shows a run while it goes on', async () => {
    const tracker = open();
    tracker.metrics({ loss: 0 }, 0);
    tracker.metrics({ loss: 1 }, 1);
    await expect.poll(() => fake.runs.size > 0 && losses().length, { timeout: 10_000 }).toBe(1);
    expect(fake.run.isComplete).toBe(false);
    await tracker.finish('completed');
    expect(losses()).toEqual([0, 1]);
  });

  it('keeps rows rising when steps go back, with the step as it was noted', async () => {
    const tracker = open();
    for (const step of [0, 5, 2, 6]) tracker.metrics({ loss: step }, step);
    await tracker.finish('completed');
    expect(rows().map(({ _step, step }) => [_step, step])).toEqual([
      [0, 0],
      [5, 5],
      [6, 2],
      [7, 6],
    ]);
  });

  it('keeps names apart from those of wandb, and numbers that JSON does not have', async () => {
    const tracker = open();
    tracker.params({ _wandb: 1, rate: Number.NaN });
    tracker.metrics({ step: 3, _step: 4, bad: Number.NEGATIVE_INFINITY }, 1);
    await tracker.finish('completed');
    const [line = ''] = fake.run.lines.get(HISTORY) ?? [];
    expect(line).toContain('"bad":-Infinity');
    expect(JSON.parse(line.replace('-Infinity', '0'))).toMatchObject({
      'metric/step': 3,
      'metric/_step': 4,
      step: 1,
      _step: 1,
    });
    expect(fake.run.config).toMatchObject({
      'metric/_wandb': { value: 1 },
      rate: { value: 'NaN' },
    });
  });

  it('shows what a killed run noted last', async () => {
    // As after a kill: nobody ended it.
    const tracker = openLocalTracker({
      directory,
      runId: 'r1',
      experiment: 'intent',
      clock: Date.now,
    });
    tracker.metrics({ loss: 0 }, 0);
    tracker.metrics({ loss: 1 }, 1);
    expect(await sync()).toMatchObject({ isComplete: true });
    expect(losses()).toEqual([0, 1]);
    expect(fake.run.isComplete).toBe(false);
    await tracker.finish('failed');
  });

  it('goes on with the same run when it is opened again, also without what it remembered', async () => {
    const first = open();
    first.metrics({ loss: 0 }, 0);
    first.log('one\ntwo');
    await first.finish('failed');
    const second = open();
    second.metrics({ loss: 1 }, 1);
    second.log('three');
    await second.finish('completed');
    expect(losses()).toEqual([0, 1]);
    expect(fake.run.lines.get('output.log')?.map((line) => line.split(' ')[1])).toEqual([
      'one',
      'two',
      'three',
    ]);
    await rm(join(directory, 'back-ends'), { recursive: true });
    expect(await sync()).toMatchObject({ isComplete: true });
    expect(losses()).toEqual([0, 1]);
    expect(fake.run).toMatchObject({ isComplete: true, exitCode: 0 });
  });

  it.each<[string, Fault]>([
    ['hangs', 'hang'],
    ['cuts connections', 'cut'],
    ['does what it is asked but loses every answer', 'cut-after'],
    ['answers 500', { status: 500 }],
    ['answers 429 and asks for an hour', { status: 429, retryAfter: '3600' }],
    ['answers 401', { status: 401 }],
    ['redirects', { status: 301 }],
  ])('loses nothing when the server %s', async (_, fault) => {
    server.fault = () => fault;
    const tracker = open(100);
    noteLosses(tracker, 200);
    await new Promise((resolve) => setTimeout(resolve, 30));
    tracker.params({ units: 48 });
    await tracker.finish('completed');
    expect(warnings).toHaveLength(1);
    server.fault = () => null;
    expect(await sync()).toMatchObject({ isComplete: true, reason: null });
    expect(losses()).toEqual(steps(200));
    expect(fake.run.config).toMatchObject({ units: { value: 48 } });
    expect(fake.run.exitCode).toBe(0);
  });

  it('loses nothing when every third request fails', async () => {
    let count = 0;
    server.fault = () => (++count % 3 === 0 ? 'cut-after' : null);
    const tracker = open(100);
    noteLosses(tracker, 3000);
    await tracker.finish('completed');
    const result = await sync();
    server.fault = () => null;
    if (result?.isComplete !== true) await sync();
    expect(losses()).toEqual(steps(3000));
    expect(fake.run.exitCode).toBe(0);
  });

  it('sends the key to the server alone, and shows it nowhere', async () => {
    server.fault = () => ({ status: 403 });
    const tracker = open(100);
    noteLosses(tracker, 1);
    await writeFile(join(directory, 'model.bin'), 'weights');
    tracker.table('t', { columns: ['a'], rows: [[1]] });
    await tracker.finish('completed');
    expect(warnings.join()).toContain('answered 403 (check the key or password)');
    const basic = Buffer.from(`api:${KEY}`).toString('base64');
    expect(server.received[0]?.headers.authorization).toBe(`Basic ${basic}`);
    server.fault = () => null;
    await sync();
    const uploads = server.received.filter(({ method }) => method === 'PUT');
    expect(uploads.length).toBeGreaterThan(0);
    // They may be of another host, such as a cloud's storage.
    expect(uploads.map(({ headers }) => headers.authorization)).not.toContain(`Basic ${basic}`);
    const kept = await readdir(join(directory, 'back-ends'));
    for (const file of ['tracking.jsonl', ...kept.map((name) => join('back-ends', name))]) {
      const text = await readFile(join(directory, file), 'utf8');
      expect(text).not.toContain(KEY);
      expect(text).not.toContain(basic);
    }
    expect(warnings.join()).not.toContain(KEY);
  });

  it('tells what the server refuses', async () => {
    const wrong = wandbBackEnd({ apiKey: 'wrong', baseUrl: server.url });
    const tracker = open();
    await tracker.finish('completed');
    const [result] = await syncTrackedRun(directory, [{ ...wrong, name: 'wrong' }]);
    expect(result?.reason).toContain('answered 401 (check the key or password)');
  });
});

describe('chooseBackEnds of wandb', () => {
  const namesOf = (settings: Record<string, string>): string[] =>
    chooseBackEnds(settings).map(({ name, target }) => `${name} ${target}`);

  it('takes the mode that the settings ask for', () => {
    const WANDB_API_KEY = KEY;
    expect(namesOf({ WANDB_ENTITY: 'e', WANDB_PROJECT: 'p' })).toEqual([]);
    expect(namesOf({ WANDB_API_KEY })).toEqual(['wandb https://wandb.ai/']);
    expect(namesOf({ WANDB_API_KEY, WANDB_BASE_URL: 'https://wandb.example/x' })).toEqual([
      'wandb https://wandb.example/x/',
    ]);
    expect(namesOf({ WANDB_API_KEY, WANDB_MODE: 'disabled' })).toEqual([]);
    expect(namesOf({ WANDB_MODE: 'offline', WANDB_DIR: '/runs' })).toEqual([
      'wandb-offline /runs/wandb',
    ]);
    expect(namesOf({ WANDB_API_KEY, WANDB_MODE: 'dryrun', WANDB_DIR: '/runs' })).toEqual([
      'wandb-offline /runs/wandb',
    ]);
  });

  it.each([
    [{ WANDB_MODE: 'onlin' }, 'reading WANDB_MODE: expected one of online, offline'],
    [{ WANDB_MODE: 'online' }, 'reading WANDB_API_KEY: expected a key'],
    [{ WANDB_API_KEY: 'x', WANDB_BASE_URL: 'ftp://me:pass@x' }, 'reading WANDB_BASE_URL'],
  ])('says what is wrong with %j', (settings, message) => {
    const choose = (): unknown => chooseBackEnds(settings);
    expect(choose).toThrow(TrackingSettingsError);
    expect(choose).toThrow(message);
    expect(choose).not.toThrow('pass@');
  });
});
