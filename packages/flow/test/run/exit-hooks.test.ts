import { appendFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, expectTypeOf, it } from 'vitest';
import {
  flow,
  formatEvent,
  resumeRun,
  runFlow,
  RunFailedError,
  RunInterruptedError,
  showRun,
} from '../../src/index.ts';
import { hooked, trouble } from '../fixtures/flows.ts';
import { openWorkplace } from '../fixtures/workplace.ts';
import type { Workplace } from '../fixtures/workplace.ts';

let place: Workplace;
beforeEach(async () => {
  place = await openWorkplace();
});
afterEach(() => place.clean());

const paramsOf = (kind: string) => ({ trouble: kind, directory: place.root });
const hookMarks = () => place.marks('hooks.txt');

describe('the hooks of a flow', () => {
  it('are called in order when the run is completed; one that fails is a warning', async () => {
    const { outputs } = await runFlow(hooked, {
      ...place.options,
      runId: 'r1',
      params: paramsOf('none'),
    });
    expect(outputs.only.attempt).toBe(1);
    expect(await hookMarks()).toEqual(['first r1 completed false 1 1', 'second']);
    expect(await showRun(place.store, 'r1')).toMatchObject({ status: 'completed' });
    const last = place.events.slice(-2);
    expect(last[0]).toMatchObject({ type: 'run_ended', status: 'completed' });
    expect(last.map(formatEvent)[1]).toBe(
      'warning: a hook of onSuccess failed: the first hook fails (step_failed); the run is as it was',
    );
  });

  it('are told of a run that failed, before the error, and of the resume that completes it', async () => {
    const run = runFlow(hooked, { ...place.options, runId: 'r1', params: paramsOf('always') });
    await expect(run).rejects.toThrow(RunFailedError);
    expect(await hookMarks()).toEqual(['failed only RunFailedError']);
    await resumeRun(hooked, 'r1', { ...place.options, params: paramsOf('none') });
    expect(await hookMarks()).toEqual([
      'failed only RunFailedError',
      expect.stringMatching(/^first r1 completed true 1 \d$/),
      'second',
    ]);
    // One that has nothing left to do is completed once more
    await resumeRun(hooked, 'r1', place.options);
    expect((await hookMarks()).filter((mark) => mark === 'second')).toHaveLength(2);
  });

  it('are told of a run that was stopped', async () => {
    const run = runFlow(hooked, {
      ...place.options,
      params: paramsOf('none'),
      signal: AbortSignal.abort(),
    });
    await expect(run).rejects.toThrow(RunInterruptedError);
    expect(await hookMarks()).toEqual(['interrupted  RunInterruptedError']);
  });

  it('are told of a fault of the store, and not of a run that never began', async () => {
    await runFlow(trouble, { ...place.options, runId: 'r1', params: paramsOf('none') });
    const taken = runFlow(hooked, { ...place.options, runId: 'r1', params: paramsOf('none') });
    await expect(taken).rejects.toMatchObject({ code: 'run_exists' });
    expect(await hookMarks()).toEqual([]);
    const full: typeof place.store = {
      ...place.store,
      put: async (key, bytes) => {
        if (key.endsWith('task.json')) throw new Error('the disk is full');
        await place.store.put(key, bytes);
      },
    };
    const faulty = runFlow(hooked, { ...place.options, store: full, params: paramsOf('none') });
    await expect(faulty).rejects.toThrow('the disk is full');
    expect(await hookMarks()).toEqual(['failed  Error']);
  });

  it('run when the lock is gone, so a hook may resume its run', async () => {
    let resumed = 0;
    const again = flow('hasty')
      .step('only', { run: () => ({}) })
      .onSuccess(async ({ runId, resumed: isSecond }) => {
        if (isSecond) return;
        await resumeRun(again, runId, place.options);
        resumed += 1;
      });
    await runFlow(again, { ...place.options, params: {} });
    expect(resumed).toBe(1);
  });

  it('are given up after their time, and the run is completed all the same', async () => {
    const path = join(place.root, 'late.txt');
    const slow = flow('hasty')
      .step('only', { run: () => ({}) })
      .onSuccess(
        ({ signal }) =>
          new Promise<void>(() => {
            signal.addEventListener('abort', () => void appendFile(path, 'told'));
          }),
      )
      .onSuccess(({ outputs }) => {
        expectTypeOf(outputs).toHaveProperty('only');
      });
    const summary = await runFlow(slow, { ...place.options, params: {}, hookTimeoutMs: 50 });
    expect(summary.flow).toBe('hasty');
    expect(place.events.at(-1)).toMatchObject({
      type: 'hook_failed',
      hook: 'onSuccess',
      error: { code: 'hook_timed_out' },
    });
    await expect.poll(() => readFile(path, 'utf8').catch(() => '')).toBe('told');
  });
});
