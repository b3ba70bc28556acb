import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { hostname } from 'node:os';
import { expect, it } from 'vitest';
import { stopRun } from '../../src/index.ts';
import { conditionalStore } from '../conditional-store.ts';

const RUN = { flow: 'shop', runId: 'one' };

const claim = (pid: number, host: string): Buffer =>
  Buffer.from(JSON.stringify({ pid, host, since: '2026-11-29T00:00:00.000Z' }));

it('asks the process that has the run to stop', async () => {
  const store = conditionalStore();
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  await once(child, 'spawn');
  await store.put('runs/shop/one/_lock/owner.json', claim(child.pid ?? 0, hostname()));
  const ended = once(child, 'exit');
  await stopRun(store, RUN);
  expect(await ended).toEqual([null, 'SIGTERM']);
  await expect(stopRun(store, RUN)).rejects.toMatchObject({ code: 'run_not_running' });
});

it('stops nothing of another machine', async () => {
  const store = conditionalStore();
  await store.put('runs/shop/one/_lock/owner.json', claim(process.pid, 'elsewhere'));
  await expect(stopRun(store, RUN)).rejects.toThrow(/elsewhere has it.*stop it there/);
});

it('says so when no process has the run', async () => {
  await expect(stopRun(conditionalStore(), RUN)).rejects.toMatchObject({
    code: 'run_not_running',
  });
});
