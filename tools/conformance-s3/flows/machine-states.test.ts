import { openStore, type ObjectStore } from '@lf/dataset';
import { findRun, readLog, showRun, type FlowDefinition } from '@lf/flow';
import {
  compileMachine,
  deployMachine,
  openMachineCalls,
  putRunPlan,
  type CompiledMachine,
} from '@lf/flow/step-functions';
import { tarGz } from '@lf/test-doubles';
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'vite';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { broken, forked } from './machine-flows.ts';
import { scheduleIn, startMachines, type Machines } from './machines.ts';

const ROLE = 'arn:aws:iam::123456789012:role/shop';

let machines: Machines;
let store: ObjectStore;
let folder: string;
const datastore = `s3://bucket/states/${randomUUID()}`;

beforeAll(async () => {
  const reports = join(import.meta.dirname, '../.reports');
  await mkdir(reports, { recursive: true });
  // Beside the packages that it needs
  folder = await mkdtemp(join(reports, 'machine-'));
  const bundled = build({
    configFile: false,
    logLevel: 'error',
    resolve: { conditions: ['@lf/source'] },
    ssr: { noExternal: [/^@lf\//], resolve: { conditions: ['@lf/source'] } },
    build: {
      ssr: join(import.meta.dirname, 'machine-program.ts'),
      outDir: folder,
      emptyOutDir: false,
      target: 'node20',
      rolldownOptions: { output: { entryFileNames: 'program.mjs' } },
    },
  });
  machines = await startMachines({
    ...{ AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' },
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  });
  await bundled;
  vi.stubEnv('AWS_ENDPOINT_URL', machines.url);
  vi.stubEnv('AWS_ENDPOINT_URL_S3', machines.url);
  vi.stubEnv('AWS_REGION', 'us-east-1');
  store = openStore(datastore, { s3: { cacheDirectory: join(folder, 'cache') } });
}, 120_000);
afterAll(async () => {
  vi.unstubAllEnvs();
  await machines.close();
  await rm(folder, { recursive: true, force: true });
});

const arnOf = (name: string): string =>
  `arn:aws:states:us-east-1:123456789012:stateMachine:${name}`;

async function compiled(flow: FlowDefinition, params: object): Promise<CompiledMachine> {
  const program = pathToFileURL(join(folder, 'program.mjs')).href;
  const code = tarGz({ 'app/main.mjs': Buffer.from(`await import(${JSON.stringify(program)});`) });
  const path = join(folder, 'code.tar.gz');
  await writeFile(path, code);
  return compileMachine(flow, {
    queue: 'shop-queue',
    images: { base: 'shop/base:1' },
    entryArgs: ['advance', '--datastore', datastore],
    environment: { AWS_ENDPOINT_URL_S3: machines.url, AWS_REGION: 'us-east-1' },
    code: {
      url: pathToFileURL(path).href,
      sha256: createHash('sha256').update(code).digest('hex'),
      system: `${process.platform}-${process.arch}`,
      entry: 'app/main.mjs',
    },
    plan: await putRunPlan(store, { flow: flow.name, params: { ...params }, tags: ['nightly'] }),
    datastore,
    mostInline: 3,
  });
}

/** Compiles a flow, makes its state machine, and starts a run. */
async function start(flow: FlowDefinition, params: object, runId: string): Promise<void> {
  const calls = await openMachineCalls();
  const name = `lf_${flow.name}`;
  const arn = arnOf(name);
  const deployed = await deployMachine(calls, await compiled(flow, params), {
    ...{ arn, name, role: ROLE, tags: { 'lf:flow': flow.name }, schedule: undefined },
  });
  expect(deployed.machine).toBe('created');
  await calls.start(arn, runId);
  calls.close();
}

const ended = (runId: string) =>
  expect
    .poll(async () => (await findRun(store, runId).catch(() => null))?.status, {
      timeout: 400_000,
      interval: 500,
    })
    .toMatch(/completed|failed/);

it('does branches side by side, a step again that failed, and a for-each inline or, past the limit, distributed', async () => {
  await start(forked, { sizes: [1, 2, 3] }, 'r1');
  await ended('r1');
  const run = await showRun(store, 'r1');
  expect(run).toMatchObject({ status: 'completed', flow: 'forked', tags: ['nightly'] });
  const tasks = run.tasks.map(({ step, index, status, attempts }) => [
    step,
    index,
    status,
    attempts,
  ]);
  expect(tasks).toEqual([
    ['start', null, 'finished', 1],
    ...[0, 1, 2].map((index) => ['few', index, 'finished', 1]),
    ['most', null, 'finished', 1],
    ['flaky', null, 'finished', 2],
    ['both', null, 'finished', 1],
    ...[0, 1, 2, 3, 4, 5].map((index) => ['many', index, 'finished', 1]),
  ]);
  const outputs = run.attempts.filter(({ step }) => step === 'many').map((each) => each.outputs);
  expect(outputs).toEqual([0, 1, 2, 3, 4, 5].map((at) => ({ at })));
  expect(await readLog(store, 'r1', 'flaky', 1)).toMatch(/attempt 1\n[^]*not yet/);
  expect(await readLog(store, 'r1', 'flaky', 2)).toBe('attempt 2\n');
  const left: string[] = [];
  for await (const key of store.list('runs/forked/r1/_lock/')) left.push(key);
  expect(left).toEqual([]);
});

it('writes that a run has failed, and tries nothing again that fails for good', async () => {
  await start(broken, {}, 'r2');
  await ended('r2');
  const run = await showRun(store, 'r2');
  expect(run.status).toBe('failed');
  const errors = run.attempts.map(({ error }) => error);
  expect(errors).toMatchObject([{ code: 'bad_row', message: 'row 3 is bad' }]);
});

it('makes a schedule, changes it, leaves it alone, and removes it', async () => {
  const name = 'lf_scheduled';
  const machine = await compiled(broken, {});
  const calls = await openMachineCalls();
  const deploy = (schedule: Parameters<typeof deployMachine>[2]['schedule']) =>
    deployMachine(calls, machine, { arn: arnOf(name), name, role: ROLE, tags: {}, schedule });
  const role = 'arn:aws:iam::123456789012:role/scheduler';
  const by = (expression: string, timezone: string) => ({
    ...{ name, machineArn: arnOf(name), role, expression, timezone },
  });
  const nightly = by('cron(0 4 * * ? *)', 'Europe/Rome');
  expect(await deploy(nightly)).toEqual({ machine: 'created', schedule: 'created' });
  expect(await scheduleIn(machines, name)).toMatchObject({
    ScheduleExpression: 'cron(0 4 * * ? *)',
    ScheduleExpressionTimezone: 'Europe/Rome',
    State: 'ENABLED',
    Target: { Arn: arnOf(name), RoleArn: role, Input: '{}' },
  });
  expect(await deploy(by('rate(12 hours)', 'UTC'))).toEqual({
    ...{ machine: 'updated', schedule: 'updated' },
  });
  const changed = {
    ...{ ScheduleExpression: 'rate(12 hours)', ScheduleExpressionTimezone: 'UTC' },
    Target: { Arn: arnOf(name), RoleArn: role },
  };
  expect(await scheduleIn(machines, name)).toMatchObject(changed);
  expect(await deploy(undefined)).toEqual({ machine: 'updated', schedule: null });
  expect(await scheduleIn(machines, name)).toMatchObject(changed);
  expect(await deploy(name)).toEqual({ machine: 'updated', schedule: 'removed' });
  expect(await scheduleIn(machines, name)).toBeNull();
  expect(await deploy(name)).toEqual({ machine: 'updated', schedule: 'none' });
  calls.close();
});
