import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { readLog, resumeRun, showRun } from '../../src/index.ts';
import { shop } from '../fixtures/flows.ts';
import { startProgram } from '../fixtures/program-run.ts';
import { openWorkplace } from '../fixtures/workplace.ts';

const open = async (holdAt: string) => {
  const place = await openWorkplace();
  onTestFinished(() => place.clean());
  const params = { seed: 7, configs: ['b', 'a'], traceDirectory: place.traceDirectory, holdAt };
  const program = startProgram(place, 'r1', params);
  onTestFinished(() => void program.child.kill('SIGKILL'));
  await program.seen((event) => event.type === 'task_log' && event.task === holdAt);
  // Nothing else of the run is on its way then
  await program.seen((event) => event.type === 'task_finished' && event.task === 'report');
  await expect
    .poll(async () => Buffer.from(await place.store.get('runs/shop/r1/run.json')).toString(), {
      timeout: 60_000,
    })
    .toContain('"step":"report"');
  program.child.kill('SIGSTOP');
  return { place, program, letGo: () => writeFile(join(place.traceDirectory, 'go'), '') };
};

it('a run whose process sleeps while a task of it ends goes on when it wakes up', async () => {
  const { place, program, letGo } = await open('prepare');
  await letGo();
  await expect
    .poll(() => place.keys(), { timeout: 60_000 })
    .toContain('runs/shop/r1/prepare/1/result.json');
  program.child.kill('SIGCONT');
  await program.ended;
  expect(program.child.exitCode).toBe(0);
  expect((await showRun(place.store, 'r1')).status).toBe('completed');
  expect(await readLog(place.store, 'r1', 'prepare', 1)).toContain('at prepare\n');
});

it.each(['prepare', 'end'])(
  'a process that sleeps in %s while another one breaks its lock and does the run to its end changes nothing of it when it wakes up, and says so',
  async (holdAt) => {
    const { place, program, letGo } = await open(holdAt);
    await expect(resumeRun(shop, 'r1', place.options)).rejects.toThrow(
      `process ${program.child.pid} on`,
    );
    await letGo();
    await resumeRun(shop, 'r1', { ...place.options, breakLock: true });
    const after = await place.store.get('runs/shop/r1/run.json');
    const started = await place.marks();

    program.child.kill('SIGCONT');
    await program.ended;
    expect(program.child.exitCode).toBe(3);
    expect(program.events.at(-1)).toMatchObject({
      type: 'error',
      text: expect.stringMatching(
        /^RunTakenError: doing run r1: another process took it over and has ended; this process stops/,
      ) as unknown,
    });
    expect(Buffer.from(await place.store.get('runs/shop/r1/run.json'))).toEqual(Buffer.from(after));
    // Nor has it begun another task
    expect(await place.marks()).toEqual(started);
    await resumeRun(shop, 'r1', place.options);
  },
);
