import { FakeBatch } from '@lf/test-doubles';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { Place } from './place.ts';

const ROLE = 'arn:aws:iam::123456789012:role/shop';

let batch: FakeBatch;
beforeAll(async () => {
  const { AWS_ACCESS_KEY_ID = '', AWS_SECRET_ACCESS_KEY = '' } = process.env;
  batch = await FakeBatch.start({
    queues: ['shop-queue'],
    images: ['shop/base:1'],
    // What the role of the job gives a container
    platformEnvironment: {
      ...{ AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_EC2_METADATA_DISABLED: 'true' },
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    },
  });
});
afterAll(() => batch.close());

it('intent with EN_BATCH=1, killed when its first job is submitted and resumed elsewhere: jobs run from the code package, are found again, and give the bytes of a run in a folder', async () => {
  const open = async (datastore: string) => {
    const place = await Place.open(datastore);
    onTestFinished(() => place.close());
    return place;
  };
  const onDisk = await open('file:.lf');
  const disk = await onDisk.lf(['run', 'intent', '--run-id', 'whole', '--quiet']);
  expect(disk.code, disk.stderr).toBe(0);

  const datastore = `s3://bucket/batch/${randomUUID()}`;
  const [killed, other] = [await open(datastore), await open(datastore)];
  const onBatch = {
    EN_BATCH: '1',
    METAFLOW_BATCH_JOB_QUEUE: 'shop-queue',
    METAFLOW_ECS_S3_ACCESS_IAM_ROLE: ROLE,
    BASE_IMAGE: 'shop/base:1',
    AWS_ENDPOINT_URL_BATCH: batch.url,
    AWS_ENDPOINT_URL_CLOUDWATCH_LOGS: batch.url,
    WANDB_API_KEY: 'secret-of-wandb',
  };
  await killed.killAt('AWS Batch submitted', ['run', 'intent', '--run-id', 'r1'], onBatch);
  // Of the killed run, the job goes on: whoever resumes follows it, and submits no other one for that step
  const resumed = await other.lf(['resume', 'r1', '--break-lock'], onBatch);
  expect(resumed.code, resumed.stderr).toBe(0);
  expect(resumed.stderr).toMatch(/goes on: followed again|\[process_raw_data\] reused/);
  expect(resumed.stderr).toMatch(/\[train_model\] epoch +\d+ +loss/);
  expect(resumed.stdout).toContain('purchase probability');
  expect(batch.jobs.map(({ status }) => status)).toEqual(['SUCCEEDED', 'SUCCEEDED']);
  expect(batch.jobs.map(({ jobName }) => jobName.split('-')[3])).toEqual([
    'process_raw_data',
    'train_model',
  ]);
  expect(await other.artifactsOf('r1')).toEqual(await onDisk.artifactsOf('whole'));

  const definitions = batch.requests('registerjobdefinition');
  const sent = JSON.stringify([definitions, batch.requests('submitjob')]);
  expect(sent).not.toContain('secret-of-wandb');
  for (const definition of definitions) {
    // The whole environment of a container: no key of this machine is in it
    expect(definition).toMatchObject({
      containerProperties: {
        environment: [
          { name: 'AWS_DEFAULT_REGION', value: 'us-east-1' },
          { name: 'AWS_ENDPOINT_URL_S3', value: process.env['AWS_ENDPOINT_URL_S3'] },
        ],
      },
    });
  }
});

it('says all that EN_BATCH=1 lacks at once', async () => {
  const place = await Place.open('file:.lf');
  onTestFinished(() => place.close());
  const { code, stderr } = await place.lf(['run', 'intent'], { EN_BATCH: '1' });
  expect(code).toBe(2);
  expect(stderr).toMatch(
    /METAFLOW_BATCH_JOB_QUEUE=[^]*BASE_IMAGE=[^]*LF_DATASTORE_ROOT="file:\.lf"/,
  );
});
