import { describe, expect, it } from 'vitest';
import { withSageMaker } from './place.ts';

const at = withSageMaker();

describe('a new endpoint', () => {
  it('is created, followed until it is in service, asked, and tagged with run and flow', async () => {
    const statuses: string[] = [];
    const { place } = at;
    const { endpoint, verified } = await place.deploy({
      onProgress: ({ status }) => void statuses.push(status),
    });
    expect(endpoint).toMatch(/^intent-\d+-endpoint$/);
    expect(verified).toEqual([[0.5]]);
    expect(statuses.at(-1)).toBe('InService');
    expect(statuses.slice(0, -1).every((status) => status === 'Creating')).toBe(true);
    expect(statuses.length).toBeGreaterThan(2);
    const stem = endpoint.replace('-endpoint', '');
    expect(place.there()).toEqual([`${stem}-model`, `${stem}-config`, endpoint]);
    for (const tags of place.fake.tags.values()) {
      expect(Object.fromEntries(tags)).toEqual({
        'lf:flow': 'intent',
        'lf:run': 'run-1',
        'lf:datastore': 's3://bucket/shop',
      });
    }
    expect(place.fake.tags.size).toBe(3);
  });

  it('scales with its requests if told so', async () => {
    const { place } = at;
    const { endpoint } = await place.deploy({
      autoscaling: { minInstances: 1, maxInstances: 4, invocationsPerInstance: 600 },
    });
    expect(place.fake.scaling.get(`endpoint/${endpoint}/variant/champion`)).toMatchObject({
      MinCapacity: 1,
      MaxCapacity: 4,
      TargetTrackingScalingPolicyConfiguration: {
        TargetValue: 600,
        PredefinedMetricSpecification: {
          PredefinedMetricType: 'SageMakerVariantInvocationsPerInstance',
        },
      },
    });
  });

  it('is serverless if told so, and waits for a container that sleeps', async () => {
    const { place } = at;
    place.fake.fail('InvokeEndpoint', {
      code: 'ModelNotReadyException',
      message: 'Model for endpoint is not ready for inference yet.',
      status: 429,
    });
    const { endpoint, verified } = await place.deploy({
      hosting: { kind: 'serverless', memoryMb: 2048, maxConcurrency: 5 },
    });
    expect(verified).toEqual([[0.5]]);
    const [config] = [...place.fake.configs.values()];
    expect(config?.variants).toMatchObject([
      { ServerlessConfig: { MemorySizeInMB: 2048, MaxConcurrency: 5 } },
    ]);
    await expect(
      place.deploy({
        replaces: endpoint,
        challengerShare: 0.1,
        hosting: { kind: 'serverless', memoryMb: 2048, maxConcurrency: 5 },
      }),
    ).rejects.toMatchObject({ code: 'sagemaker_request_invalid' });
  });

  it('takes a request that was carried out but not answered for done', async () => {
    const { place } = at;
    place.fake.fail('CreateModel', 'lost');
    place.fake.fail('CreateEndpoint', 'lost');
    await place.deploy();
    expect(place.operations().filter((name) => name === 'CreateModel')).toHaveLength(2);
    expect(place.there()).toHaveLength(3);
  });

  it("that does not come up tells SageMaker's reason and the end of its log, and nothing is left", async () => {
    const { place } = at;
    await expect(place.deploy({ behaviour: 'crashes' })).rejects.toMatchObject({
      code: 'sagemaker_endpoint_failed',
      failureReason: expect.stringContaining('did not pass the ping health check') as unknown,
      logTail: ['cannot load the model: weights of another shape'],
      message: expect.stringMatching(
        /variant champion did not pass.*\nThe end of the container's log:\n {2}cannot load the model/s,
      ) as unknown,
    });
    expect(place.there()).toEqual([]);
    expect(place.notes).toEqual([expect.stringMatching(/^removed again: endpoint intent/)]);
  });

  it('that answers nonsense is removed again', async () => {
    const { place } = at;
    await expect(place.deploy({ behaviour: 'babbles' })).rejects.toMatchObject({
      code: 'invocation_answer',
    });
    await expect(place.deploy({ behaviour: 'refuses' })).rejects.toMatchObject({
      code: 'invocation_refused',
      status: 400,
    });
    expect(place.there()).toEqual([]);
  });
});

describe('the next version', () => {
  it('takes the place of the one before under the same name', async () => {
    const { place } = at;
    const { endpoint } = await place.deploy();
    const { fake } = place;
    const { config, endpoint: again } = await place.deploy({
      replaces: endpoint,
      rollOut: { alarms: ['errors'], bakeSeconds: 300 },
    });
    expect(again).toBe(endpoint);
    expect(fake.endpoints.get(endpoint)).toMatchObject({
      configName: config,
      status: 'InService',
      deployment: {
        BlueGreenUpdatePolicy: {
          TrafficRoutingConfiguration: { Type: 'ALL_AT_ONCE' },
          TerminationWaitInSeconds: 300,
        },
        AutoRollbackConfiguration: { Alarms: [{ AlarmName: 'errors' }] },
      },
    });
    expect(place.there()).toHaveLength(5);
  });

  it('goes to a part of the instances first, where there are several', async () => {
    const { place } = at;
    const hosting = { kind: 'instances', type: 'ml.m5.large', count: 4 } as const;
    const { endpoint } = await place.deploy({ hosting });
    await place.deploy({
      ...{ hosting, replaces: endpoint },
      rollOut: { alarms: [], bakeSeconds: 60, canaryPercent: 25 },
    });
    expect(place.fake.endpoints.get(endpoint)?.deployment).toMatchObject({
      BlueGreenUpdatePolicy: {
        TrafficRoutingConfiguration: {
          Type: 'CANARY',
          CanarySize: { Type: 'CAPACITY_PERCENT', Value: 25 },
          WaitIntervalInSeconds: 60,
        },
      },
    });
  });

  it('is taken back where an alarm goes off or its container fails: the old one serves on', async () => {
    const { place } = at;
    const { endpoint, config } = await place.deploy();
    const before = place.there();
    place.fake.alarms.add('errors');
    await expect(
      place.deploy({ replaces: endpoint, rollOut: { alarms: ['errors'], bakeSeconds: 60 } }),
    ).rejects.toMatchObject({
      code: 'sagemaker_rolled_back',
      message: expect.stringContaining('alarms went off during the deployment: errors') as unknown,
    });
    await expect(place.deploy({ replaces: endpoint, behaviour: 'crashes' })).rejects.toMatchObject({
      code: 'sagemaker_rolled_back',
      logTail: [expect.stringContaining('cannot load the model')],
    });
    expect(place.there()).toEqual(before);
    expect(place.fake.endpoints.get(endpoint)).toMatchObject({ configName: config });
  });

  it('that answers nonsense is rolled back and removed', async () => {
    const { place } = at;
    const { endpoint, config } = await place.deploy();
    const before = place.there();
    await expect(place.deploy({ replaces: endpoint, behaviour: 'babbles' })).rejects.toMatchObject({
      code: 'invocation_answer',
    });
    expect(place.fake.endpoints.get(endpoint)).toMatchObject({
      configName: config,
      status: 'InService',
    });
    expect(place.there()).toEqual(before);
    expect(place.notes).toContain(`${endpoint} serves the version before again`);
  });

  it('keeps the number of instances that autoscaling has come to', async () => {
    const { place } = at;
    const autoscaling = { minInstances: 1, maxInstances: 4, invocationsPerInstance: 600 };
    const { endpoint } = await place.deploy({ autoscaling });
    await place.deploy({ replaces: endpoint, autoscaling });
    const update = place.fake.requests.find(({ operation }) => operation === 'UpdateEndpoint');
    expect(update?.input).toMatchObject({
      RetainAllVariantProperties: true,
      ExcludeRetainedVariantProperties: [{ VariantPropertyType: 'DesiredWeight' }],
    });
  });
});
