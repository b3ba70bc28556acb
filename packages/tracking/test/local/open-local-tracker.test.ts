import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, mkdir, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  TrackerWriteError,
  UnknownTrackedRunError,
  openLocalTracker,
  readTrackedRun,
} from '../../src/index.ts';
import { describeTrackerContract } from '../describe-tracker-contract.ts';

describeTrackerContract('openLocalTracker', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'tracking-'));
  return {
    tracker: openLocalTracker({ directory, runId: 'r1', clock: () => 0 }),
    read: () => readTrackedRun(directory),
    clean: () => rm(directory, { recursive: true, force: true }),
  };
});

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'tracking-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const file = (): string => join(directory, 'tracking.jsonl');
const open = (now = 0): ReturnType<typeof openLocalTracker> =>
  openLocalTracker({ directory, runId: 'r1', clock: () => now });

describe('the local tracker', () => {
  it('makes its directory and writes whole lines with the time of the clock', async () => {
    directory = join(directory, 'new', 'one');
    const tracker = open(42);
    tracker.metrics({ loss: Number.NaN }, 3);
    expect((await readFile(file(), 'utf8')).split('\n')).toEqual([
      '{"type":"run","runId":"r1","atMs":42}',
      '{"type":"metric","name":"loss","step":3,"number":"NaN","atMs":42}',
      '',
    ]);
    await tracker.finish('failed');
    directory = join(directory, '..', '..');
  });

  it('can be read while it is open', async () => {
    const tracker = open(7);
    tracker.metrics({ loss: 1 });
    expect(await readTrackedRun(directory)).toMatchObject({
      runId: 'r1',
      startedMs: 7,
      status: 'running',
      metrics: { loss: [{ step: 0, value: 1, atMs: 7 }] },
    });
    await tracker.finish('completed');
  });

  it('loses nothing that was noted before it was killed', async () => {
    const script = fileURLToPath(new URL('../fixtures/track-forever.ts', import.meta.url));
    const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
    const child = spawn(process.execPath, ['--import', tsx, script, directory], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    // It prints the step after it has noted it.
    let printed = '';
    child.stdout.on('data', (chunk: Buffer) => {
      printed += chunk.toString();
      if (printed.split('\n').length > 20) child.kill('SIGKILL');
    });
    await once(child, 'close');
    const steps = printed.split('\n').slice(0, -1);
    const { status, metrics } = await readTrackedRun(directory);
    expect(status).toBe('running');
    expect(metrics['loss']?.slice(0, steps.length).map(({ step }) => String(step))).toEqual(steps);
  });

  it('can be read after a crash in mid-write, wherever it tore the last line', async () => {
    const tracker = open();
    tracker.metrics({ loss: 1 }, 0);
    tracker.metrics({ lösung: 2 }, 0);
    const { length } = await readFile(file());
    const whole = Buffer.from(
      '{"type":"metric","name":"lösung","step":0,"value":2,"atMs":0}\n',
    ).length;
    for (let cut = 1; cut < whole; cut += 1) {
      await truncate(file(), length - cut);
      const { metrics } = await readTrackedRun(directory);
      expect(metrics['loss']).toHaveLength(1);
      // Without its line end alone, the line is whole.
      expect(metrics['lösung']).toEqual(cut === 1 ? [{ step: 0, value: 2, atMs: 0 }] : undefined);
    }
    await tracker.finish('failed');
  });

  it('goes on after a crash: the torn line spoils only itself, and steps count on', async () => {
    const first = open();
    first.metrics({ loss: 3 });
    first.metrics({ loss: 2 });
    await first.finish('failed');
    await appendFile(file(), '{"type":"metric","name":"lo');

    const second = open(9);
    expect(await readTrackedRun(directory)).toMatchObject({ status: 'running', startedMs: 0 });
    second.metrics({ loss: 1 });
    await second.finish('completed');
    const { status, metrics } = await readTrackedRun(directory);
    expect(status).toBe('completed');
    expect(metrics['loss']?.map(({ step, value }) => [step, value])).toEqual([
      [0, 3],
      [1, 2],
      [2, 1],
    ]);
  });

  it('skips lines that are JSON but not of ours', async () => {
    const tracker = open();
    await tracker.finish('completed');
    await appendFile(
      file(),
      '[]\n{"atMs":1}\n{"type":"metric","name":"x","atMs":1}\n{"type":"param","name":"p","value":{},"atMs":1}\n{"type":"finish","status":"odd","atMs":1}\n\n',
    );
    expect(await readTrackedRun(directory)).toEqual({
      runId: 'r1',
      startedMs: 0,
      status: 'completed',
      params: {},
      tags: {},
      metrics: {},
      artifacts: [],
      histograms: {},
      images: {},
      tables: {},
      curves: {},
      log: [],
      system: {},
      source: null,
    });
  });

  it('says at once when it cannot be opened', async () => {
    await mkdir(file());
    expect(open).toThrow(TrackerWriteError);
    expect(open).toThrow(`writing to ${file()}: `);
  });

  it('says where it looked when there is no run, or nothing of one', async () => {
    await expect(readTrackedRun(directory)).rejects.toThrow(UnknownTrackedRunError);
    await writeFile(file(), '{"type":"ru');
    await expect(readTrackedRun(directory)).rejects.toThrow(file());
  });
});
