import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readLog, resumeRun, runFlow, showRun } from '../../src/index.ts';
import { openDefinitionCollection } from '../../src/aws-batch/index.ts';
import { faraway } from '../fixtures/flows.ts';
import { openBatchPlace, type BatchPlace } from './batch-place.ts';

let at: BatchPlace;
beforeEach(async () => {
  at = await openBatchPlace();
});
afterEach(() => at.close());

const paramsOf = (items: readonly string[]) => ({ directory: at.place.root, items });
const runningJob = async (): Promise<string> => {
  await expect.poll(() => at.lines().join('\n'), { timeout: 60_000 }).toContain('at work/0');
  return at.batch.jobs[0]?.jobId ?? '';
};
const letGo = () => writeFile(join(at.place.root, 'go'), '');

describe('a run with a launcher of AWS Batch', () => {
  it('does steps with resources as jobs, all else here, and leaves what a run without it leaves', async () => {
    const params = paramsOf(['a', 'b']);
    const { launcher: _, ...here } = at.options;
    const local = await runFlow(faraway, { ...here, runId: 'local', params });
    const remote = await runFlow(faraway, { ...at.options, runId: 'remote', params });
    expect(remote.outputs).toEqual(local.outputs);
    const where = (await at.place.marks()).map((mark) => mark.split(' ')[1]);
    expect(where.slice(0, 2)).toEqual(['here', 'here']);
    expect(where.slice(2).sort()).toEqual(at.batch.jobs.map(({ jobId }) => jobId).sort());
    // One shape, one definition, though two jobs were submitted at once
    expect(at.batch.requests('registerjobdefinition')).toHaveLength(1);
    expect(at.place.events).toContainEqual({
      type: 'task_progress',
      task: 'work/1',
      progress: { done: 1, total: 2, unit: 'epoch' },
    });
    expect(await readLog(at.place.store, 'remote', 'work/0')).toMatch(
      /job \S+ of AWS Batch submitted to shop-queue\n[^]*\nat work\/0\n/,
    );
    expect((await at.place.keys()).filter((key) => key.includes('/feed/'))).toEqual([]);
  });

  it('registers a shape once: the next run takes the definition that is there', async () => {
    for (const runId of ['one', 'two']) {
      const launcher = at.launcherWith();
      await runFlow(faraway, { ...at.options, launcher, runId, params: paramsOf(['a']) });
    }
    expect(at.batch.requests('registerjobdefinition')).toHaveLength(1);
  });

  it('tags what it registers with the run, and registers anew what a collection took meanwhile', async () => {
    const collection = await openDefinitionCollection();
    const params = paramsOf(['a']);
    await runFlow(faraway, { ...at.options, params, runId: 'first' });
    const [first] = await collection.find();
    expect(first).toMatchObject({ flow: 'faraway', runId: 'first', revision: 1 });
    expect(await collection.underWay('shop-queue')).toEqual(new Set());
    await collection.deregister(first?.arn ?? '');
    // The same launcher, which remembers the ARN
    await runFlow(faraway, { ...at.options, params, runId: 'second' });
    expect(await collection.find()).toMatchObject([{ runId: 'second', revision: 2 }]);
  });

  it('tells AWS no secret, and asks for what the step needs', async () => {
    await runFlow(faraway, { ...at.options, runId: 'r1', params: paramsOf(['a']) });
    const [definition] = at.batch.requests('registerjobdefinition');
    expect(definition).toMatchObject({
      containerProperties: {
        image: 'shop/base:1',
        jobRoleArn: 'arn:aws:iam::123456789012:role/shop',
        environment: [{ name: 'TEST_STORE', value: at.place.storeRoot }],
        resourceRequirements: [
          { type: 'VCPU', value: '1' },
          { type: 'MEMORY', value: '512' },
        ],
      },
      retryStrategy: { attempts: 5 },
    });
    // Limits of AWS: 24 KiB a definition, 30 KiB a submit
    expect(JSON.stringify(definition).length).toBeLessThan(10_000);
    const [job] = at.batch.requests('submitjob');
    expect(JSON.stringify(job).length).toBeLessThan(1500);
    expect(JSON.stringify([definition, job])).not.toContain('test-secret');
  });

  it('begins a job again whose machine is taken away, and keeps what both printed', async () => {
    const running = runFlow(faraway, { ...at.options, runId: 'r1', params: paramsOf(['hold']) });
    const job = await runningJob();
    at.batch.interrupt(job);
    await expect.poll(() => at.place.marks(), { timeout: 60_000 }).toHaveLength(2);
    await letGo();
    await running;
    expect(at.batch.jobs).toHaveLength(1);
    expect(at.batch.jobs[0]?.attempts).toHaveLength(2);
    const log = (await readLog(at.place.store, 'r1', 'work/0')) ?? '';
    expect(log.match(/^at work\/0$/gm)).toHaveLength(2);
    expect(log).toContain('its machine was taken away (Host EC2');
  });

  it('begins a job again whose machine is taken away before its step begins', async () => {
    const running = runFlow(faraway, { ...at.options, runId: 'r1', params: paramsOf(['a']) });
    await expect
      .poll(() => at.batch.jobs[0]?.status, { timeout: 60_000, interval: 1 })
      .toBe('RUNNING');
    at.batch.interrupt(at.batch.jobs[0]?.jobId ?? '');
    await running;
    expect(at.batch.jobs).toHaveLength(1);
    expect(at.batch.jobs[0]?.attempts).toHaveLength(2);
  });

  it.runIf(process.platform === 'linux')(
    'does a step once whose machine is taken away between its result and the end of its job',
    async () => {
      const running = runFlow(faraway, { ...at.options, runId: 'r1', params: paramsOf(['hold']) });
      const job = await runningJob();
      const [, , step = ''] = (await at.place.marks())[0]?.split(' ') ?? [];
      const stat = await readFile(`/proc/${step}/stat`, 'utf8');
      // What supervises the step, and would tell its end
      process.kill(Number(stat.split(') ')[1]?.split(' ')[1]), 'SIGSTOP');
      await letGo();
      await expect
        .poll(() => at.place.keys(), { timeout: 60_000 })
        .toContain('runs/faraway/r1/work/0/1/result.json');
      at.batch.interrupt(job);
      await running;
      expect(at.batch.jobs).toHaveLength(1);
      expect(at.batch.jobs[0]?.attempts).toHaveLength(2);
      expect(await at.place.marks()).toHaveLength(1);
    },
  );

  it('ends its jobs when it is stopped, and a resume does them again', async () => {
    const controller = new AbortController();
    const running = runFlow(faraway, {
      ...at.options,
      runId: 'r1',
      params: paramsOf(['hold']),
      signal: controller.signal,
    });
    await runningJob();
    controller.abort();
    await expect(running).rejects.toMatchObject({ code: 'run_interrupted' });
    expect(at.batch.jobs).toMatchObject([{ status: 'FAILED', isTerminated: true }]);
    await letGo();
    await resumeRun(faraway, 'r1', at.options);
    expect(at.batch.jobs).toHaveLength(2);
  });

  it("ends its jobs when another task fails, and reports that one's failure alone", async () => {
    const running = runFlow(faraway, {
      ...at.options,
      runId: 'r1',
      params: paramsOf(['hold', 'fail']),
    });
    await expect(running).rejects.toMatchObject({
      failures: [{ task: 'work/1', error: { code: 'bad_row', message: 'row 3 is bad' } }],
    });
    const [held, failed] = [0, 1].map((item) =>
      at.batch.jobs.find(
        ({ jobId, jobName }) => jobId.endsWith(`:${item}`) || jobName.includes(`-work-${item}-`),
      ),
    );
    expect(held).toMatchObject({ status: 'FAILED', isTerminated: true });
    expect(failed).toMatchObject({ status: 'FAILED', isTerminated: false });
    const { attempts } = await showRun(at.place.store, 'r1');
    expect(attempts).toMatchObject([
      { step: 'start' },
      { step: 'work', index: 0, status: 'unfinished' },
      { step: 'work', index: 1, status: 'failed' },
    ]);
  });
});
