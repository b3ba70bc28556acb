import { S3_ACCESS } from '@lf/dataset';
import {
  connectSageMaker,
  deployToSageMaker,
  SAGEMAKER_COLLECTION_ACCESS,
} from '@lf/deploy/sagemaker';
import { BATCH_COLLECTION_ACCESS } from '@lf/flow/aws-batch';
import { FakeBatch, someWeights, writeIntentBundle } from '@lf/test-doubles';
import { withTestCredentials } from '@lf/test-doubles/s3';
import { startFakeSageMaker, type FakeSageMaker } from '@lf/test-doubles/sagemaker';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Collected } from '../../src/gc/collect.ts';
import type { Policy } from '../../src/iam/write-policy.ts';
import { isAllowed } from '../iam/is-allowed.ts';
import { openGcPlace, runSmall, type GcPlace } from './gc-place.ts';
import { startLf } from './start-lf.ts';

withTestCredentials();

const DATASTORE = 's3://bucket/shop';
const ROLE = 'arn:aws:iam::123456789012:role/serve';
/** A server in one line: what it answers is for nobody here. */
const SERVER =
  "require('http').createServer((_, answer) => answer.end('{}')).listen(process.argv[1], '127.0.0.1')";

let place: GcPlace;
let batch: FakeBatch;
let sageMaker: FakeSageMaker;
beforeEach(async () => {
  const bundlePath = await writeIntentBundle(someWeights(4));
  place = await openGcPlace('s3');
  // Where the fakes keep what they run
  await mkdir(join(place.folder, 'tmp'));
  batch = await FakeBatch.start({ queues: ['shop-queue', 'old-queue'], images: ['shop/base:1'] });
  sageMaker = await startFakeSageMaker({
    bundleAt: async () => bundlePath,
    command: ({ port }) => [process.execPath, '-e', SERVER, port],
  });
  sageMaker.looksBeforeReady = 0;
  vi.stubEnv('AWS_ENDPOINT_URL', sageMaker.url);
});
afterEach(async () => {
  await batch.close();
  await sageMaker.close();
});

/** A request of AWS Batch as any client sends it. */
async function askBatch(operation: string, body: object): Promise<Record<string, string>> {
  const answer = await fetch(`${batch.url}/v1/${operation}`, {
    method: 'POST',
    body: JSON.stringify(body),
  });
  return (await answer.json()) as Record<string, string>;
}

/** Registers a job definition, as launching a step of a run does. @returns its name and revision */
async function register(
  letter: string,
  of: { readonly runId?: string; readonly datastore?: string; readonly flags?: readonly string[] },
): Promise<string> {
  const { runId, datastore = DATASTORE, flags = [] } = of;
  const { jobDefinitionName, revision } = await askBatch('registerjobdefinition', {
    jobDefinitionName: `lf_${letter.repeat(40)}`,
    type: 'container',
    tags: { 'lf:flow': 'small', ...(runId !== undefined && { 'lf:run': runId }) },
    containerProperties: {
      image: 'shop/base:1',
      // Goes on until it is ended
      command: [
        'node',
        '-e',
        'setInterval(() => {}, 1000)',
        '--',
        '--datastore',
        datastore,
        ...flags,
      ],
    },
  });
  return `${jobDefinitionName}:${revision}`;
}

const deploy = (deployName: string, runId: string) =>
  deployToSageMaker(connectSageMaker(), {
    deployName,
    model: {
      image: '123456789012.dkr.ecr.us-east-1.amazonaws.com/lf-endpoint:1',
      bundleUrl: `${DATASTORE}/models/intent/${runId}/model.tar.gz`,
      role: ROLE,
    },
    hosting: { kind: 'instances', type: 'ml.t2.medium', count: 1 },
    owner: { flow: 'intent', runId, datastore: DATASTORE },
    pollMs: 1,
    verify: async ({ name }) => name,
  });

it('lf gc removes job definitions, models and configs that nothing needs, keeps those in use, and asks for nothing that lf iam --for gc does not allow', async () => {
  await runSmall(place.store, 'gone', { seed: 0 });
  await runSmall(place.store, 'used', { seed: 1 });
  await place.age(10);
  await runSmall(place.store, 'kept', { seed: 2 });
  // A job that a run has noted, in a queue that is not the one of today's settings
  const busy = await register('e', { runId: 'gone' });
  const { jobId = '' } = await askBatch('submitjob', {
    ...{ jobName: 'work', jobQueue: 'old-queue', jobDefinition: busy.split(':')[0] },
  });
  await place.store.put(
    'runs/small/kept/make/1/job.json',
    new TextEncoder().encode(JSON.stringify({ queue: 'old-queue', name: 'work', id: jobId })),
  );
  const [old, own, other, machine] = [
    await register('a', { runId: 'gone' }),
    await register('b', { runId: 'kept' }),
    await register('c', { runId: 'gone', datastore: 's3://bucket/other' }),
    await register('d', { flags: ['--plan', 'Ref::plan'] }),
  ];
  const { endpoint } = await deploy('intent-1700000000001-endpoint', 'used');
  const { endpoint: left } = await deploy('intent-1700000000002-endpoint', 'gone');
  // Somebody removes it by hand: its model and config stay
  await connectSageMaker().control(
    { doing: 'Removing an endpoint by hand', action: 'sagemaker:DeleteEndpoint' },
    ({ client, sdk }) => client.send(new sdk.DeleteEndpointCommand({ EndpointName: left })),
  );
  for (const [thing, since] of sageMaker.createdAt) {
    sageMaker.createdAt.set(thing, since - 10 * 24 * 60 * 60);
  }
  const before = {
    s3: place.s3?.requests.length ?? 0,
    batch: batch.operations.length,
    sageMaker: sageMaker.requests.length,
  };

  const settings = {
    ...{ AWS_ENDPOINT_URL: sageMaker.url, AWS_ENDPOINT_URL_BATCH: batch.url },
    METAFLOW_BATCH_JOB_QUEUE: 'shop-queue',
  };
  const gc = ['gc', '--keep-days', '5', '--sagemaker', '--json'];
  const dry = await startLf(place, gc, settings).ended;
  expect(dry.code, dry.stderr).toBe(0);
  expect(batch.definitions.every(({ status }) => status === 'ACTIVE')).toBe(true);
  expect(sageMaker.models.size).toBe(2);
  const done = await startLf(place, [...gc, '--yes'], settings).ended;
  expect(done.code, done.stderr).toBe(0);
  const collected = JSON.parse(done.stdout) as Collected;
  expect(collected.unneeded).toEqual((JSON.parse(dry.stdout) as Collected).unneeded);

  const whys = (kind: string) =>
    Object.fromEntries(
      [...collected.unneeded, ...collected.kept]
        .filter((each) => each.kind === kind)
        .map(({ name, is, why }) => [name, `${is}: ${why}`]),
    );
  expect(whys('job definition')).toEqual({
    [old]: 'unneeded: its run is gone',
    [own]: 'kept: run small/kept registered it',
    [busy]: 'kept: a job under way uses it',
    [machine]: 'kept: the state machine of small names it',
  });
  expect(
    batch.definitions
      .filter(({ status }) => status === 'ACTIVE')
      .map(({ jobDefinitionName, revision }) => `${jobDefinitionName}:${revision}`)
      .sort(),
  ).toEqual([busy, own, other, machine].sort());
  // What serves keeps its run too
  expect(whys('run')['small/used']).toMatch(/^kept: its model is served by intent-1700000000001/);
  expect(collected.unneeded.map(({ kind }) => kind)).toEqual(
    expect.arrayContaining(['run', 'SageMaker model', 'endpoint config', 'job definition']),
  );
  expect([...sageMaker.endpoints.keys()]).toEqual([endpoint]);
  expect([sageMaker.models.size, sageMaker.configs.size]).toEqual([1, 1]);

  const iam = await startLf(place, ['iam', '--for', 'gc', '--account', '123456789012'], settings)
    .ended;
  expect(iam.code, iam.stderr).toBe(0);
  const policy = JSON.parse(iam.stdout) as Policy;
  const asked = [
    ...(place.s3?.requests.slice(before.s3) ?? []).flatMap(({ operation, bucket, key }) =>
      S3_ACCESS[operation as keyof typeof S3_ACCESS].actions.map(
        (action) => `${action} arn:aws:s3:::${bucket}${key === '' ? '' : `/${key}`}`,
      ),
    ),
    ...batch.operations.slice(before.batch).flatMap((operation) => actionsOfBatch(operation)),
    ...sageMaker.requests
      .slice(before.sageMaker)
      .flatMap(({ operation, input }) => actionsOfSageMaker(operation, input)),
  ];
  const words = new Set(asked.map((each) => each.split(' ')[0] ?? ''));
  expect([...words]).toEqual(
    expect.arrayContaining([
      ...['s3:DeleteObject', 's3:ListBucket', 'batch:DeregisterJobDefinition', 'batch:ListJobs'],
      ...['sagemaker:DeleteModel', 'sagemaker:DeleteEndpointConfig', 'sagemaker:ListTags'],
    ]),
  );
  const refused = asked.filter((each) => {
    const [action = '', resource = ''] = each.split(' ');
    return !isAllowed(policy, action, resource);
  });
  expect(refused).toEqual([]);
  // Nor does the policy allow what it never asks for
  const granted = policy.Statement.flatMap(({ Action }) => Action);
  expect(
    granted.filter((action) => /^(batch|sagemaker):/.test(action) && !words.has(action)),
  ).toEqual([]);
});

function actionsOfBatch(operation: string): readonly string[] {
  const [, access] =
    Object.entries(BATCH_COLLECTION_ACCESS).find(([name]) => name.toLowerCase() === operation) ??
    [];
  if (access === undefined) return [`batch:${operation} *`];
  const { actions, on } = access;
  const resource =
    on === 'any' ? '*' : 'arn:aws:batch:us-east-1:123456789012:job-definition/lf_a:1';
  return actions.map((action) => `${action} ${resource}`);
}

function actionsOfSageMaker(
  operation: string,
  input: Readonly<Record<string, unknown>>,
): readonly string[] {
  const access = Object.entries(SAGEMAKER_COLLECTION_ACCESS).find(([name]) => name === operation);
  if (access === undefined) return [`sagemaker:${operation} *`];
  const [, { actions, on }] = access;
  const { ResourceArn, ModelName, EndpointConfigName, EndpointName } = input;
  const inSageMaker = (kind: string, name: unknown) =>
    `arn:aws:sagemaker:us-east-1:123456789012:${kind}/${String(name).toLowerCase()}`;
  const named =
    (ResourceArn as string | undefined) ??
    (ModelName !== undefined
      ? inSageMaker('model', ModelName)
      : EndpointConfigName !== undefined
        ? inSageMaker('endpoint-config', EndpointConfigName)
        : inSageMaker('endpoint', EndpointName));
  return actions.map((action) => `${action} ${on === 'any' ? '*' : named}`);
}
