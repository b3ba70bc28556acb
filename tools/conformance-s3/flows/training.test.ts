import {
  startFakeSageMaker,
  TrainingMachines,
  type FakeSageMaker,
} from '@lf/test-doubles/sagemaker';
import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { Place } from './place.ts';

let sageMaker: FakeSageMaker;
let machines: TrainingMachines;
beforeAll(async () => {
  const { AWS_ACCESS_KEY_ID = '', AWS_SECRET_ACCESS_KEY = '' } = process.env;
  machines = new TrainingMachines({
    // What the role of the job gives a container
    platformEnvironment: {
      ...{ AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_EC2_METADATA_DISABLED: 'true' },
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    },
  });
  sageMaker = await startFakeSageMaker({ bundleAt: async () => null, command: () => [] });
  sageMaker.looksBeforeReady = 0;
  sageMaker.train = machines.train;
});
afterAll(async () => {
  await sageMaker.close();
  await machines.close();
});

it('trains intent in SageMaker on spot capacity: a machine is taken away in the middle, the laptop is killed, and the bytes are those of a run in a folder', async () => {
  const open = async (datastore: string) => {
    const place = await Place.open(datastore);
    onTestFinished(() => place.close());
    return place;
  };
  const onDisk = await open('file:.lf');
  // The machine goes some time after the line that takes it away, on a busy computer many epochs later
  const epochs = 400;
  const config = join(onDisk.folder, 'long.json');
  const keys = { EPOCHS: epochs, PATIENCE: epochs, FLAT_EPOCHS: 0, LSTM_DIMS: 16 };
  await writeFile(config, JSON.stringify(keys));
  const run = ['run', 'intent', '--config', config];
  const disk = await onDisk.lf([...run, '--run-id', 'whole', '--quiet']);
  expect(disk.code, disk.stderr).toBe(0);

  const datastore = `s3://bucket/training/${randomUUID()}`;
  const [killed, other] = [await open(datastore), await open(datastore)];
  const inSageMaker = {
    LF_TRAINING_INSTANCE: 'ml.c7i.2xlarge',
    LF_TRAINING_SPOT: '1',
    IAM_SAGEMAKER_ROLE: 'arn:aws:iam::123456789012:role/train',
    BASE_IMAGE: '123456789012.dkr.ecr.us-east-1.amazonaws.com/lf-base:1',
    AWS_ENDPOINT_URL_SAGEMAKER: sageMaker.url,
    AWS_ENDPOINT_URL_CLOUDWATCH_LOGS: sageMaker.url,
    WANDB_API_KEY: 'secret-of-wandb',
  };
  machines.takesAwayAt = 'epoch   2';
  await killed.killAt('of spot capacity', [...run, '--run-id', 'r1'], inSageMaker);
  const [job] = sageMaker.trainings.values();
  expect(job?.name).toMatch(/^lf-train-model-[0-9a-f]{16}$/);
  const name = job?.name ?? '';
  const printed = () => (sageMaker.logs.get(`training-job/${name}`) ?? []).join('\n');

  const resumed = await other.lf(['resume', 'r1', '--break-lock'], inSageMaker);
  expect(resumed.code, resumed.stderr).toBe(0);
  expect(resumed.stderr).toMatch(/goes on: followed again|is done already/);
  expect(resumed.stderr).toMatch(/\[train_model\] epoch +400 +loss/);
  expect(machines.begun).toEqual([name, name]);
  expect(printed()).toMatch(/goes on after epoch \d+ of a checkpoint/);
  expect(await other.artifactsOf('r1')).toEqual(await onDisk.artifactsOf('whole'));

  const request = job?.request;
  expect(JSON.stringify(request)).not.toContain('secret-of-wandb');
  expect(request).toMatchObject({
    EnableManagedSpotTraining: true,
    StoppingCondition: { MaxRuntimeInSeconds: 86_400, MaxWaitTimeInSeconds: 172_800 },
    CheckpointConfig: { S3Uri: `${datastore}/runs/intent/r1/_training/checkpoints/train_model/0` },
    Environment: { LF_CHECKPOINTS: '/opt/ml/checkpoints' },
  });
  expect(sageMaker.tags.get(`training-job/${name}`)?.get('lf:run')).toBe('r1');
});
