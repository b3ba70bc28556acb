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

it('rec with EN_BATCH=1 from an upload on, killed when a job is submitted and resumed elsewhere: jobs run from the code package, are found again, and give the bytes of a run in a folder', async () => {
  const settings = { MODEL_CONFIG_PATH: '' };
  const open = async (datastore: string) => {
    const place = await Place.open(datastore);
    onTestFinished(() => place.close());
    return place;
  };
  const onDisk = await open('file:.lf');
  const run = ['run', 'rec', '--sweep', 'sweep.json', '--run-id'];
  const disk = await onDisk.lf([...run, 'whole', '--quiet'], settings);
  expect(disk.code, disk.stderr).toBe(0);

  const datastore = `s3://bucket/batch/${randomUUID()}`;
  const [killed, other] = [await open(datastore), await open(datastore)];
  const onBatch = {
    ...settings,
    EN_BATCH: '1',
    METAFLOW_BATCH_JOB_QUEUE: 'shop-queue',
    METAFLOW_ECS_S3_ACCESS_IAM_ROLE: ROLE,
    BASE_IMAGE: 'shop/base:1',
    AWS_ENDPOINT_URL_BATCH: batch.url,
    AWS_ENDPOINT_URL_CLOUDWATCH_LOGS: batch.url,
    WANDB_API_KEY: 'secret-of-wandb',
  };
  const uploaded = await killed.lf(['upload'], onBatch);
  expect(uploaded.stdout, uploaded.stderr).toContain('stored in datasets/default');
  // Of a for-each, whose other job may be under way as well
  await killed.killAt('[train_model/1] job ', [...run, 'r1'], onBatch);
  // Nothing of this run is kept on the machine that is gone
  await killed.loseCache();
  // Of the killed run, the jobs go on: whoever resumes follows them, and submits no other ones for those steps
  const resumed = await other.lf(['resume', 'r1', '--break-lock'], onBatch);
  expect(resumed.code, resumed.stderr).toBe(0);
  expect(resumed.stderr).toMatch(
    /goes on: followed again|\[(process_raw_data|train_model\/\d)\] reused/,
  );
  expect(resumed.stderr).toMatch(/\[prepare_dataset\] reused/);
  expect(resumed.stderr).toMatch(/\[evaluate_model\] finished/);
  expect(resumed.stdout).toMatch(/-> {2}(\n {2}\S+)+/);
  const done = batch.jobs;
  const jobs = ['prepare_dataset', 'process_raw_data', 'train_model', 'train_model'];
  expect(done.map(({ status }) => status)).toEqual(jobs.map(() => 'SUCCEEDED'));
  expect(done.map(({ jobName }) => jobName.split('-')[3]).sort()).toEqual(jobs);
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
