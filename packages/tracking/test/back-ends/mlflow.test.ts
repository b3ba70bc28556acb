import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  TrackingSettingsError,
  chooseBackEnds,
  mlflowBackEnd,
  openTracker,
  syncTrackedRun,
  type BackEnd,
  type RunTracker,
  type SyncResult,
} from '../../src/index.ts';
import { FakeMlflow } from './fake-mlflow.ts';
import type { Fault, FaultyServer } from '@lf/fake-trackers';

let directory: string;
let fake: FakeMlflow;
let server: FaultyServer;
let warnings: string[];
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'tracking-mlflow-'));
  ({ fake, server } = await FakeMlflow.start());
  warnings = [];
});
afterEach(async () => {
  await server.stop();
  await rm(directory, { recursive: true, force: true });
});

const KEY = 'very-secret-token';
const backEnd = (): BackEnd => mlflowBackEnd({ trackingUri: server.url, token: KEY });
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

describe('the MLflow back end', () => {
  it('sends 5000 metrics, 300 params and 300 tags within the limits of a request', async () => {
    const tracker = open();
    noteLosses(tracker, 5000);
    tracker.params(Object.fromEntries(steps(300).map((place) => [`p${place}`, place])));
    tracker.tags(Object.fromEntries(steps(300).map((place) => [`t${place}`, 'x'])));
    await tracker.finish('completed');
    expect(warnings).toEqual([]);
    expect(fake.steps('loss')).toEqual(steps(5000));
    expect(fake.params.size).toBe(300);
    expect(fake.runs[0]?.tags.size).toBe(300);
    expect(fake.runs[0]?.status).toBe('FINISHED');
  });

  it('shows a param that changes as a tag', async () => {
    const tracker = open();
    tracker.params({ units: 48 });
    tracker.params({ units: 64 });
    await tracker.finish('failed');
    expect(fake.params.get('units')).toBe('48');
    expect(fake.runs[0]?.tags.get('lf.param.units')).toBe('64');
    expect(fake.runs[0]?.status).toBe('FAILED');
  });

  it('keeps names apart that become one', async () => {
    const tracker = open();
    tracker.metrics({ hit_20: 1, 'hit@20': 2, 'hit#20': 3, '../up': 4, '': 5 });
    await tracker.finish('completed');
    const values = [...fake.metrics.values()].map(({ key, value }) => [key, value]);
    expect(Object.fromEntries(values)).toEqual({
      hit_20: 1,
      hit_20_2: 2,
      hit_20_3: 3,
      '_/up': 4,
      _: 5,
    });
  });

  it('leaves out what the server refuses, says so in a tag, and goes on', async () => {
    fake.refused.add('bad');
    const tracker = open();
    noteLosses(tracker, 10);
    tracker.metrics({ bad: 1 });
    await tracker.finish('completed');
    expect(fake.steps('loss')).toEqual(steps(10));
    expect(fake.runs[0]?.tags.get('lf.notShown')).toBe('bad');
  });

  it('uploads files, and goes on without one that was taken away', async () => {
    const tracker = open();
    for (const [name, content] of [
      ['model', 'weights'],
      ['empty', ''],
      ['gone', 'x'],
    ] as const) {
      await writeFile(join(directory, `${name}.bin`), content);
      await tracker.file(name, join(directory, `${name}.bin`));
    }
    await rm(join(directory, 'gone.bin'));
    tracker.table('t', { columns: ['a'], rows: [[1]] });
    tracker.log('hello');
    await tracker.finish('completed');
    const root = '7/run0/artifacts';
    expect(fake.files.get(`${root}/model/model.bin`)?.toString()).toBe('weights');
    expect(fake.files.get(`${root}/empty/empty.bin`)?.toString()).toBe('');
    expect(fake.files.get(`${root}/tables/t/0.json`)?.toString()).toBe(
      '{"columns":["a"],"data":[[1]]}',
    );
    expect(fake.files.get(`${root}/output.log`)?.toString()).toMatch(/ info: hello\n$/);
    expect([...fake.files.keys()].join()).not.toContain('gone');
  });

  it('goes on with the same run when it is opened again, also without what it remembered', async () => {
    const first = open();
    first.metrics({ loss: 0 }, 0);
    await first.finish('failed');
    const second = open();
    second.metrics({ loss: 1 }, 1);
    await second.finish('completed');
    await rm(join(directory, 'back-ends'), { recursive: true });
    expect(await sync()).toMatchObject({ isComplete: true });
    expect(fake.runs).toHaveLength(1);
    expect(fake.runs[0]?.status).toBe('FINISHED');
    expect(fake.steps('loss')).toEqual([0, 1]);
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
    expect(fake.steps('loss')).toEqual(steps(200));
    expect(fake.params.get('units')).toBe('48');
    expect(fake.runs).toHaveLength(1);
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
    expect(fake.steps('loss')).toEqual(steps(3000));
    expect(fake.runs[0]?.status).toBe('FINISHED');
  });

  it('loses nothing when the server dies, and is there again at another time', async () => {
    const port = new URL(server.url).port;
    await server.stop();
    const tracker = openTracker({
      directory,
      runId: 'r1',
      backEnds: [mlflowBackEnd({ trackingUri: `http://127.0.0.1:${port}` })],
      onWarning: (message) => warnings.push(message),
      endWithProcess: false,
      finishWithinMs: 100,
    });
    noteLosses(tracker, 10);
    await tracker.finish('completed');
    // On a busy machine the time of a try may end before the system refuses it
    expect(warnings[0]).toMatch(/ECONNREFUSED|the time was up/);
    ({ fake, server } = await FakeMlflow.start());
    await sync();
    expect(fake.steps('loss')).toEqual(steps(10));
  });

  it('sends the key, and shows it nowhere else', async () => {
    server.fault = () => ({ status: 403 });
    const tracker = open(60_000);
    noteLosses(tracker, 1);
    await tracker.finish('completed');
    expect(server.received[0]?.headers.authorization).toBe(`Bearer ${KEY}`);
    expect(warnings.join()).toContain('answered 403 (check the key or password)');
    expect(warnings.join()).not.toContain(KEY);
    server.fault = () => null;
    await sync();
    for (const file of ['tracking.jsonl', 'back-ends/mlflow.json']) {
      expect(await readFile(join(directory, file), 'utf8')).not.toContain(KEY);
    }
  });
});

describe('chooseBackEnds', () => {
  const namesOf = (settings: Record<string, string>): string[] =>
    chooseBackEnds(settings).map(({ name, target }) => `${name} ${target}`);

  it('takes those whose settings are not empty, several at once', () => {
    expect(namesOf({})).toEqual([]);
    expect(namesOf({ TENSORBOARD_LOGDIR: '', MLFLOW_TRACKING_URI: '  ' })).toEqual([]);
    expect(
      namesOf({ TENSORBOARD_LOGDIR: '/logs', MLFLOW_TRACKING_URI: 'https://me:pass@ml.example/x' }),
    ).toEqual(['tensorboard /logs', 'mlflow https://ml.example/x/']);
  });

  it('sends user and password, of the address or of their settings', async () => {
    const address = server.url.replace('//', '//me:p%40ss@');
    for (const settings of [
      { MLFLOW_TRACKING_URI: address },
      {
        MLFLOW_TRACKING_URI: server.url,
        MLFLOW_TRACKING_USERNAME: 'me',
        MLFLOW_TRACKING_PASSWORD: 'p@ss',
      },
    ]) {
      const tracker = openTracker({ directory, runId: 'r1', endWithProcess: false });
      await tracker.finish('completed');
      await syncTrackedRun(directory, chooseBackEnds(settings));
      expect(server.received.at(-1)?.headers.authorization).toBe(
        `Basic ${Buffer.from('me:p@ss').toString('base64')}`,
      );
    }
  });

  it('says what is wrong with an address, without its password', () => {
    const choose = (): unknown => chooseBackEnds({ MLFLOW_TRACKING_URI: 'ftp://me:pass@x' });
    expect(choose).toThrow(TrackingSettingsError);
    expect(choose).toThrow('reading MLFLOW_TRACKING_URI: expected the http: or https: address');
    expect(choose).not.toThrow('pass@');
  });
});
