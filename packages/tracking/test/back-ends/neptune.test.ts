import { appendFile, mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  TrackingSettingsError,
  chooseBackEnds,
  neptuneOfflineBackEnd,
  openTracker,
  syncTrackedRun,
  type RunTracker,
} from '../../src/index.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tracking-neptune-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const directory = (): string => join(folder, 'run');
const open = (): RunTracker =>
  openTracker({
    directory: directory(),
    runId: 'r1',
    backEnds: [neptuneOfflineBackEnd({ directory: folder })],
    sourceFolder: null,
    systemEveryMs: 0,
    endWithProcess: false,
  });

async function runFile(name: string): Promise<string> {
  const offline = join(folder, '.neptune', 'offline');
  const [run = '', ...others] = await readdir(offline);
  expect(others).toEqual([]);
  expect(run).toMatch(/^run__[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}__0__[0-9a-f]{8}$/);
  return join(offline, run, name);
}

async function operations(): Promise<readonly { obj: { path: string[] }; version: number }[]> {
  const text = await readFile(await runFile('data-1.log'), 'utf8');
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { obj: { path: string[] }; version: number });
}

describe('the offline back end of Neptune', () => {
  it('goes on in the same folder, and cuts off what a crash left half written', async () => {
    const first = open();
    first.metrics({ loss: 1 });
    await first.finish('failed');
    await appendFile(await runFile('data-1.log'), '{"half": ');
    const second = open();
    second.metrics({ loss: 2, bad: Number.NaN });
    await second.finish('completed');
    const noted = await operations();
    expect(noted.map(({ version }) => version)).toEqual(noted.map((_, place) => place + 1));
    expect(await readFile(await runFile('last_put_version'), 'utf8')).toBe(String(noted.length));
    expect(noted.filter(({ obj }) => obj.path.join('/') === 'metrics/loss')).toHaveLength(2);
    expect(noted.filter(({ obj }) => obj.path.includes('bad'))).toEqual([]);
  });

  it('writes the same operations by a sync as live', async () => {
    const tracker = open();
    tracker.params({ units: 48, 'a//b': 'x' });
    for (let step = 0; step < 3000; step += 1) tracker.metrics({ loss: step }, step);
    await tracker.finish('completed');
    const live = await operations();
    await rm(join(directory(), 'back-ends'), { recursive: true });
    await rm(join(folder, '.neptune'), { recursive: true });
    await syncTrackedRun(directory(), [neptuneOfflineBackEnd({ directory: folder })]);
    expect(await operations()).toEqual(live);
    expect(live.map(({ obj }) => obj.path.join('/'))).toContain('params/a/b');
  });

  it('is chosen by its mode, of which one is left', () => {
    const namesOf = (settings: Record<string, string>): string[] =>
      chooseBackEnds(settings).map(({ name }) => name);
    expect(namesOf({ NEPTUNE_PROJECT: 'me/shop', NEPTUNE_API_TOKEN: 'x' })).toEqual([]);
    expect(namesOf({ NEPTUNE_MODE: 'offline' })).toEqual(['neptune-offline']);
    const choose = (): unknown => chooseBackEnds({ NEPTUNE_MODE: 'async' });
    expect(choose).toThrow(TrackingSettingsError);
    expect(choose).toThrow('expected offline, as the hosted service of Neptune closed');
  });
});
