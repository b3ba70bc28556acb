import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { expect, it } from 'vitest';
import { RunLockedError } from '../../src/index.ts';
import { isLocked, lockRun } from '../../src/run/lock.ts';
import { isProcessAlive, thisProcess } from '../../src/run/process.ts';
import { conditionalStore } from '../conditional-store.ts';

const run = { flow: 'shop', runId: 'r1' };
const options = { breakLock: false };
const world = {
  now: () => new Date(0),
  uniqueName: randomUUID,
  self: thisProcess,
  isAlive: isProcessAlive,
};
const OWNER = 'runs/shop/r1/_lock/owner.json';
const claim = (fields: Record<string, unknown>): Uint8Array =>
  Buffer.from(JSON.stringify({ since: '1970-01-01T00:00:00.000Z', bornAt: null, ...fields }));
const ELSEWHERE = { pid: 1, host: 'another' };
const DEAD = { pid: 2 ** 22 + 1, host: hostname() };

it('gives a run to exactly one of many that come at once, though a listing shows nobody', async () => {
  const store = conditionalStore({ listsNothing: true });
  const tries = Array.from({ length: 20 }, () => lockRun(world, store, run, options));
  const ends = await Promise.allSettled(tries);
  expect(ends.filter((end) => end.status === 'fulfilled')).toHaveLength(1);
  for (const end of ends) {
    if (end.status === 'rejected') expect(end.reason).toBeInstanceOf(RunLockedError);
  }
});

it('gives the run of a dead process to exactly one of many', async () => {
  const store = conditionalStore({ listsNothing: true });
  await store.put(OWNER, claim(DEAD));
  const tries = Array.from({ length: 20 }, () => lockRun(world, store, run, options));
  const ends = await Promise.allSettled(tries);
  expect(ends.filter((end) => end.status === 'fulfilled')).toHaveLength(1);
});

it('leaves nothing when it is released', async () => {
  const store = conditionalStore();
  const lock = await lockRun(world, store, run, options);
  expect(await isLocked(world, store, run)).toBe(true);
  await lock.release();
  expect(store.keys()).toEqual([]);
});

it('refuses a run whose lock cannot be read, unless it is told to break it', async () => {
  const store = conditionalStore();
  await store.put(OWNER, Buffer.from('{"pid": "x'));
  await expect(lockRun(world, store, run, options)).rejects.toThrow('cannot be read');
  await (await lockRun(world, store, run, { breakLock: true })).release();
  expect(store.keys()).toEqual([]);
});

it('breaks the lock of another host if it is told to, which then releases only its own', async () => {
  const store = conditionalStore();
  const elsewhere = { ...world, self: async () => ({ ...(await thisProcess()), ...ELSEWHERE }) };
  const theirs = await lockRun(elsewhere, store, run, options);
  await expect(lockRun(world, store, run, options)).rejects.toThrow('process 1 on another');
  const ours = await lockRun(world, store, run, { breakLock: true });
  await expect(theirs.requireOwned()).rejects.toMatchObject({
    code: 'run_taken',
    message: expect.stringContaining(
      `process ${process.pid} on ${hostname()} took it over`,
    ) as unknown,
  });
  await ours.requireOwned();
  await theirs.release();
  expect(await isLocked(world, store, run)).toBe(true);
  await ours.release();
  await expect(theirs.requireOwned()).rejects.toThrow('another process took it over and has ended');
  expect(store.keys()).toEqual([]);
});

it('minds the claim of a process of an older version, which knows no owner', async () => {
  const store = conditionalStore();
  await store.put('runs/shop/r1/_lock/other.json', claim(ELSEWHERE));
  await expect(lockRun(world, store, run, options)).rejects.toThrow('process 1 on another');
  expect(store.keys()).toEqual(['runs/shop/r1/_lock/other.json']);
});
