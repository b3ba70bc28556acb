import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { listRuns, readLog, resumeRun, showRun } from '../../src/index.ts';
import { advanceRun, putRunPlan } from '../../src/step-functions/index.ts';
import { shop, trouble } from '../fixtures/flows.ts';
import { openWorkplace, type Workplace } from '../fixtures/workplace.ts';

let place: Workplace;
beforeEach(async () => {
  place = await openWorkplace();
  // What jobs print belongs into the log of AWS Batch
  vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
});
afterEach(async () => {
  vi.restoreAllMocks();
  await place.clean();
});

/** Does what a job is told, as a container of that job. */
async function doJob(plan: string, task: string, id = task, beginning = 1) {
  return advanceRun({
    flows: [shop, trouble],
    store: place.store,
    ...{ plan, task },
    command: place.options.command,
    job: { id, queue: 'shop-queue', beginning },
    flushMs: 20,
  });
}

const shopPlan = () =>
  putRunPlan(place.store, {
    flow: 'shop',
    params: { seed: 3, configs: ['a', 'b'], traceDirectory: place.root, holdAt: '' },
    tags: ['nightly'],
  });
const troublePlan = (kind: string) =>
  putRunPlan(place.store, {
    flow: 'trouble',
    params: { trouble: kind, directory: place.root },
    tags: [],
  });

describe('the jobs of a run that a state machine leads', () => {
  it('leave the record, the log and the lock of a run between them', async () => {
    const plan = await shopPlan();
    for (const step of ['start', 'prepare', 'train/0', 'train/1', 'choose', 'report']) {
      expect(await doJob(plan, `runs/shop/r1/${step}`)).toMatchObject({
        isDone: true,
        ended: null,
      });
    }
    expect(await listRuns(place.store)).toMatchObject([{ runId: 'r1', status: 'running' }]);
    await expect(resumeRun(shop, 'r1', place.options)).rejects.toThrow(
      /AWS Step Functions works on/,
    );
    expect(await doJob(plan, 'runs/shop/r1/end')).toMatchObject({ ended: 'completed' });
    const run = await showRun(place.store, 'r1');
    expect(run).toMatchObject({ status: 'completed', tags: ['nightly'] });
    expect(run.tasks.map(({ status }) => status)).toEqual(Array(7).fill('finished'));
    expect(await readLog(place.store, 'r1', 'train/1')).toBe('at train/1\n');
    expect((await place.keys()).filter((key) => /feed|_lock/.test(key))).toEqual([]);
  });

  it('do not do again what is done, when their machine is taken away before they can say so', async () => {
    const plan = await shopPlan();
    await doJob(plan, 'runs/shop/r1/start', 'job-1');
    expect(await doJob(plan, 'runs/shop/r1/start', 'job-1', 2)).toMatchObject({ isDone: true });
    expect(await place.marks()).toHaveLength(1);
  });

  it('try again what may succeed, as the next attempt', async () => {
    const plan = await troublePlan('twice');
    for (const [job, isDone] of [
      ['one', false],
      ['two', false],
      ['three', true],
    ] as const) {
      expect(await doJob(plan, 'runs/trouble/r1/only', job)).toMatchObject({ isDone });
    }
    const { tasks } = await showRun(place.store, 'r1');
    expect(tasks).toMatchObject([{ status: 'finished', attempts: 3 }]);
  });

  it('do not try again what fails for good, write that the run failed, and leave it to a resume', async () => {
    const plan = await troublePlan('bad input');
    for (const job of ['one', 'two', 'three']) {
      expect(await doJob(plan, 'runs/trouble/r1/only', job)).toMatchObject({ isDone: false });
    }
    expect(await doJob(plan, 'runs/trouble/r1/_failed')).toMatchObject({ ended: 'failed' });
    const run = await showRun(place.store, 'r1');
    expect(run).toMatchObject({ status: 'failed', tasks: [{ status: 'failed', attempts: 1 }] });
    expect(run.attempts).toMatchObject([{ error: { code: 'bad_row' } }]);
    await expect(doJob(plan, 'runs/trouble/r1/only', 'four')).rejects.toThrow(
      /a run of this id exists/,
    );
    const params = { trouble: 'none' };
    await resumeRun(trouble, 'r1', { ...place.options, params });
    expect(await listRuns(place.store)).toMatchObject([{ status: 'completed' }]);
  });

  it('list a run whose first job could not even start', async () => {
    await doJob(await shopPlan(), 'runs/shop/r1/_failed');
    expect(await listRuns(place.store)).toMatchObject([
      { runId: 'r1', status: 'failed', tasks: [] },
    ]);
  });

  it('stop where somebody else has the run, or nobody', async () => {
    const plan = await shopPlan();
    await expect(doJob(plan, 'runs/shop/r1/prepare')).rejects.toThrow(/go on with lf resume r1/);
    await expect(doJob(plan, 'runs/shop/a b/start')).rejects.toThrow(
      /expected runs\/<flow>\/<run>/,
    );
    await expect(doJob(plan, 'runs/trouble/r1/only')).rejects.toThrow(/the plan is of flow shop/);
  });
});
