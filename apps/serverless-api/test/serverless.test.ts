import { afterEach, expect, test, vi } from 'vitest';

const READ = [
  'SAGEMAKER_ENDPOINT_NAME',
  'LF_ENDPOINT_URL',
  'LF_API_BUNDLE',
  'AWS_DEFAULT_REGION',
  'AWS_REGION',
  'AWS_PROFILE',
  'STAGE',
  'LF_API_TIMEOUT_MS',
  'LF_API_CORS_ORIGIN',
  'LF_API_THROTTLE_RATE',
  'LF_API_THROTTLE_BURST',
];

afterEach(() => {
  vi.unstubAllEnvs();
});

async function serviceWith(environment: Record<string, string>) {
  for (const name of READ) vi.stubEnv(name, environment[name]);
  vi.resetModules();
  return (await import('../serverless.ts')).default;
}

test('with nothing set: stage dev in us-east-1, no profile, no right to ask any endpoint', async () => {
  const { provider, functions } = await serviceWith({});
  expect(provider).toMatchObject({ stage: 'dev', region: 'us-east-1', environment: {} });
  expect(provider).not.toHaveProperty('profile');
  expect(functions.predict.iamRoleStatements).toEqual([]);
});

test('region, stage and profile come from the settings; an empty one counts as not set', async () => {
  const { provider } = await serviceWith({
    AWS_DEFAULT_REGION: 'eu-west-1',
    AWS_PROFILE: 'shop',
    STAGE: '',
  });
  expect(provider).toMatchObject({ region: 'eu-west-1', profile: 'shop', stage: 'dev' });
});

test('the role names the one endpoint, in lower case as its ARN has it', async () => {
  const { functions } = await serviceWith({ SAGEMAKER_ENDPOINT_NAME: 'Intent-1-endpoint' });
  expect(functions.predict.iamRoleStatements).toHaveLength(1);
  expect(functions.predict.iamRoleStatements[0]?.Resource[0]?.['Fn::Sub']).toMatch(
    /:endpoint\/intent-1-endpoint$/,
  );
});

test("the Lambda outlives the endpoint's time-out, within API Gateway's 30 s", async () => {
  expect((await serviceWith({ LF_API_TIMEOUT_MS: '1500' })).provider.timeout).toBe(7);
  expect((await serviceWith({ LF_API_TIMEOUT_MS: '29000' })).provider.timeout).toBe(30);
});

test('the role may read the one bundle in S3 that the Lambda fetches', async () => {
  const { functions } = await serviceWith({
    LF_API_BUNDLE: 's3://shop-models/intent%201/model.tar.gz',
  });
  expect(functions.predict.iamRoleStatements).toEqual([
    {
      Effect: 'Allow',
      Action: ['s3:GetObject'],
      Resource: [{ 'Fn::Sub': 'arn:${AWS::Partition}:s3:::shop-models/intent 1/model.tar.gz' }],
    },
  ]);
});

test('every request is throttled by the settings, and by none if there are none', async () => {
  const { resources } = await serviceWith({
    LF_API_THROTTLE_RATE: '100',
    LF_API_THROTTLE_BURST: '20',
  });
  expect(resources?.extensions.HttpApiStage.Properties.DefaultRouteSettings).toEqual({
    ThrottlingRateLimit: 100,
    ThrottlingBurstLimit: 20,
  });
  expect(await serviceWith({})).not.toHaveProperty('resources');
});
