import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { hostname } from 'node:os';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RunLockedError } from '../../src/index.ts';
import { isLocked, lockRun } from '../../src/run/lock.ts';
import { isProcessAlive, thisProcess } from '../../src/run/process.ts';
import { openWorkplace } from '../fixtures/workplace.ts';
import type { Workplace } from '../fixtures/workplace.ts';

const run = { flow: 'shop', runId: 'r1' };
const options = { breakLock: false };
const world = {
  now: () => new Date(0),
  uniqueName: randomUUID,
  self: thisProcess,
  isAlive: isProcessAlive,
};

let place: Workplace;
beforeEach(async () => {
  place = await openWorkplace();
});
afterEach(() => place.clean());

async function claim(fields: Record<string, unknown>): Promise<void> {
  const bytes = Buffer.from(JSON.stringify({ since: '1970-01-01T00:00:00.000Z', ...fields }));
  await place.store.put('runs/shop/r1/_lock/other.json', bytes);
}

/** A pid that nobody has: its process has just ended. */
async function pidOfTheDead(): Promise<number> {
  const child = spawn(process.execPath, ['-e', '']);
  await once(child, 'exit');
  return child.pid ?? 0;
}

describe('lockRun', () => {
  it('refuses a run that a living process has, and says which', async () => {
    const lock = await lockRun(world, place.store, run, options);
    const second = lockRun(world, place.store, run, options);
    await expect(second).rejects.toThrow(RunLockedError);
    await expect(second).rejects.toThrow(`process ${process.pid} on ${hostname()}`);
    await lock.release();
    await (await lockRun(world, place.store, run, options)).release();
    expect(await place.keys()).toEqual([]);
  });

  it('gives a run to one at most of many that come at once', async () => {
    const tries = Array.from({ length: 8 }, () => lockRun(world, place.store, run, options));
    const ends = await Promise.allSettled(tries);
    expect(ends.filter((end) => end.status === 'fulfilled').length).toBeLessThanOrEqual(1);
    const others = ends
      .filter((end) => end.status === 'rejected')
      .map((end): unknown => end.reason);
    for (const reason of others) expect(reason).toBeInstanceOf(RunLockedError);
  });

  it('takes over from a process that is gone', async () => {
    await claim({ pid: await pidOfTheDead(), host: hostname(), bornAt: null });
    expect(await isLocked(world, place.store, run)).toBe(false);
    await (await lockRun(world, place.store, run, options)).release();
    expect(await place.keys()).toEqual([]);
  });

  it.runIf(process.platform === 'linux')(
    'is not fooled by a new process that has the pid of a dead one',
    async () => {
      await claim({ pid: process.pid, host: hostname(), bornAt: '1' });
      await (await lockRun(world, place.store, run, options)).release();
    },
  );

  it('does not judge a process on another host, unless it is told to', async () => {
    await claim({ pid: 1, host: 'another', bornAt: null });
    await expect(lockRun(world, place.store, run, options)).rejects.toThrow('process 1 on another');
    await (await lockRun(world, place.store, run, { ...options, breakLock: true })).release();
    expect(await place.keys()).toEqual([]);
  });

  it('tells a process whose lock was broken that the run is no longer its own', async () => {
    const elsewhere = {
      ...world,
      self: async () => ({ ...(await thisProcess()), host: 'another' }),
    };
    const theirs = await lockRun(elsewhere, place.store, run, options);
    await theirs.requireOwned();
    const ours = await lockRun(world, place.store, run, { breakLock: true });
    await expect(theirs.requireOwned()).rejects.toMatchObject({ code: 'run_taken' });
    await ours.requireOwned();
    await theirs.release();
    await ours.release();
    expect(await place.keys()).toEqual([]);
  });

  it.each(['', '{"pid": 1', '[]', '{"pid":"1","host":"h","since":"now"}'])(
    'takes no run whose lock cannot be read (%s), unless it is told to',
    async (text) => {
      await place.store.put('runs/shop/r1/_lock/other.json', Buffer.from(text));
      expect(await isLocked(world, place.store, run)).toBe(true);
      const refused = lockRun(world, place.store, run, options);
      await expect(refused).rejects.toMatchObject({ holder: null, code: 'run_locked' });
      await expect(refused).rejects.toThrow(/_lock\/other\.json cannot be read.*breakLock/);
      await (await lockRun(world, place.store, run, { ...options, breakLock: true })).release();
      expect(await place.keys()).toEqual([]);
    },
  );
});
