import { S3_ACCESS, openStore, raceCreates } from '@lf/dataset';
import { startFakeS3, withTestCredentials } from '@lf/test-doubles/s3';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { ACCESS_TABLES } from '../../src/iam/access-tables.ts';
import { placesIn } from '../../src/iam/places.ts';
import { writePolicy, type Policy } from '../../src/iam/write-policy.ts';
import { isAllowed } from './is-allowed.ts';

const ANY = { account: '*', region: '*' };
const OWNER = { account: '123456789012', region: 'eu-west-1' };
const SHOP = { LF_DATASTORE_ROOT: 's3://bucket/shop' };

const policyFor = (what: string, settings: Parameters<typeof placesIn>[0], owner = ANY): Policy =>
  writePolicy(ACCESS_TABLES[what] ?? [], placesIn(settings, owner));

it('writes the least that a run in S3 needs', () => {
  expect(policyFor('run', SHOP)).toEqual({
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'DatastoreObjects',
        Effect: 'Allow',
        Action: ['s3:AbortMultipartUpload', 's3:DeleteObject', 's3:GetObject', 's3:PutObject'],
        Resource: ['arn:aws:s3:::bucket/shop/*'],
      },
      {
        Sid: 'DatastoreBucket',
        Effect: 'Allow',
        Action: ['s3:ListBucket', 's3:ListBucketMultipartUploads'],
        Resource: ['arn:aws:s3:::bucket'],
      },
    ],
  });
});

it.each([
  ['s3://bucket', 'arn:aws:s3:::bucket/*'],
  ['s3://bucket/', 'arn:aws:s3:::bucket/*'],
  ['s3://bucket/a/b/', 'arn:aws:s3:::bucket/a/b/*'],
])('takes the prefix of %s', (root, resource) => {
  expect(policyFor('run', { LF_DATASTORE_ROOT: root }).Statement[0]?.Resource).toEqual([resource]);
});

it('adds the key that encrypts, by its id, by its ARN, or any where an alias names it', () => {
  const keyOf = (LF_S3_KMS_KEY_ID: string) =>
    policyFor(
      'run',
      { ...SHOP, LF_S3_ENCRYPTION: 'aws:kms', LF_S3_KMS_KEY_ID },
      { account: '123456789012', region: 'eu-west-1' },
    ).Statement.find(({ Sid }) => Sid === 'EncryptionKey');
  expect(keyOf('1234-abcd')).toMatchObject({
    Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
    Resource: ['arn:aws:kms:eu-west-1:123456789012:key/1234-abcd'],
  });
  const arn = 'arn:aws:kms:eu-west-1:210987654321:key/1';
  expect(keyOf(arn)?.Resource).toEqual([arn]);
  expect(keyOf('alias/shop')?.Resource).toEqual(['arn:aws:kms:eu-west-1:123456789012:key/*']);
});

it('lets a public API ask its endpoint alone, and read its bundle alone', () => {
  const settings = {
    LF_DATASTORE_ROOT: 'file:.lf',
    SAGEMAKER_ENDPOINT_NAME: 'Intent-1-endpoint',
    LF_API_BUNDLE: 's3://bucket/models/intent.tar.gz',
  };
  expect(policyFor('serve', settings, { account: '*', region: 'cn-north-1' }).Statement).toEqual([
    {
      Sid: 'Endpoint',
      Effect: 'Allow',
      Action: ['sagemaker:InvokeEndpoint'],
      Resource: ['arn:aws-cn:sagemaker:cn-north-1:*:endpoint/intent-1-endpoint'],
    },
    {
      Sid: 'Bundle',
      Effect: 'Allow',
      Action: ['s3:GetObject'],
      Resource: ['arn:aws-cn:s3:::bucket/models/intent.tar.gz'],
    },
  ]);
});

it('hands SageMaker its role alone, and changes only what has our names', () => {
  const { Statement } = policyFor(
    'deploy',
    { ...SHOP, IAM_SAGEMAKER_ROLE: 'serve' },
    {
      account: '123456789012',
      region: 'eu-west-1',
    },
  );
  expect(Statement.find(({ Sid }) => Sid === 'ServingRole')).toEqual({
    Sid: 'ServingRole',
    Effect: 'Allow',
    Action: ['iam:PassRole'],
    Resource: ['arn:aws:iam::123456789012:role/serve'],
    Condition: { StringEquals: { 'iam:PassedToService': 'sagemaker.amazonaws.com' } },
  });
  const arn = (name: string) => `arn:aws:sagemaker:eu-west-1:123456789012:endpoint/${name}`;
  const policy: Policy = { Version: '2012-10-17', Statement };
  expect(isAllowed(policy, 'sagemaker:DeleteEndpoint', arn('intent-1-endpoint'))).toBe(true);
  expect(isAllowed(policy, 'sagemaker:DeleteEndpoint', arn('checkout'))).toBe(false);
  expect(isAllowed(policy, 'sagemaker:InvokeEndpointAsync', arn('intent-1-endpoint'))).toBe(true);
  const queued = 'arn:aws:s3:::bucket/shop/async/in/1.json';
  expect(isAllowed(policy, 's3:PutObject', queued)).toBe(true);
  const anywhere = Statement.filter(({ Resource }) => Resource.includes('*'));
  expect(anywhere.flatMap(({ Action }) => Action)).not.toContain('sagemaker:DeleteEndpoint');
});

it('lets the role of SageMaker write what a key encrypts, pull images and write its logs', () => {
  const settings = { ...SHOP, LF_S3_ENCRYPTION: 'aws:kms', LF_S3_KMS_KEY_ID: '1234' } as const;
  const policy = policyFor('sagemaker', settings, OWNER);
  expect(policy.Statement.find(({ Sid }) => Sid === 'EncryptionKey')).toMatchObject({
    Action: ['kms:Decrypt', 'kms:Encrypt', 'kms:GenerateDataKey'],
    Resource: ['arn:aws:kms:eu-west-1:123456789012:key/1234'],
  });
  expect(isAllowed(policy, 's3:PutObject', 'arn:aws:s3:::bucket/shop/async/out/1')).toBe(true);
  expect(isAllowed(policy, 's3:PutObject', 'arn:aws:s3:::other/x')).toBe(false);
  const group = 'arn:aws:logs:eu-west-1:123456789012:log-group:/aws/sagemaker/TrainingJobs:x';
  expect(isAllowed(policy, 'logs:PutLogEvents', group)).toBe(true);
  expect(policyFor('sagemaker', SHOP).Statement.map(({ Sid }) => Sid)).not.toContain(
    'EncryptionKey',
  );
});

it('lets who trains in SageMaker make and end jobs of our names alone, and hand them their role', () => {
  const policy = policyFor('train', { ...SHOP, IAM_SAGEMAKER_ROLE: 'train' }, OWNER);
  const arn = (name: string) => `arn:aws:sagemaker:eu-west-1:123456789012:training-job/${name}`;
  for (const action of ['CreateTrainingJob', 'StopTrainingJob', 'AddTags']) {
    expect(isAllowed(policy, `sagemaker:${action}`, arn('lf-prod2vec-1'))).toBe(true);
    expect(isAllowed(policy, `sagemaker:${action}`, arn('other'))).toBe(false);
  }
  expect(policy.Statement.find(({ Sid }) => Sid === 'ServingRole')?.Resource).toEqual([
    'arn:aws:iam::123456789012:role/train',
  ]);
});

it('lets a launcher use its queue, its definitions and jobs, and hand containers their role alone', () => {
  const policy = policyFor(
    'batch',
    {
      ...SHOP,
      METAFLOW_BATCH_JOB_QUEUE: 'shop-queue',
      METAFLOW_ECS_S3_ACCESS_IAM_ROLE: 'arn:aws:iam::123456789012:role/jobs',
    },
    { account: '123456789012', region: 'eu-west-1' },
  );
  const batch = (path: string) => `arn:aws:batch:eu-west-1:123456789012:${path}`;
  for (const [action, path] of [
    ['batch:SubmitJob', 'job-queue/shop-queue'],
    ['batch:SubmitJob', 'job-definition/lf_1234'],
    ['batch:RegisterJobDefinition', 'job-definition/lf_1234'],
    ['batch:TerminateJob', 'job/1'],
    ['batch:TagResource', 'job/1'],
  ] as const) {
    expect([path, isAllowed(policy, action, batch(path))]).toEqual([path, true]);
  }
  expect(isAllowed(policy, 'batch:SubmitJob', batch('job-queue/other'))).toBe(false);
  expect(isAllowed(policy, 'batch:RegisterJobDefinition', batch('job-definition/other'))).toBe(
    false,
  );
  expect(policy.Statement.find(({ Sid }) => Sid === 'JobRole')).toMatchObject({
    Action: ['iam:PassRole'],
    Resource: ['arn:aws:iam::123456789012:role/jobs'],
    Condition: { StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } },
  });
});

const MACHINES = {
  ...SHOP,
  METAFLOW_BATCH_JOB_QUEUE: 'shop-queue',
  METAFLOW_ECS_S3_ACCESS_IAM_ROLE: 'arn:aws:iam::123456789012:role/jobs',
  METAFLOW_SFN_IAM_ROLE: 'arn:aws:iam::123456789012:role/machine',
  METAFLOW_EVENTS_SFN_ACCESS_IAM_ROLE: 'arn:aws:iam::123456789012:role/scheduler',
};
it('lets who makes state machines change those of its names alone, and hand each role to the one service that takes it', () => {
  const policy = policyFor('schedule', MACHINES, OWNER);
  const arn = (path: string) => `arn:aws:states:eu-west-1:123456789012:stateMachine:${path}`;
  for (const action of ['states:CreateStateMachine', 'states:StartExecution']) {
    expect([action, isAllowed(policy, action, arn('lf_intent'))]).toEqual([action, true]);
    expect([action, isAllowed(policy, action, arn('other'))]).toEqual([action, false]);
  }
  const passed = policy.Statement.filter(({ Action }) => Action.includes('iam:PassRole'));
  expect(
    Object.fromEntries(
      passed.map(({ Resource, Condition }) => [
        Resource.join(),
        Condition?.['StringEquals']?.['iam:PassedToService'],
      ]),
    ),
  ).toEqual({
    'arn:aws:iam::123456789012:role/jobs': 'ecs-tasks.amazonaws.com',
    'arn:aws:iam::123456789012:role/machine': 'states.amazonaws.com',
    'arn:aws:iam::123456789012:role/scheduler': 'scheduler.amazonaws.com',
  });
});

it('lets the role of a state machine submit to its queue, read the items of its Maps, and start itself', () => {
  const settings = { ...MACHINES, METAFLOW_SFN_STATE_MACHINE_PREFIX: 'shop' };
  const policy = policyFor('machine', settings, OWNER);
  const inBatch = (path: string) => `arn:aws:batch:eu-west-1:123456789012:${path}`;
  expect(isAllowed(policy, 'batch:SubmitJob', inBatch('job-queue/shop-queue'))).toBe(true);
  expect(isAllowed(policy, 'batch:SubmitJob', inBatch('job-queue/other'))).toBe(false);
  const items = 'arn:aws:s3:::bucket/shop/runs/rec/r1/_map/train_model/indexes.json';
  expect(isAllowed(policy, 's3:GetObject', items)).toBe(true);
  expect(isAllowed(policy, 's3:PutObject', items)).toBe(false);
  const machine = 'arn:aws:states:eu-west-1:123456789012:stateMachine:shop_rec';
  expect(isAllowed(policy, 'states:StartExecution', machine)).toBe(true);
  expect(policyFor('scheduler', settings, OWNER).Statement).toEqual([
    {
      Sid: 'StateMachines',
      Effect: 'Allow',
      Action: ['states:StartExecution'],
      Resource: ['arn:aws:states:eu-west-1:123456789012:stateMachine:shop_*'],
    },
  ]);
});

it('has nothing to allow where the data is in a folder', () => {
  expect(policyFor('run', { LF_DATASTORE_ROOT: 'file:.lf' }).Statement).toEqual([]);
});

withTestCredentials();

it('allows every request that a store makes, and none beside its prefix', async () => {
  const fake = await startFakeS3();
  const folder = await mkdtemp(join(tmpdir(), 'lf-iam-'));
  onTestFinished(async () => {
    await fake.close();
    await rm(folder, { recursive: true });
  });
  const store = openStore('s3://bucket/shop', {
    s3: { endpoint: fake.endpoint, cacheDirectory: join(folder, 'cache') },
  });
  await store.put('a', new Uint8Array(1));
  await store.localPath('a');
  await store.delete('a');
  await store.sweep();
  for await (const key of store.list('')) expect(key).toBe('none is left');
  expect(await raceCreates(store)).toBe(1);
  const policy = policyFor('run', SHOP);
  expect(fake.requests.length).toBeGreaterThan(10);
  for (const { operation, bucket, key } of fake.requests) {
    const resource = `arn:aws:s3:::${bucket}${key === '' ? '' : `/${key}`}`;
    const { actions } = S3_ACCESS[operation as keyof typeof S3_ACCESS];
    for (const action of actions)
      expect([action, isAllowed(policy, action, resource)]).toEqual([action, true]);
  }
  expect(isAllowed(policy, 's3:GetObject', 'arn:aws:s3:::bucket/shop2/a')).toBe(false);
  expect(isAllowed(policy, 's3:GetObject', 'arn:aws:s3:::other/shop/a')).toBe(false);
  expect(isAllowed(policy, 's3:DeleteBucket', 'arn:aws:s3:::bucket')).toBe(false);
});
