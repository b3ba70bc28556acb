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
import { readRecords } from './read-wandb-file.ts';

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

/** Records as text: whole, while in the file some are cut by the end of a block. */
async function recordTexts(): Promise<readonly string[]> {
  const records = readRecords(await readFile(await runFile()));
  return records.map((record) => record.toString('latin1'));
}

/** Of rows, and of summaries, whose steps are those of rows. */
async function stepsInFile(): Promise<readonly number[]> {
  // The key, and its value_json: field 16, its length, its text.
  const found = (await recordTexts()).flatMap((text) => {
    const at = /_step\x82\x01([\s\S])/.exec(text);
    if (at === null) return [];
    const begin = at.index + at[0].length;
    return [Number(text.slice(begin, begin + (at[1]?.charCodeAt(0) ?? 0)))];
  });
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
    // Each row has a time, as its summary does.
    const texts = await recordTexts();
    expect(texts.filter((text) => text.includes('_timestamp'))).toHaveLength(4);
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
