import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { runTransformJob, TRANSFORM_ACCESS, type TransformJob } from '../../src/sagemaker.ts';
import { DATASTORE, withSageMaker } from '../sagemaker/place.ts';

const at = withSageMaker();

const LINE = JSON.stringify({ instances: [[[1, 0]]] });
let objects: Map<string, string>;
beforeEach(() => {
  objects = new Map([
    [`${DATASTORE}/in/a.jsonl`, `${LINE}\n${LINE}\n`],
    [`${DATASTORE}/in/b.jsonl`, `${LINE}\n`],
  ]);
  at.place.fake.objects = {
    list: (prefix) =>
      [...objects]
        .filter(([url]) => url.startsWith(prefix))
        .map(([url, body]) => ({ url, body: Buffer.from(body) })),
    put: (url, body) => void objects.set(url, body),
  };
});

const run = (
  endpoint: string,
  changes: Partial<TransformJob> = {},
  signal = new AbortController().signal,
) =>
  runTransformJob(
    at.place.sagemaker,
    {
      ...{ name: 'lf-transform-1', endpoint, datastore: DATASTORE },
      inputUrl: `${DATASTORE}/in/`,
      outputUrl: `${DATASTORE}/out`,
      instances: { type: 'ml.m5.large', count: 2 },
      ...changes,
    },
    { pollMs: 1, signal },
  );

describe('a batch transform', () => {
  it('answers each line by the model of an endpoint, in files of their order', async () => {
    const { endpoint } = await at.place.deploy();
    await run(endpoint, { kmsKeyId: 'alias/shop' });
    const answer = JSON.stringify({ predictions: [[0.5]] });
    expect(objects.get(`${DATASTORE}/out/a.jsonl.out`)).toBe(`${answer}\n${answer}\n`);
    expect(objects.get(`${DATASTORE}/out/b.jsonl.out`)).toBe(`${answer}\n`);
    expect(at.place.fake.transforms.get('lf-transform-1')?.request).toMatchObject({
      ModelName: endpoint.replace('-endpoint', '-model'),
      BatchStrategy: 'SingleRecord',
      TransformInput: { ContentType: 'application/json', SplitType: 'Line' },
      TransformOutput: { AssembleWith: 'Line', KmsKeyId: 'alias/shop' },
      TransformResources: { InstanceType: 'ml.m5.large', InstanceCount: 2 },
      Tags: [{ Key: 'lf:flow' }, { Key: 'lf:run', Value: 'run-1' }, { Key: 'lf:datastore' }],
    });
  });

  it("that fails tells SageMaker's reason and the last lines of its log", async () => {
    const { endpoint } = await at.place.deploy();
    await expect(run(endpoint, { inputUrl: `${DATASTORE}/none/` })).rejects.toMatchObject({
      code: 'sagemaker_transform_failed',
      failureReason: expect.stringContaining('no objects found') as unknown,
    });
    objects.set(`${DATASTORE}/bad/c.jsonl`, 'not a body\n');
    const failing = run(endpoint, { name: 'lf-2', inputUrl: `${DATASTORE}/bad/` });
    await expect(failing).rejects.toThrow(/gave it up.*\n.*log:\n.*not valid JSON/s);
  });

  it('is ended on an abort, and refuses what is not in S3 or not of this datastore', async () => {
    const { endpoint } = await at.place.deploy();
    const controller = new AbortController();
    at.place.fake.before = (operation) => {
      if (operation === 'DescribeTransformJob') controller.abort();
    };
    await expect(run(endpoint, {}, controller.signal)).rejects.toMatchObject({
      code: expect.stringMatching(/^sagemaker_transform_stopped$/) as unknown,
    });
    await expect(run(endpoint, { inputUrl: '/tmp/in' })).rejects.toMatchObject({
      code: 'sagemaker_request_invalid',
    });
    await expect(run(endpoint, { datastore: 's3://bucket/other' })).rejects.toMatchObject({
      code: 'sagemaker_endpoint_unknown',
    });
  });
});

it('names every call that the code makes, and no other', () => {
  const text = ['transform/transform-job.ts', 'sagemaker/log-tail.ts']
    .map((path) => readFileSync(join(import.meta.dirname, '../../src', path), 'utf8'))
    .join('\n');
  const commands = [...text.matchAll(/new sdk\.(\w+)Command\(/g)].map(([, name]) => name);
  expect([...new Set(commands)].sort()).toEqual(Object.keys(TRANSFORM_ACCESS).sort());
});
