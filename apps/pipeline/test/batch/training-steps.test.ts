import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { ObjectStore } from '@lf/dataset';
import { stepLauncher } from '../../src/batch/batch-steps.ts';
import { loadSettings } from '../../src/settings/load.ts';

const COMPLETE = {
  LF_DATASTORE_ROOT: 's3://bucket/shop',
  AWS_DEFAULT_REGION: 'eu-west-1',
  LF_TRAINING_INSTANCE: 'ml.c7i.2xlarge',
  IAM_SAGEMAKER_ROLE: 'arn:aws:iam::123456789012:role/train',
  BASE_IMAGE: '123456789012.dkr.ecr.eu-west-1.amazonaws.com/lf-base:1',
};
const BATCH = {
  EN_BATCH: '1',
  METAFLOW_BATCH_JOB_QUEUE: 'queue',
  METAFLOW_ECS_S3_ACCESS_IAM_ROLE: 'arn:aws:iam::123456789012:role/jobs',
};

const launcher = (environment: Readonly<Record<string, string>>, modules: readonly string[] = []) =>
  stepLauncher(
    {
      settings: loadSettings(environment, '/dev/null'),
      environment,
      store: { url: environment['LF_DATASTORE_ROOT'] } as ObjectStore,
    },
    modules,
    () => undefined,
  );
const isFor = async (environment: Readonly<Record<string, string>>) => {
  const made = await launcher(environment);
  return ['train_model', 'process_raw_data'].map(
    (name) => made !== undefined && made.isFor?.({ name } as never) !== false,
  );
};

it('trains in SageMaker alone, on AWS Batch all that needs resources, with both both, else here', async () => {
  expect(await isFor(COMPLETE)).toEqual([true, false]);
  expect(await isFor({ ...COMPLETE, ...BATCH })).toEqual([true, true]);
  expect(await isFor({ ...COMPLETE, ...BATCH, LF_TRAINING_INSTANCE: '' })).toEqual([true, true]);
  expect(await isFor({ ...COMPLETE, LF_TRAINING_INSTANCE: '' })).toEqual([false, false]);
});

it('says at once all that is missing', async () => {
  await expect(
    launcher({
      LF_TRAINING_INSTANCE: 'ml.c7i.2xlarge',
      LF_BLAZINGTEXT_INSTANCE: 'ml.c7i.2xlarge',
      LF_DATASTORE_ROOT: 'file:.lf',
      BASE_IMAGE: 'public.ecr.aws/docker/library/node:24-slim',
    }),
  ).rejects.toThrow(
    /IAM_SAGEMAKER_ROLE.*BASE_IMAGE="public.*in ECR.*LF_BLAZINGTEXT_INSTANCE.*AWS_DEFAULT_REGION.*LF_DATASTORE_ROOT/s,
  );
});

it('says before the first step what a flow of others imports that no container would find', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'lf-flows-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const path = join(folder, 'shop.mjs');
  await writeFile(path, `import './gone.mjs';`);
  await expect(launcher(COMPLETE, [path])).rejects.toMatchObject({
    code: 'flows_not_carried',
    message: expect.stringContaining('"./gone.mjs": there is no such file') as unknown,
  });
});
