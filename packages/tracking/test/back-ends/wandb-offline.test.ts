import { appendFile, mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  openTracker,
  syncTrackedRun,
  wandbOfflineBackEnd,
  type RunTracker,
} from '../../src/index.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tracking-wandb-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const directory = (): string => join(folder, 'run');
const open = (runId = 'r1'): RunTracker =>
  openTracker({
    directory: directory(),
    runId,
    experiment: 'intent',
    backEnds: [wandbOfflineBackEnd({ directory: folder })],
    sourceFolder: null,
    systemEveryMs: 0,
    endWithProcess: false,
  });

async function runFolder(): Promise<string> {
  const [name, ...others] = await readdir(join(folder, 'wandb'));
  expect(others).toEqual([]);
  expect(name).toMatch(/^offline-run-\d{8}_\d{6}-/);
  return join(folder, 'wandb', name ?? '');
}

async function runFile(): Promise<string> {
  const names = await readdir(await runFolder());
  const name = names.find((candidate) => candidate.endsWith('.wandb'));
  return join(await runFolder(), name ?? 'there is no file');
}

const countOf = async (text: string): Promise<number> =>
  (await readFile(await runFile(), 'latin1')).split(text).length - 1;

/** Of rows, and of summaries, whose steps are those of rows. */
async function stepsInFile(): Promise<readonly number[]> {
  const text = await readFile(await runFile(), 'latin1');
  // The key and its value_json, field 16.
  const found = [...text.matchAll(/_step\x82\x01[\s\S](\d+)/g)].map(([, step]) => Number(step));
  return [...new Set(found)].sort((a, b) => a - b);
}

describe('the offline back end of wandb', () => {
  it('goes on in the same file, and cuts off what a crash left half written', async () => {
    const first = open();
    first.metrics({ loss: 1 });
    await first.finish('failed');
    const before = await readFile(await runFile());
    await appendFile(await runFile(), 'half a record');
    const second = open();
    second.metrics({ loss: 2 });
    await second.finish('completed');
    const after = await readFile(await runFile());
    expect(after.subarray(0, before.length)).toEqual(before);
    expect(await countOf('half a record')).toBe(0);
    // Each row has one time, as its summary does.
    expect(await countOf('_timestamp')).toBe(4);
  });

  it('writes the same rows by a sync as live', async () => {
    const tracker = open();
    tracker.params({ units: 48 });
    for (let step = 0; step < 3000; step += 1) tracker.metrics({ loss: step, auc: 0.5 }, step);
    await tracker.finish('completed');
    const steps = Array.from({ length: 3000 }, (_, step) => step);
    expect(await stepsInFile()).toEqual(steps);
    await rm(join(directory(), 'back-ends'), { recursive: true });
    await rm(join(folder, 'wandb'), { recursive: true });
    await syncTrackedRun(directory(), [wandbOfflineBackEnd({ directory: folder })]);
    expect(await stepsInFile()).toEqual(steps);
  });

  it('leads no name of a run or a table out of its folder', async () => {
    const tracker = open('../../r1');
    tracker.table('../../t', { columns: ['a'], rows: [[1]] });
    await tracker.finish('completed');
    expect((await readdir(folder)).sort()).toEqual(['run', 'wandb']);
    expect(await readdir(join(await runFolder(), 'files', 'media', 'table'))).toHaveLength(1);
  });
});
