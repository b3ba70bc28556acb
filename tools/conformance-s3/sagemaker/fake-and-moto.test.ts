import {
  connectSageMaker,
  deployToSageMaker,
  findSageMakerChampion,
  listSageMakerEndpoints,
  stopSageMakerEndpoint,
  type DeployToSageMakerOptions,
} from '@lf/deploy/sagemaker';
import { writeIntentBundle, someWeights } from '@lf/test-doubles';
import { startFakeSageMaker, type FakeSageMaker } from '@lf/test-doubles/sagemaker';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

const MOTO = process.env['AWS_ENDPOINT_URL_S3'] ?? '';
const DATASTORE = 's3://bucket/conformance';
/** A server in one line: what is compared here are the control planes. */
const SERVER =
  "require('http').createServer((_, answer) => answer.end('{}')).listen(process.argv[1], '127.0.0.1')";

/**
 * The same requests of @lf/deploy, answered by moto and by the fake on which its tests rest: the fake is believed where
 * both agree. moto has no UpdateEndpoint, and takes a name that is taken, so that these rest on AWS's documentation.
 */
describe.each(['moto', 'fake'])('SageMaker as %s has it', (server) => {
  let fake: FakeSageMaker;
  beforeEach(async () => {
    const bundlePath = await writeIntentBundle(someWeights(4));
    fake = await startFakeSageMaker({
      bundleAt: async () => bundlePath,
      command: ({ port }) => [process.execPath, '-e', SERVER, port],
    });
    vi.stubEnv('AWS_ENDPOINT_URL', server === 'moto' ? MOTO : fake.url);
  });
  afterEach(async () => {
    vi.unstubAllEnvs();
    await fake.close();
  });

  const options = (
    deployName: string,
    changes: Partial<DeployToSageMakerOptions<string>> = {},
  ): DeployToSageMakerOptions<string> => ({
    deployName,
    model: {
      image: '123456789012.dkr.ecr.us-east-1.amazonaws.com/lf-endpoint:1',
      bundleUrl: `${DATASTORE}/model.tar.gz`,
      role: 'arn:aws:iam::123456789012:role/serve',
    },
    hosting: { kind: 'instances', type: 'ml.t2.medium', count: 1 },
    owner: { flow: 'intent', runId: 'run-1', datastore: DATASTORE },
    pollMs: 1,
    verify: async ({ name }) => name,
    ...changes,
  });

  it('an endpoint is created with scaling, listed by its tags, found again, and removed with all that it had', async () => {
    const sagemaker = connectSageMaker();
    const name = 'intent-1700000000001-endpoint';
    const statuses: string[] = [];
    const deployed = await deployToSageMaker(
      sagemaker,
      options(name, {
        autoscaling: { minInstances: 1, maxInstances: 4, invocationsPerInstance: 600 },
        onProgress: ({ status }) => void statuses.push(status),
      }),
    );
    expect(deployed).toMatchObject({ endpoint: name, verified: name });
    expect(statuses.at(-1)).toBe('InService');
    const [listed] = await listSageMakerEndpoints(sagemaker, { datastore: DATASTORE });
    expect(listed).toMatchObject({
      ...{ name, status: 'InService', flow: 'intent', runId: 'run-1' },
      arn: `arn:aws:sagemaker:us-east-1:123456789012:endpoint/${name}`,
      createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT/) as unknown,
    });
    expect(await listSageMakerEndpoints(sagemaker, { datastore: 's3://bucket/other' })).toEqual([]);
    expect(
      await findSageMakerChampion(sagemaker, { flow: 'intent', datastore: DATASTORE }),
    ).toEqual({ name, bundleUrl: `${DATASTORE}/model.tar.gz` });
    const things = await stopSageMakerEndpoint(sagemaker, { name, datastore: DATASTORE });
    expect(things.map(({ what }) => what)).toEqual([
      ...['scaling target', 'endpoint', 'endpoint config', 'model'],
    ]);
    expect(await listSageMakerEndpoints(sagemaker, { datastore: DATASTORE })).toEqual([]);
    for (const what of ['Model', 'EndpointConfig']) expect(await namesOf(what)).toEqual([]);
  });

  it('a serverless endpoint has no instances to scale', async () => {
    const sagemaker = connectSageMaker();
    const name = 'intent-1700000000002-endpoint';
    const hosting = { kind: 'serverless', memoryMb: 2048, maxConcurrency: 5 } as const;
    await deployToSageMaker(sagemaker, options(name, { hosting }));
    const things = await stopSageMakerEndpoint(sagemaker, { name, datastore: DATASTORE });
    expect(things.map(({ what }) => what)).toEqual(['endpoint', 'endpoint config', 'model']);
  });

  it('what a failed trial leaves is removed', async () => {
    const sagemaker = connectSageMaker();
    const deploying = deployToSageMaker(
      sagemaker,
      options('intent-1700000000003-endpoint', {
        verify: () => Promise.reject(new Error('it answers nonsense')),
      }),
    );
    await expect(deploying).rejects.toThrow('it answers nonsense');
    expect(await listSageMakerEndpoints(sagemaker, { datastore: DATASTORE })).toEqual([]);
    for (const what of ['Model', 'EndpointConfig']) expect(await namesOf(what)).toEqual([]);
  });

  it('an endpoint that is not there is said to be unknown', async () => {
    const sagemaker = connectSageMaker();
    await expect(
      stopSageMakerEndpoint(sagemaker, { name: 'intent-4-endpoint', datastore: DATASTORE }),
    ).rejects.toMatchObject({ code: 'sagemaker_endpoint_unknown' });
  });

  /** The models or endpoint configs that are left. */
  async function namesOf(what: string): Promise<readonly unknown[]> {
    if (server === 'fake') return [...(what === 'Model' ? fake.models : fake.configs).keys()];
    const response = await fetch(MOTO, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': `SageMaker.List${what}s`,
        authorization:
          'AWS4-HMAC-SHA256 Credential=test/20261129/us-east-1/sagemaker/aws4_request, SignedHeaders=host, Signature=0',
      },
      body: '{}',
    });
    const answer = (await response.json()) as Readonly<Record<string, readonly unknown[]>>;
    const list = answer[`${what}s`];
    if (list === undefined) throw new Error(`no list of ${what}s: ${JSON.stringify(answer)}`);
    return list;
  }
});
