import { readStackSettings, type ApiDomain } from './commands/stack-settings.ts';

/** An empty variable counts as not set. */
function setting(name: string): string | undefined {
  return process.env[name] || undefined;
}

function numberSetting(name: string): number | undefined {
  const value = setting(name);
  return value === undefined ? undefined : Number(value);
}

function present(values: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).filter((entry): entry is [string, string] => Boolean(entry[1])),
  );
}

/** What the Lambda answers; of other paths API Gateway says itself that there is nothing. */
const PATHS = ['/', '/predict', '/items', '/sessions', '/openapi.json'];
const isLogged = setting('LF_REQUEST_LOG') !== undefined;

const endpointName = setting('SAGEMAKER_ENDPOINT_NAME');
const bundle = setting('LF_API_BUNDLE');
const profile = setting('AWS_PROFILE');
const timeoutMs = Number(setting('LF_API_TIMEOUT_MS') ?? 5000);
const stack = readStackSettings(process.env);

/** Nothing but asking the one endpoint and reading the one bundle; without them, nothing at all. */
const iamRoleStatements = [...askEndpoint(endpointName), ...readBundle(bundle)];

function askEndpoint(name: string | undefined) {
  if (name === undefined) return [];
  // SageMaker's ARNs carry names in lower case, whatever case the endpoint was made with
  const endpoint = `endpoint/${name.toLowerCase()}`;
  return [
    {
      Effect: 'Allow',
      Action: ['sagemaker:InvokeEndpoint'],
      Resource: [
        {
          'Fn::Sub': `arn:\${AWS::Partition}:sagemaker:\${AWS::Region}:\${AWS::AccountId}:${endpoint}`,
        },
      ],
    },
  ];
}

function readBundle(location: string | undefined) {
  const object = /^s3:\/\/(.+)$/.exec(location ?? '')?.[1];
  if (object === undefined) return [];
  const key = decodeURIComponent(object);
  return [
    {
      Effect: 'Allow',
      Action: ['s3:GetObject'],
      Resource: [{ 'Fn::Sub': `arn:\${AWS::Partition}:s3:::${key}` }],
    },
  ];
}

/** Requests a second, and at once: past them API Gateway answers 429. Without settings, the account's own limits hold. */
const throttle = {
  ThrottlingRateLimit: numberSetting('LF_API_THROTTLE_RATE'),
  ThrottlingBurstLimit: numberSetting('LF_API_THROTTLE_BURST'),
};
const isThrottled = Object.values(throttle).some((limit) => limit !== undefined);

/** The API under a name of one's own, and the record that leads there if the zone is Route 53's. */
function domainResources({ name, certificateArn, hostedZoneId }: ApiDomain) {
  const attribute = (attributeName: string) => ({ 'Fn::GetAtt': ['ApiDomain', attributeName] });
  const target = attribute('RegionalDomainName');
  const targetZone = attribute('RegionalHostedZoneId');
  return {
    Resources: {
      ApiDomain: {
        Type: 'AWS::ApiGatewayV2::DomainName',
        Properties: {
          DomainName: name,
          DomainNameConfigurations: [
            {
              CertificateArn: certificateArn,
              EndpointType: 'REGIONAL',
              SecurityPolicy: 'TLS_1_2',
            },
          ],
        },
      },
      ApiDomainMapping: {
        Type: 'AWS::ApiGatewayV2::ApiMapping',
        Properties: {
          ApiId: { Ref: 'HttpApi' },
          DomainName: { Ref: 'ApiDomain' },
          Stage: { Ref: 'HttpApiStage' },
        },
      },
      ...(hostedZoneId === undefined
        ? {}
        : {
            ApiDomainRecord: {
              Type: 'AWS::Route53::RecordSet',
              Properties: {
                HostedZoneId: hostedZoneId,
                Name: name,
                Type: 'A',
                AliasTarget: { DNSName: target, HostedZoneId: targetZone },
              },
            },
          }),
    },
    Outputs: {
      ApiDomainTarget: { Description: `What the DNS record of ${name} points to`, Value: target },
      ApiDomainTargetZone: { Description: 'Its hosted zone, for an alias', Value: targetZone },
    },
  };
}

const resources = {
  ...(stack.domain === undefined ? {} : domainResources(stack.domain)),
  ...(isThrottled
    ? { extensions: { HttpApiStage: { Properties: { DefaultRouteSettings: throttle } } } }
    : {}),
};

/** The service, as osls reads it; osls checks it by its own schema before anything else. */
const service = {
  service: 'local-flow-api',
  frameworkVersion: '4',
  configValidationMode: 'error',
  plugins: [
    'serverless-esbuild',
    'serverless-iam-roles-per-function',
    // After it: removes the role that it copied
    './commands/drop-default-role.cjs',
    'serverless-offline',
  ],
  provider: {
    name: 'aws',
    runtime: stack.runtime,
    architecture: stack.architecture,
    region: stack.region,
    stage: stack.stage,
    ...(profile === undefined ? {} : { profile }),
    memorySize: stack.memoryMb,
    // The endpoint's own time-out answers first; the rest is for a cold start
    timeout: Math.min(30, Math.ceil(timeoutMs / 1000) + 5),
    logRetentionInDays: 30,
    versionFunctions: false,
    environment: present({
      SAGEMAKER_ENDPOINT_NAME: endpointName,
      LF_ENDPOINT_URL: setting('LF_ENDPOINT_URL'),
      LF_ENDPOINT_KEY: setting('LF_ENDPOINT_KEY'),
      LF_API_MODEL: setting('LF_API_MODEL'),
      LF_API_BUNDLE: bundle,
      LF_API_BUNDLE_DIGEST: setting('LF_API_BUNDLE_DIGEST'),
      LF_API_INFERENCE: setting('LF_API_INFERENCE'),
      LF_API_SEEN_ITEMS: setting('LF_API_SEEN_ITEMS'),
      LF_API_OUT_OF_SCOPE: setting('LF_API_OUT_OF_SCOPE'),
      LF_API_SESSIONS: setting('LF_API_SESSIONS'),
      LF_API_MAX_EVENTS: setting('LF_API_MAX_EVENTS'),
      LF_API_TIMEOUT_MS: setting('LF_API_TIMEOUT_MS'),
      LF_API_CORS_ORIGIN: setting('LF_API_CORS_ORIGIN'),
      LF_API_ALLOWED_HOSTS: setting('LF_API_ALLOWED_HOSTS'),
      LF_API_KEY: setting('LF_API_KEY'),
      LF_REQUEST_LOG: setting('LF_REQUEST_LOG'),
      LF_REQUEST_LOG_SAMPLE: setting('LF_REQUEST_LOG_SAMPLE'),
      LF_API_RETRIES: setting('LF_API_RETRIES'),
      LF_API_BREAKER_FAILURES: setting('LF_API_BREAKER_FAILURES'),
      LF_API_BREAKER_COOLDOWN_MS: setting('LF_API_BREAKER_COOLDOWN_MS'),
    }),
  },
  functions: {
    predict: {
      handler: 'src/handler.predict',
      description: 'GET /predict?session=add,view,remove',
      // OPTIONS: the preflight of browsers that send a request id. API Gateway's own CORS would drop our header
      // from answers to requests without an Origin.
      events: [
        ...PATHS.flatMap((path) =>
          ['GET', 'OPTIONS'].map((method) => ({ httpApi: { method, path } })),
        ),
        ...(isLogged ? [{ httpApi: { method: 'POST', path: '/outcomes' } }] : []),
      ],
      iamRoleStatements,
      ...(stack.provisionedConcurrency === 0
        ? {}
        : { provisionedConcurrency: stack.provisionedConcurrency }),
    },
  },
  // A local bundle lies beside the code, where commands/packaged-bundle.ts put it
  package: { individually: true, patterns: bundle === 'model' ? ['model/**'] : [] },
  ...(Object.keys(resources).length === 0 ? {} : { resources }),
  custom: {
    esbuild: {
      bundle: true,
      minify: true,
      format: 'esm',
      platform: 'node',
      outputFileExtension: '.mjs',
      mainFields: ['module', 'main'],
      // A context of esbuild that fails is never disposed of, and keeps osls from ending
      skipRebuild: true,
      // The AWS client becomes a file of its own, loaded by the first call that needs it
      splitting: true,
      // Our packages are bundled from their sources
      conditions: ['@lf/source', 'module'],
      // tar-stream is CommonJS and requires modules of Node, which an ES module has no word for
      banner: {
        js: "import{createRequire as makeRequire}from'node:module';const require=makeRequire(import.meta.url);",
      },
      outputWorkFolder: '.esbuild/${param:work, "package"}',
      watch: { pattern: ['src/**/*.ts'], ignore: [] },
    },
    'serverless-offline': { host: '127.0.0.1', noPrependStageInUrl: true },
  },
};

export default service;
