import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { UnknownRunError, readLog, resumeRun, runFlow, showRun } from '../../src/index.ts';
import type { RunEvent } from '../../src/index.ts';
import { shop, wide } from '../fixtures/flows.ts';
import type { ShopParams } from '../fixtures/flows.ts';
import { startProgram } from '../fixtures/program-run.ts';
import { expectGone } from '../fixtures/processes.ts';
import { openWorkplace } from '../fixtures/workplace.ts';
import type { Workplace } from '../fixtures/workplace.ts';

const TASKS = ['start', 'prepare', 'train/0', 'train/1', 'choose', 'report', 'end'];

let place: Workplace;
beforeEach(async () => {
  place = await openWorkplace();
});
afterEach(() => place.clean());

const paramsFor = (workplace: Workplace, holdAt: string): ShopParams => ({
  seed: 7,
  configs: ['b', 'a'],
  traceDirectory: workplace.traceDirectory,
  holdAt,
});

/** The outputs of every finished task, with the bytes of every artifact: what a run is for. */
async function harvest(workplace: Workplace, runId: string): Promise<unknown> {
  const { attempts } = await showRun(workplace.store, runId);
  const outputs = attempts.filter(({ status }) => status === 'finished');
  const newest = new Map(outputs.map((each) => [`${each.step}/${each.index ?? ''}`, each.outputs]));
  const artifacts = (await workplace.keys()).filter((key) => key.startsWith('artifacts/'));
  const bytes = await Promise.all(
    artifacts.map(async (key) => [
      key,
      Buffer.from(await workplace.store.get(key)).toString('hex'),
    ]),
  );
  return { outputs: Object.fromEntries(newest), bytes };
}

const startedIn = (events: readonly RunEvent[]): string[] =>
  events.flatMap((event) => (event.type === 'task_started' ? [event.task] : [])).sort();

const reusedIn = (events: readonly RunEvent[]): string[] =>
  events.flatMap((event) => (event.type === 'task_reused' ? [event.task] : [])).sort();

describe('a run whose process is killed with SIGKILL', () => {
  let undisturbed: unknown;
  beforeAll(async () => {
    const whole = await openWorkplace();
    await runFlow(shop, { ...whole.options, runId: 'r1', params: paramsFor(whole, '') });
    undisturbed = await harvest(whole, 'r1');
    await whole.clean();
  });

  it.each(TASKS)('while %s runs, is resumed to what an undisturbed run gives', async (task) => {
    const program = startProgram(place, 'r1', paramsFor(place, task));
    // A log line of the task: its body has begun and now waits.
    await program.seen((event) => event.type === 'task_log' && event.task === task);
    program.child.kill('SIGKILL');
    await program.ended;
    expect((await showRun(place.store, 'r1')).status).toBe('interrupted');
    await expectOrphansGone();

    await writeFile(join(place.traceDirectory, 'go'), '');
    const finished = program.events.flatMap((event) =>
      event.type === 'task_finished' ? [event.task] : [],
    );
    const { tasks } = await resumeRun(shop, 'r1', place.options);
    expect(tasks.map(({ step }) => step)).toHaveLength(TASKS.length);
    expect(reusedIn(place.events)).toEqual(expect.arrayContaining(finished));
    expect(startedIn(place.events)).toContain(task);
    expect(await harvest(place, 'r1')).toEqual(undisturbed);
    expect(await readLog(place.store, 'r1', task, 1)).toContain(`at ${task}\n`);
  });

  it('right after a task was finished, reuses that task', async () => {
    const program = startProgram(place, 'r1', paramsFor(place, 'choose'));
    await program.seen((event) => event.type === 'task_finished' && event.task === 'prepare');
    program.child.kill('SIGKILL');
    await program.ended;
    await writeFile(join(place.traceDirectory, 'go'), '');
    await resumeRun(shop, 'r1', place.options);
    expect(reusedIn(place.events)).toEqual(expect.arrayContaining(['prepare', 'start']));
    expect(await harvest(place, 'r1')).toEqual(undisturbed);
  });

  /** Children of the killed process notice that it is gone and end. */
  async function expectOrphansGone(): Promise<void> {
    const pids = (await place.marks()).map((mark) => Number(mark.split(' ')[1]));
    expect(pids).not.toHaveLength(0);
    await expectGone(pids);
  }
});

describe('a run that is stopped', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)(
    'by %s, ends its tasks and can be resumed',
    async (signal) => {
      const program = startProgram(place, 'r1', paramsFor(place, 'prepare'));
      await program.seen((event) => event.type === 'task_log' && event.task === 'prepare');
      program.child.kill(signal);
      await program.ended;
      expect(program.child.exitCode).toBe(3);
      expect(JSON.stringify(program.events.at(-1))).toContain(`was stopped (${signal})`);
      const pids = (await place.marks()).map((mark) => Number(mark.split(' ')[1]));
      await expectGone(pids);
      const view = await showRun(place.store, 'r1');
      expect(view.status).toBe('interrupted');
      expect((await place.keys()).filter((key) => key.includes('_lock'))).toEqual([]);

      await writeFile(join(place.traceDirectory, 'go'), '');
      const { outputs } = await resumeRun(shop, 'r1', place.options);
      expect(outputs.end.order).toEqual(['b', 'a']);
      expect(reusedIn(place.events)).toContain('start');
    },
  );

  it('by its caller, begins no further task', async () => {
    const controller = new AbortController();
    const running = runFlow(shop, {
      ...place.options,
      runId: 'r1',
      params: paramsFor(place, 'prepare'),
      signal: controller.signal,
      maxWorkers: 1,
      onEvent: (event) => {
        if (event.type === 'task_log' && event.task === 'prepare') controller.abort();
      },
    });
    await expect(running).rejects.toMatchObject({ code: 'run_interrupted' });
    const { attempts } = await showRun(place.store, 'r1');
    expect(attempts.filter(({ step }) => step === 'train')).toEqual([]);
    expect(attempts.find(({ step }) => step === 'prepare')).toMatchObject({ status: 'unfinished' });
  });

  it('may not be resumed by two processes at once', async () => {
    const program = startProgram(place, 'r1', paramsFor(place, 'start'));
    await program.seen((event) => event.type === 'task_started');
    await expect(resumeRun(shop, 'r1', place.options)).rejects.toMatchObject({
      code: 'run_locked',
      holder: { pid: program.child.pid },
    });
    expect((await showRun(place.store, 'r1')).status).toBe('running');
    program.child.kill('SIGTERM');
    await program.ended;
  });
});

describe('resumeRun', () => {
  beforeEach(async () => {
    await runFlow(shop, { ...place.options, runId: 'r1', params: paramsFor(place, '') });
    place.events.length = 0;
  });

  it('reuses every task of a completed run, with the times that they took', async () => {
    const before = await harvest(place, 'r1');
    const { tasks } = await resumeRun(shop, 'r1', place.options);
    expect(startedIn(place.events)).toEqual([]);
    expect(tasks.every(({ status, ms }) => status === 'reused' && ms > 0)).toBe(true);
    expect(await harvest(place, 'r1')).toEqual(before);
  });

  it('redoes a task whose artifact is damaged or gone, and only what follows a change of outputs', async () => {
    const before = await harvest(place, 'r1');
    const { attempts } = await showRun(place.store, 'r1');
    const uriOf = (step: string, name: string): string => {
      const output = attempts.find((each) => each.step === step)?.outputs?.[name];
      return (output as { uri: string }).uri;
    };
    await place.store.put(uriOf('prepare', 'sorted'), Buffer.from('damaged'));
    await place.store.delete(uriOf('report', 'page'));
    await resumeRun(shop, 'r1', place.options);
    // `end` passes the page of `report` on, so it names a lost artifact too.
    expect(startedIn(place.events)).toEqual(['prepare', 'report']);
    expect(await harvest(place, 'r1')).toEqual(before);
  });

  it('redoes the tasks that read a parameter that is changed', async () => {
    const { outputs } = await resumeRun(shop, 'r1', {
      ...place.options,
      params: { configs: ['b', 'c'] },
    });
    // Only the for-each looks at it, and its first item is what it was.
    expect(startedIn(place.events)).toEqual(['choose', 'end', 'train/1']);
    expect(outputs.choose.order).toEqual(['b', 'c']);
    expect((await showRun(place.store, 'r1')).params).toMatchObject({ configs: ['b', 'c'] });
  });

  it('redoes a step and all that follow it when told so, and no other', async () => {
    await resumeRun(shop, 'r1', { ...place.options, from: 'choose' });
    expect(startedIn(place.events)).toEqual(['choose', 'end']);
    const wrong = resumeRun(shop, 'r1', { ...place.options, from: 'chose' });
    await expect(wrong).rejects.toThrow(/from step chose: flow shop has start, prepare, train/);
  });

  it('redoes the tasks of a step whose version is changed', async () => {
    const steps = shop.steps.map((step) =>
      step.name === 'report' ? { ...step, version: '2' } : step,
    );
    await resumeRun({ ...shop, steps }, 'r1', place.options).catch(() => undefined);
    // The child still knows the old version: its result is of that, and `end` follows unchanged.
    expect(startedIn(place.events)).toEqual(['report']);
  });
});

describe('resumeRun of a run that it cannot resume', () => {
  beforeEach(async () => {
    const record = {
      flow: 'shop',
      runId: 'r1',
      params: {},
      tags: [],
      status: 'failed',
      createdAt: '',
      tasks: [],
    };
    await place.store.put('runs/shop/r1/run.json', Buffer.from(JSON.stringify(record)));
  });

  it('refuses a run of another flow', async () => {
    await expect(resumeRun(wide, 'r1', place.options)).rejects.toMatchObject({
      code: 'other_flow',
    });
  });

  it('names the nearest runs when there is none of an id', async () => {
    const resuming = resumeRun(shop, 'r2', place.options);
    await expect(resuming).rejects.toThrow(UnknownRunError);
    await expect(resuming).rejects.toThrow('did you mean r1?');
  });
});
