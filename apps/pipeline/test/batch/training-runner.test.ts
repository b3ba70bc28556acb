import { setVariable, withTestCredentials } from '@lf/test-doubles/s3';
import {
  startFakeSageMaker,
  TrainingMachines,
  type FakeSageMaker,
} from '@lf/test-doubles/sagemaker';
import type { TaskSpec } from '@lf/flow';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { trainingRunner } from '../../src/batch/training-runner.ts';

let fake: FakeSageMaker;
let machines: TrainingMachines;
beforeEach(async () => {
  machines = new TrainingMachines({ platformEnvironment: { FROM_THE_ROLE: 'yes' } });
  fake = await startFakeSageMaker({ bundleAt: async () => null, command: () => [] });
  fake.looksBeforeReady = 0;
  fake.train = machines.train;
  setVariable('AWS_ENDPOINT_URL', fake.url);
});
afterEach(async () => {
  await fake.close();
  await machines.close();
});
withTestCredentials();

const TASK = { flow: 'intent', runId: 'r1', step: 'train_model', index: null, attempt: 1 };

/** A container whose program is the bootstrap itself. */
const containerOf = (bootstrap: string, args: readonly string[] = ['s3://bucket/code.tar.gz']) => ({
  task: TASK as unknown as TaskSpec,
  digest: '0123456789abcdef',
  bootstrap,
  args,
});
const runner = (changes: Partial<Parameters<typeof trainingRunner>[0]> = {}) =>
  trainingRunner({
    image: '123456789012.dkr.ecr.us-east-1.amazonaws.com/lf-base:1',
    role: 'arn:aws:iam::123456789012:role/train',
    instanceType: 'ml.c7i.2xlarge',
    isSpot: false,
    maxRunSeconds: 7200,
    environment: { AWS_DEFAULT_REGION: 'us-east-1' },
    datastore: 's3://bucket/shop/',
    ...changes,
  });
const said: string[] = [];
const of = () => ({
  signal: new AbortController().signal,
  say: (line: string) => void said.push(line),
});
const NAME = 'lf-train-model-0123456789abcdef';
const printed = () => fake.logs.get(`training-job/${NAME}`)?.join('\n') ?? '';

it('hands a container its program, its arguments, its environment and a folder that stays', async () => {
  const bootstrap = `
import { mkdirSync } from 'node:fs';
const { argv, env } = process;
mkdirSync(env.LF_CHECKPOINTS, { recursive: true });
console.log(JSON.stringify([argv.slice(1), env.AWS_DEFAULT_REGION, env.FROM_THE_ROLE]));
// ${'a text that is longer than an argument may be; '.repeat(100)}${Math.PI}`;
  await runner({ kmsKeyId: 'alias/shop' }).run(
    containerOf(bootstrap, ['a b', '--task', 'k']),
    of(),
  );
  expect(printed()).toBe('[["a b","--task","k"],"us-east-1","yes"]');
  expect(fake.trainings.get(NAME)?.request).toMatchObject({
    StoppingCondition: { MaxRuntimeInSeconds: 7200 },
    OutputDataConfig: {
      S3OutputPath: 's3://bucket/shop/runs/intent/r1/_training/output',
      KmsKeyId: 'alias/shop',
    },
    CheckpointConfig: {
      S3Uri: 's3://bucket/shop/runs/intent/r1/_training/checkpoints/train_model/0',
    },
  });
  expect(fake.trainings.get(NAME)?.request).not.toHaveProperty('InputDataConfig');
});

it('tells the end of the log of a container that fails, and finds one that is under way', async () => {
  const failing = runner().run(containerOf(`throw new Error('no module of that name')`), of());
  await expect(failing).rejects.toMatchObject({
    code: 'sagemaker_training_failed',
    failureReason: 'AlgorithmError: , exit code: 1',
    message: expect.stringContaining('no module of that name') as unknown,
  });
  fake.train = (_job, { signal }) =>
    new Promise((resolve) => signal.addEventListener('abort', () => resolve({})));
  const container = containerOf('');
  expect(await runner().findUnderWay(container)).toBeNull();
  const running = runner().run(container, of());
  await expect
    .poll(async () => (await runner().findUnderWay(container)) !== null, { timeout: 30_000 })
    .toBe(true);
  await (await runner().findUnderWay(container))?.cancel();
  await expect(running).rejects.toMatchObject({ code: 'sagemaker_training_failed' });
});
