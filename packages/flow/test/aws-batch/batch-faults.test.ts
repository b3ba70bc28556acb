import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, onTestFinished, vi } from 'vitest';
import type { BatchLauncherOptions } from '../../src/aws-batch/index.ts';
import { resumeRun, runFlow, RunFailedError, type Launcher } from '../../src/index.ts';
import { faraway } from '../fixtures/flows.ts';
import { openBatchPlace, PACE, type BatchPlace } from './batch-place.ts';

let at: BatchPlace;
beforeEach(async () => {
  at = await openBatchPlace();
});
afterEach(() => at.close());

const run = (items: readonly string[], options: Partial<BatchLauncherOptions> = {}) =>
  runFlow(faraway, {
    ...at.options,
    launcher: at.launcherWith(options),
    runId: 'r1',
    params: { directory: at.place.root, items },
  });

async function failureOf(running: Promise<unknown>) {
  const error: unknown = await running.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof RunFailedError)) throw new Error(`not a failed run: ${String(error)}`);
  return error.failures[0]?.error;
}

const denied = (action: string) => ({
  status: 403,
  type: 'AccessDeniedException',
  message: `User is not authorized to perform: ${action}`,
});

it.each<[string, Partial<BatchLauncherOptions>, RegExp]>([
  ['batch_queue_not_found', { queue: 'none' }, /no such job queue.*METAFLOW_BATCH_JOB_QUEUE/],
  ['batch_image_missing', { images: { base: 'shop/gone:1' } }, /shop\/gone:1.*Check its name/],
  ['batch_unknown_image', { images: {} }, /no image of that name/],
  ['batch_job_failed', { entryArgs: ['no-such-mode'] }, /the job failed.*RunExistsError/],
  [
    'batch_bootstrap_failed',
    {
      code: async () => ({
        url: 'file:///nowhere/code.tar.gz',
        sha256: 'x',
        system: `${process.platform}-${process.arch}`,
        entry: 'main.js',
      }),
    },
    /could not fetch its code package.*ENOENT/,
  ],
  [
    'batch_bootstrap_failed',
    { code: async () => ({ url: 'file:///x', sha256: 'x', system: 'vms-vax', entry: 'main.js' }) },
    /is for vms-vax and this machine is/,
  ],
])('says %s, with what to do: %j', async (code, options, message) => {
  const failure = await failureOf(run(['a'], options));
  expect(failure).toMatchObject({ code });
  expect(failure?.message).toMatch(message);
});

it.each([
  ['batch_denied', 'submitjob', denied('batch:SubmitJob'), /batch:SubmitJob.*iam:PassRole/],
  ['batch_denied', 'describejobs', denied('batch:DescribeJobs'), /The job \S+ goes on; resume/],
  [
    'batch_no_credentials',
    'submitjob',
    {
      status: 403,
      type: 'ExpiredTokenException',
      message: 'The security token included in the request is expired',
    },
    /they have expired.*aws sso login/,
  ],
  [
    'batch_clock_skew',
    'submitjob',
    {
      status: 403,
      type: 'InvalidSignatureException',
      message: 'Signature expired: 20261130T160000Z is now earlier than 20261130T165500Z',
    },
    /the clock of this machine is wrong.*timedatectl/,
  ],
  [
    'batch_queue_closed',
    'submitjob',
    { status: 400, type: 'ClientException', message: 'JobQueue shop-queue is DISABLED.' },
    /update-job-queue --state ENABLED/,
  ],
])('says %s when %s fails, with what to do', async (code, operation, fault, message) => {
  at.batch.failNext(operation, fault);
  const failure = await failureOf(run(['a']));
  expect(failure).toMatchObject({ code });
  expect(failure?.message).toMatch(message);
});

it('says that a step which the system killed needs more memory', async () => {
  const failure = await failureOf(run(['oom']));
  expect(failure).toMatchObject({ code: 'batch_out_of_memory' });
  expect(failure?.message).toMatch(/Raise memoryMb/);
  expect(at.lines()).toContain('at work/0');
});

it('waits where AWS asks for fewer requests, or cannot be asked for a while', async () => {
  const throttled = { status: 429, type: 'TooManyRequestsException', message: 'slow down' };
  at.batch.failNext('submitjob', throttled);
  const failing = { status: 503, type: 'ServerException', message: 'internal' };
  for (let tries = 0; tries < 5; tries += 1) at.batch.failNext('describejobs', failing);
  await run(['a'], { pace: PACE });
  expect(at.batch.jobs).toHaveLength(1);
});

it('goes on after an hour asleep, though AWS cannot be reached in the first moments', async () => {
  const now = performance.now.bind(performance);
  let sleptMs = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => now() + sleptMs);
  onTestFinished(() => void vi.restoreAllMocks());
  const running = run(['hold']);
  await expect.poll(() => at.lines().join('\n'), { timeout: 60_000 }).toContain('at work/0');
  const failing = { status: 503, type: 'ServerException', message: 'internal' };
  // More than one try, each of which the client makes several times
  for (let tries = 0; tries < 12; tries += 1) at.batch.failNext('describejobs', failing);
  sleptMs = 60 * 60_000;
  await expect
    .poll(() => at.lines().join('\n'), { timeout: 60_000 })
    .toContain('AWS Batch cannot be asked now; the job goes on, and so does the waiting');
  await writeFile(join(at.place.root, 'go'), '');
  await running;
  expect(at.batch.jobs).toHaveLength(1);
});

it('submits no second job when the answer to the first submit is lost', async () => {
  const fault = { status: 500, type: 'ServerException', message: 'internal', isDone: true };
  at.batch.failNext('submitjob', fault);
  await run(['a']);
  expect(at.batch.requests('submitjob')).toHaveLength(1);
  expect(at.batch.jobs).toHaveLength(1);
});

it.each([
  ['known by its id', (text: string) => text],
  ['known by its name alone', (text: string) => text.replace(/"id":"[^"]+"/, '"id":null')],
])('finds a job that goes on when the run is resumed: %s', async (_, change) => {
  const controller = new AbortController();
  const options = {
    ...at.options,
    params: { directory: at.place.root, items: ['hold'] },
    signal: controller.signal,
  };
  const running = runFlow(faraway, { ...options, runId: 'r1' });
  await expect.poll(() => at.lines().join('\n'), { timeout: 60_000 }).toContain('at work/0');
  at.batch.failNext('terminatejob', denied('batch:TerminateJob'));
  controller.abort();
  await expect(running).rejects.toMatchObject({ code: 'run_interrupted' });
  expect(at.lines().join('\n')).toMatch(
    /costs money until it is: aws batch terminate-job --job-id/,
  );

  const key = 'runs/faraway/r1/work/0/1/job.json';
  const record = Buffer.from(await at.place.store.get(key)).toString();
  await at.place.store.put(key, Buffer.from(change(record)));
  const resumed = resumeRun(faraway, 'r1', { ...at.options, launcher: at.launcherWith() });
  await expect.poll(() => at.lines().join('\n')).toContain('goes on: followed again');
  await writeFile(join(at.place.root, 'go'), '');
  await resumed;
  expect(at.batch.jobs).toHaveLength(1);
});

it.each(['findUnderWay', 'launch'] as const)(
  'does nothing twice when a job that goes on ends just before %s of a resume',
  async (look) => {
    const controller = new AbortController();
    const running = runFlow(faraway, {
      ...at.options,
      params: { directory: at.place.root, items: ['hold'] },
      ...{ runId: 'r1', signal: controller.signal },
    });
    await expect.poll(() => at.lines().join('\n'), { timeout: 60_000 }).toContain('at work/0');
    at.batch.failNext('terminatejob', denied('batch:TerminateJob'));
    controller.abort();
    await expect(running).rejects.toMatchObject({ code: 'run_interrupted' });

    const launcher = at.launcherWith();
    const afterItsEnd = async <Answer>(ask: () => Promise<Answer>): Promise<Answer> => {
      await writeFile(join(at.place.root, 'go'), '');
      await expect.poll(() => at.batch.jobs[0]?.status, { timeout: 60_000 }).toBe('SUCCEEDED');
      return ask();
    };
    const late: Launcher = {
      ...launcher,
      findUnderWay: (...of) =>
        look === 'launch'
          ? launcher.findUnderWay(...of)
          : afterItsEnd(() => launcher.findUnderWay(...of)),
      launch: (attempt) => afterItsEnd(() => launcher.launch(attempt)),
    };
    await resumeRun(faraway, 'r1', { ...at.options, launcher: late });
    expect(at.batch.jobs).toHaveLength(1);
    expect(await at.place.marks()).toHaveLength(1);
  },
);

it('ends a job that is not wanted any more when the run is resumed with other inputs', async () => {
  const controller = new AbortController();
  const params = { directory: at.place.root, items: ['hold'] };
  const options = { ...at.options, params, signal: controller.signal };
  const running = runFlow(faraway, { ...options, runId: 'r1' });
  await expect.poll(() => at.lines().join('\n'), { timeout: 60_000 }).toContain('at work/0');
  at.batch.failNext('terminatejob', denied('batch:TerminateJob'));
  controller.abort();
  await expect(running).rejects.toMatchObject({ code: 'run_interrupted' });
  await resumeRun(faraway, 'r1', { ...at.options, params: { items: ['a'] } });
  expect(at.batch.jobs).toMatchObject([{ isTerminated: true }, { status: 'SUCCEEDED' }]);
});
