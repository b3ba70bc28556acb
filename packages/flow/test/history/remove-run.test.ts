import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  findRun,
  listRuns,
  pinRun,
  removeRun,
  resumeRun,
  runFlow,
  surveyRuns,
  UnknownRunError,
  unpinRun,
  type FlowStore,
} from '../../src/index.ts';
import { lockRun } from '../../src/run/lock.ts';
import { isProcessAlive, thisProcess } from '../../src/run/process.ts';
import { shop } from '../fixtures/flows.ts';
import { openWorkplace, type Workplace } from '../fixtures/workplace.ts';

let place: Workplace;
beforeEach(async () => {
  place = await openWorkplace();
  await runFlow(shop, {
    ...place.options,
    runId: 'old',
    params: { seed: 7, configs: ['a'], traceDirectory: place.traceDirectory, holdAt: '' },
  });
});
afterEach(() => place.clean());

const RUN = { flow: 'shop', runId: 'old' };
const keysOfRun = async () => (await place.keys()).filter((key) => key.startsWith('runs/'));

/** A store whose deletions fail from the nth on, as where the process is killed there. */
function killedAt(store: FlowStore, nth: number): FlowStore {
  let deleted = 0;
  return {
    ...store,
    delete: (key, options) => {
      deleted += 1;
      return deleted > nth ? Promise.reject(new Error('killed')) : store.delete(key, options);
    },
  };
}

describe('removing a run', () => {
  it('killed at any of its deletions, leaves a whole run or none, and the next one ends the work', async () => {
    const whole = await keysOfRun();
    expect(whole.length).toBeGreaterThan(10);
    const copy = join(place.root, 'copy');
    await cp(place.storeRoot, copy, { recursive: true });
    for (let nth = 0; ; nth += 1) {
      const ended = await removeRun(killedAt(place.store, nth), RUN, {}).catch(() => 'killed');
      const [run, ...others] = await surveyRuns(place.store);
      expect(others).toEqual([]);
      if (ended === 'removed') {
        expect(nth).toBe(whole.length + 1); // Each key, and the lock
        expect(run).toBeUndefined();
        break;
      }
      if (run?.record === 'none') {
        expect(await listRuns(place.store)).toEqual([]);
        await expect(findRun(place.store, 'old')).rejects.toThrow(UnknownRunError);
      } else {
        // Nothing is missing but the first that was to go
        expect(nth).toBe(0);
        expect(whole.filter((key) => !run?.keys.includes(key))).toEqual([]);
      }
      // A process that is killed lets go of nothing; this one lives on, so its claim is taken over
      const next = await removeRun(place.store, RUN, { breakLock: true });
      expect([nth, next]).toEqual([nth, 'removed']);
      expect(await keysOfRun()).toEqual([]);
      await cp(copy, place.storeRoot, { recursive: true });
    }
  });

  it('lets what the run has elsewhere go before the folder that names it', async () => {
    const there: (readonly string[])[] = [];
    await removeRun(place.store, RUN, {
      elsewhere: async () => void there.push(await keysOfRun()),
    });
    expect(there[0]).not.toContain('runs/shop/old/run.json');
    expect(there[0]).toContain('runs/shop/old/start/1/result.json');
    expect(await keysOfRun()).toEqual([]);
  });

  it('waits for nobody: a run that a process has, or that is pinned or other than before, stays', async () => {
    const world = {
      now: () => new Date(),
      uniqueName: () => 'another',
      self: thisProcess,
      isAlive: isProcessAlive,
    };
    const whole = await keysOfRun();
    const lock = await lockRun(world, place.store, RUN, { breakLock: false });
    expect((await surveyRuns(place.store))[0]?.holders).toMatchObject([{ pid: process.pid }]);
    expect(await removeRun(place.store, RUN)).toBe('locked');
    await lock.release();
    await pinRun(place.store, 'old', { reason: 'of the paper', now: new Date(0) });
    expect(await removeRun(place.store, RUN)).toBe('pinned');
    expect((await surveyRuns(place.store))[0]?.pin).toEqual({
      since: '1970-01-01T00:00:00.000Z',
      reason: 'of the paper',
    });
    expect(await unpinRun(place.store, 'old')).toBe(true);
    expect(await unpinRun(place.store, 'old')).toBe(false);
    expect(await removeRun(place.store, RUN, { isStill: async () => false })).toBe('changed');
    expect(await keysOfRun()).toEqual(whole);
    await expect(pinRun(place.store, 'new', { reason: null, now: new Date() })).rejects.toThrow(
      UnknownRunError,
    );
  });

  it('and resuming it never both succeed', async () => {
    const resuming = resumeRun(shop, 'old', place.options).then(
      () => 'resumed',
      (error: unknown) => (error instanceof Error && 'code' in error ? error.code : error),
    );
    const [removal, resumed] = await Promise.all([removeRun(place.store, RUN), resuming]);
    if (removal === 'removed') expect(['run_locked', 'unknown_run']).toContain(resumed);
    else {
      expect(removal).toBe('locked');
      expect((await findRun(place.store, 'old')).status).toBe('completed');
    }
  });
});

it('a survey tells what the results of a run name, and of which that is unknown', async () => {
  const artifacts = (await place.keys()).filter((key) => key.startsWith('artifacts/'));
  const [run] = await surveyRuns(place.store);
  expect([...(run?.needs ?? [])].sort()).toEqual(artifacts);
  await place.store.put('runs/shop/old/start/1/result.json', Buffer.from('{"cut":'));
  await place.store.put('runs/shop/old/run.json', Buffer.from('{'));
  expect((await surveyRuns(place.store))[0]).toMatchObject({ needs: null, record: 'damaged' });
});
