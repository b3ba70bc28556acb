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
  'LF_API_RUNTIME',
  'LF_API_ARCHITECTURE',
  'LF_API_MEMORY_MB',
  'LF_API_PROVISIONED_CONCURRENCY',
  'LF_API_DOMAIN',
  'LF_API_CERTIFICATE_ARN',
  'LF_API_HOSTED_ZONE_ID',
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
  expect(resources?.extensions?.HttpApiStage.Properties.DefaultRouteSettings).toEqual({
    ThrottlingRateLimit: 100,
    ThrottlingBurstLimit: 20,
  });
  expect(await serviceWith({})).not.toHaveProperty('resources');
});

test('Node 24 on arm64 with 512 MB, or what the settings say', async () => {
  expect((await serviceWith({})).provider).toMatchObject({
    runtime: 'nodejs24.x',
    architecture: 'arm64',
    memorySize: 512,
  });
  const { provider } = await serviceWith({
    LF_API_RUNTIME: 'nodejs22.x',
    LF_API_ARCHITECTURE: 'x86_64',
    LF_API_MEMORY_MB: '1769',
  });
  expect(provider).toMatchObject({
    runtime: 'nodejs22.x',
    architecture: 'x86_64',
    memorySize: 1769,
  });
});

test('containers are kept started only where the setting says so', async () => {
  expect((await serviceWith({})).functions.predict).not.toHaveProperty('provisionedConcurrency');
  const { functions } = await serviceWith({ LF_API_PROVISIONED_CONCURRENCY: '3' });
  expect(functions.predict).toMatchObject({ provisionedConcurrency: 3 });
});

test('a domain gets its certificate, the way to this API and, in a zone of Route 53, its record', async () => {
  const domain = {
    LF_API_DOMAIN: 'api.shop.example',
    LF_API_CERTIFICATE_ARN: 'arn:aws:acm:us-east-1:123456789012:certificate/0a1b2c3d',
  };
  const { resources } = await serviceWith(domain);
  expect(Object.keys(resources?.Resources ?? {})).toEqual(['ApiDomain', 'ApiDomainMapping']);
  expect(resources?.Resources?.ApiDomain.Properties).toMatchObject({
    DomainName: 'api.shop.example',
    DomainNameConfigurations: [{ CertificateArn: domain.LF_API_CERTIFICATE_ARN }],
  });
  const recorded = await serviceWith({ ...domain, LF_API_HOSTED_ZONE_ID: 'Z0123456789ABC' });
  expect(recorded.resources?.Resources).toHaveProperty(
    'ApiDomainRecord.Properties.HostedZoneId',
    'Z0123456789ABC',
  );
});
