import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FlowError, RunExistsError, formatEvent, runFlow, showRun } from '../../src/index.ts';
import { shop, wide } from '../fixtures/flows.ts';
import { startProgram } from '../fixtures/program-run.ts';
import { PROGRAM_FROM_SOURCE, openWorkplace } from '../fixtures/workplace.ts';
import type { Workplace } from '../fixtures/workplace.ts';

let place: Workplace;
beforeEach(async () => {
  place = await openWorkplace();
});
afterEach(() => place.clean());

describe('runFlow', () => {
  it('does every task once, in an order that the graph allows, and joins in the order of the items', async () => {
    const { traceDirectory } = place;
    const summary = await runFlow(shop, {
      ...place.options,
      params: { seed: 7, configs: ['b', 'a'], traceDirectory, holdAt: '' },
    });
    expect(summary.outputs.choose.order).toEqual(['b', 'a']);
    expect(summary.outputs.train.map(({ config }) => config)).toEqual(['b', 'a']);

    const done = (await place.marks()).map((mark) => mark.split(' ')[0]);
    expect([...done].sort()).toEqual(
      ['choose', 'end', 'prepare', 'report', 'start', 'train/0', 'train/1'].sort(),
    );
    expect(done[0]).toBe('start');
    expect(done.at(-1)).toBe('end');
    expect(done.indexOf('prepare')).toBeLessThan(done.indexOf('train/0'));

    expect(summary.tasks).toHaveLength(7);
    for (const task of summary.tasks) {
      expect(task).toMatchObject({ status: 'finished', attempts: 1 });
      // A process of Node takes some 40 MB
      expect(task.peakMemoryBytes).toBeGreaterThan(10e6);
    }
    const model = summary.outputs.train[0]!.model;
    expect(model.uri).toBe(`artifacts/sha256/${model.digest.slice(0, 2)}/${model.digest}`);
    expect(Buffer.from(await place.store.get(model.uri)).toString()).toBe(
      '{"config":"b","size":142}\n',
    );
    expect(model).toMatchObject({ mediaType: 'application/json', bytes: 26 });

    const view = await showRun(place.store, summary.runId);
    expect(view).toMatchObject({ status: 'completed', params: { seed: 7 } });
    expect(view.endedAt).not.toBeNull();
    expect(await place.keys()).toContain(`runs/shop/${summary.runId}/train/1/1/result.json`);
    expect(await readdir(join(place.root, 'scratch', 'runs', 'shop'))).toEqual([]);
  });

  it('streams what tasks print, with their names before it, and their progress as data', async () => {
    const { traceDirectory } = place;
    await runFlow(shop, {
      ...place.options,
      runId: 'r1',
      params: { seed: 7, configs: ['a'], traceDirectory, holdAt: '' },
    });
    const lines = place.events.map(formatEvent);
    expect(lines[0]).toBe('run r1 of flow shop started');
    expect(lines).toContain('[train/0] started');
    expect(lines).toContain('[train/0] at train/0');
    expect(lines.at(-1)).toMatch(/^run r1 of flow shop completed after \d/);
    const progress = { done: 1, total: 1, unit: 'epoch' };
    expect(place.events).toContainEqual({ type: 'task_progress', task: 'train/0', progress });
    const log = await place.store.get('runs/shop/r1/train/0/1/log.txt');
    expect(Buffer.from(log).toString()).toBe('at train/0\n');
  });

  it('starts the steps of a program that runs from source from source too', async () => {
    const params = { seed: 7, configs: [], traceDirectory: place.traceDirectory, holdAt: '' };
    const program = startProgram(place, 'r1', params, PROGRAM_FROM_SOURCE);
    await program.ended;
    expect(program.events.at(-1)).toMatchObject({ type: 'run_ended', status: 'completed' });
  });

  it('does no more tasks at a time than it has workers', async () => {
    const summary = await runFlow(wide, {
      ...place.options,
      maxWorkers: 3,
      params: { directory: place.root },
    });
    expect(summary.outputs.end.squares).toEqual([0, 1, 4, 9, 16, 25, 36, 49]);
    let running = 0;
    let most = 0;
    for (const mark of await place.marks('marks.txt')) {
      running += mark === '+' ? 1 : -1;
      most = Math.max(most, running);
    }
    expect(most).toBeGreaterThan(0);
    expect(most).toBeLessThanOrEqual(3);
  });

  it.each([0, 1.5, Number.NaN])('refuses %s workers', async (maxWorkers) => {
    const running = runFlow(wide, { ...place.options, maxWorkers, params: { directory: '' } });
    await expect(running).rejects.toThrow('a whole number of at least 1');
    await expect(running).rejects.toThrow(FlowError);
  });

  it('refuses a run id that is taken, and one that cannot be a key', async () => {
    const record = Buffer.from('{}');
    await place.store.put('runs/wide/r1/run.json', record);
    const options = { ...place.options, params: { directory: '' } };
    await expect(runFlow(wide, { ...options, runId: 'r1' })).rejects.toThrow(RunExistsError);
    expect(await place.keys()).toEqual(['runs/wide/r1/run.json']);
    await expect(runFlow(wide, { ...options, runId: '../r1' })).rejects.toThrow("the id '../r1'");
  });

  it('refuses parameters that JSON cannot hold, before any step', async () => {
    const params = { directory: Symbol('x') as unknown as string };
    await expect(runFlow(wide, { ...place.options, params })).rejects.toThrow(
      'run.params.directory',
    );
    expect(await place.keys()).toEqual([]);
  });
});
