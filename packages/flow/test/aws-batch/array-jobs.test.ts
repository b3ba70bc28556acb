import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readLog, resumeRun, runFlow } from '../../src/index.ts';
import { ownTaskKey } from '../../src/remote/array-tasks.ts';
import { faraway, stubborn } from '../fixtures/flows.ts';
import { openBatchPlace, type BatchPlace } from './batch-place.ts';

let at: BatchPlace;
beforeEach(async () => {
  at = await openBatchPlace();
});
afterEach(() => at.close());

const paramsOf = (items: readonly string[]) => ({ directory: at.place.root, items });
/** Long enough for all items on a busy machine. */
const gathering = () => at.launcherWith({ gatherMs: 4000 });
const sizes = () =>
  at.batch.requests('submitjob').map(({ arrayProperties }) => arrayProperties ?? null);

it('submits a for-each as one array job, of which each child does its own item', async () => {
  const items = ['a', 'b', 'c'];
  const { outputs } = await runFlow(faraway, {
    ...{ ...at.options, launcher: gathering(), runId: 'r1', params: paramsOf(items) },
  });
  expect(sizes()).toEqual([{ size: 3 }]);
  const { launcher: _, ...here } = at.options;
  const local = await runFlow(faraway, { ...here, runId: 'local', params: paramsOf(items) });
  expect(outputs).toEqual(local.outputs);
  const marks = (await at.place.marks()).slice(0, 3).map((mark) => mark.split(' '));
  expect(marks.map(([index]) => index).sort()).toEqual(['0', '1', '2']);
  expect(marks.map(([, job]) => job).sort()).toEqual(at.batch.jobs.map(({ jobId }) => jobId));
  expect(await readLog(at.place.store, 'r1', 'work/2')).toMatch(
    /job \S+:\d of AWS Batch submitted to shop-queue\n[^]*\nat work\/2\n/,
  );
});

it('tries a child again alone that failed, and no other one', async () => {
  const { outputs } = await runFlow(stubborn, {
    ...{ ...at.options, launcher: gathering(), runId: 'r1', params: paramsOf(['a', 'once']) },
  });
  expect(sizes()).toEqual([{ size: 2 }, null]);
  const [first, second] = outputs.work;
  expect(first).toMatchObject({ item: 'a', index: 0, attempt: 1 });
  expect(first?.job).toMatch(/:\d$/);
  expect(second).toMatchObject({ item: 'once', index: 1, attempt: 2 });
  expect(second?.job).not.toContain(':');
});

it.each([
  ['known by their ids', (text: string) => text],
  [
    'known by the name of the array alone',
    (text: string) => text.replace(/"id":"[^"]+"/, '"id":null'),
  ],
])('finds the children that go on when the run is resumed: %s', async (_, change) => {
  const controller = new AbortController();
  const running = runFlow(faraway, {
    ...{ ...at.options, launcher: gathering(), runId: 'r1', params: paramsOf(['hold', 'hold']) },
    signal: controller.signal,
  });
  await expect.poll(() => at.place.marks(), { timeout: 60_000 }).toHaveLength(2);
  // Ended as a process that is killed: its jobs go on
  const denied = { status: 403, type: 'AccessDeniedException', message: 'not authorized' };
  for (const _child of [0, 1]) at.batch.failNext('terminatejob', denied);
  controller.abort();
  await expect(running).rejects.toMatchObject({ code: 'run_interrupted' });
  for (const index of [0, 1]) {
    const key = `runs/faraway/r1/work/${index}/1/job.json`;
    const record = Buffer.from(await at.place.store.get(key)).toString();
    expect(record).toMatch(/"id":"[^"]+:[01]"/);
    await at.place.store.put(key, Buffer.from(change(record)));
  }
  const resumed = resumeRun(faraway, 'r1', { ...at.options, launcher: at.launcherWith() });
  await expect
    .poll(() => at.lines().filter((line) => line.includes('goes on: followed again')), {
      timeout: 60_000,
    })
    .toHaveLength(2);
  await writeFile(join(at.place.root, 'go'), '');
  await resumed;
  expect(sizes()).toEqual([{ size: 2 }]);
});

it('says what it expected where no child does the task of a list', async () => {
  const key = 'runs/faraway/r1/_array/0123456789abcdef.json';
  await at.place.store.put(key, Buffer.from('["runs/faraway/r1/work/0/1/task.json"]'));
  await expect(ownTaskKey(at.place.store, key)).rejects.toThrow(
    /expected AWS_BATCH_JOB_ARRAY_INDEX from 0 to 0, got ''/,
  );
});
