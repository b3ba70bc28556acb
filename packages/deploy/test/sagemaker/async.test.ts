import { beforeEach, describe, expect, it } from 'vitest';
import {
  askSageMakerAsync,
  invokeSageMaker,
  invokeSageMakerAsync,
  requireAsynchronous,
  type AsyncRequest,
  type RequestObjects,
} from '../../src/sagemaker.ts';
import { DATASTORE, withSageMaker } from './place.ts';

const at = withSageMaker();

const HOSTING = {
  kind: 'instances',
  type: 'ml.t2.medium',
  count: 1,
  asynchronous: {
    outputUrl: `${DATASTORE}/async/out`,
    failureUrl: `${DATASTORE}/async/failed`,
    maxConcurrency: 4,
    kmsKeyId: 'alias/shop',
  },
} as const;
const INPUT = `${DATASTORE}/async/in`;

let bucket: Map<string, string>;
let objects: RequestObjects;
beforeEach(() => {
  bucket = new Map();
  objects = {
    put: async (url, bytes) => void bucket.set(url, Buffer.from(bytes).toString()),
    get: async (url) => {
      const text = bucket.get(url);
      return text === undefined ? null : Buffer.from(text);
    },
    remove: async (url) => void bucket.delete(url),
  };
  at.place.fake.objects = {
    list: (prefix) =>
      [...bucket]
        .filter(([url]) => url.startsWith(prefix))
        .map(([url, body]) => ({ url, body: Buffer.from(body) })),
    put: (url, body) => void bucket.set(url, body),
  };
});

const ask = (endpoint: string, more: Partial<AsyncRequest> = {}) =>
  invokeSageMakerAsync(at.place.sagemaker, {
    ...{ endpoint, objects, inputUrl: INPUT, pollMs: 1, instances: [[[1, 0]]] },
    ...more,
  });

const deploy = (changes: Parameters<typeof at.place.deploy>[0] = {}) =>
  at.place.deploy({ hosting: HOSTING, verify: ({ name }) => ask(name), ...changes });

describe('an asynchronous endpoint', () => {
  it('has its queue in its config, is tried through it, and leaves nothing of the trial in S3', async () => {
    const { endpoint, config, verified } = await deploy();
    expect(verified).toEqual([[0.5]]);
    expect(at.place.fake.configs.get(config)?.asyncInference).toEqual({
      OutputConfig: {
        S3OutputPath: `${DATASTORE}/async/out`,
        S3FailurePath: `${DATASTORE}/async/failed`,
        KmsKeyId: 'alias/shop',
      },
      ClientConfig: { MaxConcurrentInvocationsPerInstance: 4 },
    });
    expect(at.place.operations()).not.toContain('InvokeEndpoint');
    const asked = at.place.fake.requests.find(
      ({ operation }) => operation === 'InvokeEndpointAsync',
    );
    expect(asked?.input).toEqual({
      EndpointName: endpoint,
      InputLocation: expect.stringMatching(`^${INPUT}/[0-9a-f-]{36}\\.json$`) as unknown,
      InferenceId: expect.stringMatching(/^[0-9a-f-]{36}$/) as unknown,
      RequestTTLSeconds: 900,
    });
    expect([...bucket.keys()]).toEqual([]);
    await requireAsynchronous(at.place.sagemaker, { name: endpoint, datastore: DATASTORE });
  });

  it('that refuses a request tells what was written at its place of failures', async () => {
    const untried = { behaviour: 'refuses', verify: () => Promise.resolve() };
    const { endpoint } = await deploy(untried);
    const wrong = askSageMakerAsync(at.place.sagemaker, {
      ...{ endpoint, objects, inputUrl: INPUT, pollMs: 1, body: '{"instances":[]}' },
    });
    await expect(wrong).rejects.toMatchObject({
      code: 'invocation_refused',
      message: expect.stringMatching(
        /^Asking SageMaker endpoint intent-\d+-endpoint for predictions: its request [0-9a-f-]{36} failed: Received client error \(400\)/,
      ) as unknown,
    });
    const lost: RequestObjects = { ...objects, put: async () => undefined };
    await expect(ask(endpoint, { objects: lost })).rejects.toThrow(/Could not download .*404/);
    await expect(deploy({ behaviour: 'refuses' })).rejects.toMatchObject({
      code: 'invocation_refused',
    });
    expect([...bucket.keys()]).toEqual([]);
    expect(at.place.there()).toHaveLength(3);
  });

  it('that does not answer in time says where an answer would be, and keeps the request', async () => {
    await expect(
      deploy({ behaviour: 'hangs', verify: ({ name }) => ask(name, { timeoutMs: 20 }) }),
    ).rejects.toMatchObject({
      code: 'invocation_timed_out',
      message: expect.stringMatching(
        /no answer within 20 ms; .* at s3:\/\/bucket\/shop\/async\/out\/\S+\.out\./,
      ) as unknown,
    });
    expect([...bucket.keys()]).toContainEqual(expect.stringMatching(/async\/in\//));
    expect(at.place.there()).toEqual([]);
  });

  it('stops waiting on an abort', async () => {
    const controller = new AbortController();
    at.place.fake.before = (operation) => {
      if (operation === 'InvokeEndpointAsync') controller.abort();
    };
    await expect(
      deploy({
        behaviour: 'hangs',
        verify: ({ name }) => ask(name, { signal: controller.signal }),
      }),
    ).rejects.toThrow(/^Asking SageMaker endpoint \S+: it was interrupted\. Start it again\.$/);
  });

  it('takes the next version in place, goes back to the one before, and takes none that answers at once', async () => {
    const { place } = at;
    const { endpoint, config } = await deploy();
    await expect(
      place.deploy({ replaces: endpoint, verify: ({ name }) => ask(name) }),
    ).rejects.toMatchObject({
      code: 'sagemaker_request_invalid',
      message: expect.stringMatching(
        /it is asynchronous, but .* LF_SAGEMAKER_ASYNC=1, or stop/,
      ) as unknown,
    });
    await deploy({ replaces: endpoint });
    await expect(
      deploy({ replaces: endpoint, verify: () => Promise.reject(new Error('another model')) }),
    ).rejects.toThrow('another model');
    expect(
      place.fake.configs.get(place.fake.endpoints.get(endpoint)?.configName ?? ''),
    ).toMatchObject({
      asyncInference: { ClientConfig: { MaxConcurrentInvocationsPerInstance: 4 } },
    });
    expect(place.fake.endpoints.get(endpoint)?.configName).not.toBe(config);
    expect(await ask(endpoint)).toEqual([[0.5]]);
    const { endpoint: other } = await place.deploy();
    await expect(deploy({ replaces: other })).rejects.toThrow(
      /it is not asynchronous, but .*ASYNC=0/,
    );
  });

  it('may scale to 0 instances by its backlog, with the alarm that wakes it told as a command', async () => {
    const { place } = at;
    const autoscaling = { minInstances: 0, maxInstances: 4, backlogPerInstance: 5 };
    const { endpoint } = await deploy({ autoscaling });
    const policies = place.fake.requests
      .filter(({ operation }) => operation === 'PutScalingPolicy')
      .map(({ input }) => input);
    expect(policies).toMatchObject([
      {
        PolicyType: 'TargetTrackingScaling',
        TargetTrackingScalingPolicyConfiguration: {
          TargetValue: 5,
          CustomizedMetricSpecification: {
            MetricName: 'ApproximateBacklogSizePerInstance',
            Namespace: 'AWS/SageMaker',
            Dimensions: [{ Name: 'EndpointName', Value: endpoint }],
            Statistic: 'Average',
          },
        },
      },
      {
        PolicyType: 'StepScaling',
        StepScalingPolicyConfiguration: {
          AdjustmentType: 'ChangeInCapacity',
          StepAdjustments: [{ MetricIntervalLowerBound: 0, ScalingAdjustment: 1 }],
        },
      },
    ]);
    expect(place.fake.scaling.get(`endpoint/${endpoint}/variant/champion`)).toMatchObject({
      MinCapacity: 0,
      MaxCapacity: 4,
    });
    expect(place.notes).toEqual([
      expect.stringMatching(
        `may come to 0 instances.*put-metric-alarm .*HasBacklogWithoutCapacity.*Value=${endpoint} .*--alarm-actions arn:`,
      ),
    ]);
    await expect(
      place.deploy({ autoscaling: { ...autoscaling, invocationsPerInstance: 60 } }),
    ).rejects.toThrow(/without a queue: expected invocationsPerInstance/);
    await expect(
      place.deploy({
        autoscaling: { minInstances: 0, maxInstances: 4, invocationsPerInstance: 60 },
      }),
    ).rejects.toThrow(/to 0 instances only if it is asynchronous/);
  });

  it('has no challenger, and is asked through its queue alone', async () => {
    const { endpoint } = await deploy();
    await expect(deploy({ replaces: endpoint, challengerShare: 0.1 })).rejects.toThrow(
      /cannot name its variant, so a challenger cannot be tried/,
    );
    await expect(
      invokeSageMaker(at.place.sagemaker, { endpoint, instances: [[[1, 0]]] }),
    ).rejects.toMatchObject({ code: 'sagemaker_failed' });
    const { endpoint: atOnce } = await at.place.deploy();
    await expect(ask(atOnce)).rejects.toMatchObject({
      code: 'sagemaker_failed',
      action: 'sagemaker:InvokeEndpointAsync',
    });
    expect([...bucket.keys()]).toEqual([]);
    await expect(
      requireAsynchronous(at.place.sagemaker, { name: atOnce, datastore: DATASTORE }),
    ).rejects.toThrow(/is not asynchronous: .* LF_SAGEMAKER_ASYNC=1\./);
  });
});
