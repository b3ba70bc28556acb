import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  BackEndError,
  openTracker,
  readTrackedRun,
  syncTrackedRun,
  type OpenTrackerOptions,
  type RunTracker,
} from '../src/index.ts';
import { describeTrackerContract } from './describe-tracker-contract.ts';
import { RecordingBackEnd } from './recording-back-end.ts';

let directory: string;
let warnings: string[];
let backEnd: RecordingBackEnd;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'tracking-'));
  warnings = [];
  backEnd = new RecordingBackEnd();
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const open = (options: Partial<OpenTrackerOptions> = {}): RunTracker =>
  openTracker({
    directory,
    runId: 'r1',
    backEnds: [backEnd],
    onWarning: (message) => warnings.push(message),
    sourceFolder: null,
    systemEveryMs: 0,
    endWithProcess: false,
    ...options,
  });
const steps = (count: number): number[] => Array.from({ length: count }, (_, step) => step);
const noteLosses = (tracker: RunTracker, count: number): void => {
  for (const step of steps(count)) tracker.metrics({ loss: 1 / (step + 1) }, step);
};
const refuse =
  (isTransient: boolean): RecordingBackEnd['onSend'] =>
  () =>
    Promise.reject(new BackEndError('answered 500', { isTransient }));
const hang: RecordingBackEnd['onSend'] = (_, signal) =>
  new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(new Error('aborted')));
  });

describeTrackerContract('openTracker', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tracking-'));
  return {
    tracker: openTracker({
      directory: folder,
      runId: 'r1',
      clock: () => 0,
      backEnds: [new RecordingBackEnd()],
      endWithProcess: false,
    }),
    read: () => readTrackedRun(folder),
    clean: () => rm(folder, { recursive: true, force: true }),
  };
});

describe('openTracker', () => {
  it('shows a back end every entry once, in order', async () => {
    const tracker = open({ experiment: 'intent', name: 'first' });
    noteLosses(tracker, 5000);
    await tracker.finish('completed');
    expect(backEnd.losses()).toEqual(steps(5000));
    expect(backEnd.taken[0]).toEqual({
      type: 'run',
      runId: 'r1',
      experiment: 'intent',
      name: 'first',
    });
    expect(backEnd.taken.at(-1)).toEqual({ type: 'finish', status: 'completed' });
    expect(backEnd.opened).toHaveLength(1);
    expect(warnings).toEqual([]);
  });

  it('sends while the run goes on', async () => {
    const tracker = open();
    const sent = new Promise<void>((resolve) => {
      backEnd.onSend = async () => resolve();
    });
    tracker.metrics({ loss: 1 });
    await sent;
    await tracker.finish('completed');
    expect(backEnd.losses()).toEqual([0]);
  });

  for (const [kind, onSend] of [
    ['fails', refuse(true)],
    ['refuses', refuse(false)],
    ['hangs', hang],
  ] as const) {
    it(`goes on when a back end ${kind}, warns once, and a sync brings all later`, async () => {
      backEnd.onSend = onSend;
      const tracker = open({ finishWithinMs: 50 });
      noteLosses(tracker, 100);
      await new Promise((resolve) => setTimeout(resolve, 20));
      noteLosses(tracker, 100);
      await tracker.finish('completed');
      expect(warnings).toHaveLength(1);
      expect(warnings[0]).toContain('recording (memory): ');
      expect(backEnd.taken).toEqual([]);
      expect((await readTrackedRun(directory)).metrics['loss']).toHaveLength(100);

      backEnd.onSend = () => Promise.resolve();
      const [result] = await syncTrackedRun(directory, [backEnd]);
      expect(result).toEqual({
        backEnd: 'recording',
        isComplete: true,
        reason: null,
        address: 'memory:run',
      });
      expect(backEnd.losses()).toEqual([...steps(100), ...steps(100)]);
    });
  }

  it('begins nothing with a back end when the time to end is up', async () => {
    backEnd.onSend = hang;
    const tracker = open({ finishWithinMs: 0 });
    tracker.metrics({ loss: 1 });
    // So that the end of the time comes before the first batch
    backEnd.onOpen = () => new Promise((resolve) => setTimeout(resolve, 20));
    await tracker.finish('completed');
    expect(warnings).toEqual([expect.stringContaining('recording (memory): the time was up')]);
    expect(backEnd.taken).toEqual([]);
  });

  it('tries a failure that passes again', async () => {
    let calls = 0;
    backEnd.onSend = async () => {
      calls += 1;
      if (calls === 1) throw new BackEndError('answered 503', { isTransient: true });
    };
    const tracker = open({ finishWithinMs: 10_000 });
    tracker.metrics({ loss: 1 });
    await new Promise((resolve) => setTimeout(resolve, 20));
    await tracker.finish('completed');
    expect(backEnd.losses()).toEqual([0]);
    expect(warnings).toHaveLength(1);
  });

  it('sends a batch that failed midway again, from the state before it', async () => {
    const tracker = open();
    tracker.metrics({ loss: 1 });
    await tracker.finish('completed');
    const states = backEnd.opened.map(({ state }) => state);
    expect(states).toEqual([null]);

    const again = open();
    again.metrics({ loss: 2 });
    await again.finish('completed');
    expect(backEnd.losses()).toEqual([0, 1]);
    // run, metric and finish
    expect(backEnd.opened.map(({ state }) => state)).toEqual([null, 3]);
  });

  it('tells a sync that comes while the run goes on to wait', async () => {
    const tracker = open();
    await new Promise<void>((resolve) => {
      backEnd.onSend = async () => resolve();
      tracker.metrics({ loss: 1 });
    });
    const [result] = await syncTrackedRun(directory, [backEnd], { withinMs: 10 });
    expect(result).toMatchObject({ isComplete: false });
    expect(result?.reason).toContain('another process sends this run');
    await tracker.finish('completed');
    expect(backEnd.losses()).toEqual([0]);
  });

  it('takes over the lock of a process that was killed', async () => {
    const tracker = open({ backEnds: [] });
    tracker.metrics({ loss: 1 });
    await tracker.finish('completed');
    await syncTrackedRun(directory, [backEnd]);
    // No process has this id: it is above the largest that Linux gives.
    const dead = JSON.stringify({ pid: 2 ** 22 + 1, host: (await import('node:os')).hostname() });
    await writeFile(join(directory, 'back-ends', 'recording.lock'), dead);
    const [result] = await syncTrackedRun(directory, [backEnd]);
    expect(result).toMatchObject({ isComplete: true });
  });

  it('starts over when the file of its position is damaged', async () => {
    const tracker = open();
    tracker.metrics({ loss: 1 });
    await tracker.finish('completed');
    await writeFile(join(directory, 'back-ends', 'recording.json'), '{"offset":');
    await syncTrackedRun(directory, [backEnd]);
    expect(backEnd.losses()).toEqual([0, 0]);
    expect(backEnd.opened.at(-1)?.state).toBeNull();
  });

  it('sends a line that was cut right before its end, and not one that is torn', async () => {
    const tracker = open({ backEnds: [] });
    tracker.metrics({ loss: 1 });
    await tracker.finish('completed');
    const file = join(directory, 'tracking.jsonl');
    const whole = '{"type":"metric","name":"loss","step":1,"value":2,"atMs":0}';
    await writeFile(file, `${await readFile(file, 'utf8')}{"type":"metr\n${whole}`);
    await syncTrackedRun(directory, [backEnd]);
    expect(backEnd.losses()).toEqual([0, 1]);
  });

  it('is no tracker at all, with a warning, when its folder cannot be made', async () => {
    const file = join(directory, 'file');
    await writeFile(file, '');
    const tracker = open({ directory: join(file, 'below') });
    noteLosses(tracker, 2);
    await tracker.finish('completed');
    expect(warnings).toEqual([expect.stringContaining('the run is not tracked')]);
  });

  it('notes the machine and the commit', async () => {
    const tracker = open({ sourceFolder: process.cwd(), systemEveryMs: 60_000 });
    await tracker.finish('completed');
    const { system, source } = await readTrackedRun(directory);
    expect(system['process.memory.rssBytes']).toHaveLength(1);
    if (source !== null) expect(source.commit).toMatch(/^[0-9a-f]{40}/);
  });
});
