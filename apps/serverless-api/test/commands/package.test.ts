import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { expect, onTestFinished, test, vi } from 'vitest';
import {
  bodyOf,
  readZip,
  sendJson,
  someWeights,
  startLoopback,
  temporaryFolder,
  unzip,
  writeIntentBundle,
} from '@lf/test-doubles';
import { createIntentForward } from '@lf/serving';
import type { createApi } from '@lf/serving';
import { startCommand } from './run-command.ts';

const OUTPUT = join(import.meta.dirname, '../../.serverless');

/** Asks the unzipped Lambda as AWS starts it: a process of its own in its folder. */
async function askInFolder(
  folder: string,
  session: string,
): Promise<{ statusCode: number; body: unknown }> {
  const script = `
    const { predict } = await import('./src/handler.mjs');
    const answer = await predict({ queryStringParameters: { session: '${session}' } });
    console.log(JSON.stringify({ ...answer, body: JSON.parse(answer.body) }));
  `;
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--input-type=module', '-e', script],
    { cwd: folder, env: { LF_API_BUNDLE: 'model' } },
  );
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as {
    statusCode: number;
    body: unknown;
  };
}

interface Template {
  readonly Resources: Readonly<
    Record<string, { readonly Type: string; readonly Properties: Record<string, unknown> }>
  >;
}

function resource(template: Template, name: string): Record<string, unknown> {
  const found = template.Resources[name];
  if (found === undefined)
    throw new Error(`${name} is not in the template: ${Object.keys(template.Resources).join(' ')}`);
  return found.Properties;
}

async function packageWith(
  environment: Record<string, string>,
): Promise<{ output: string; template: Template }> {
  const command = startCommand('package', temporaryFolder(), environment);
  expect(await command.exited, command.output()).toBe(0);
  const text = readFileSync(join(OUTPUT, 'cloudformation-template-update-stack.json'), 'utf8');
  return { output: command.output(), template: JSON.parse(text) as Template };
}

/** What the role of the function may do, beyond its own log. */
function granted(template: Template): unknown[] {
  const [policy] = resource(template, 'PredictIamRoleLambdaExecution')['Policies'] as [
    { PolicyDocument: { Statement: { Action: string[] }[] } },
  ];
  return policy.PolicyDocument.Statement.filter(
    ({ Action }) => !Action.every((action) => action.startsWith('logs:')),
  );
}

test(
  'without an account: a function that may ask the one endpoint and nothing else, and runs as zipped',
  { timeout: 90_000 },
  async () => {
    const { template, output } = await packageWith({
      SAGEMAKER_ENDPOINT_NAME: 'Intent-1-endpoint',
      LF_ENDPOINT_URL: 'http://127.0.0.1:8080',
      AWS_DEFAULT_REGION: 'eu-central-1',
      STAGE: 'prod',
      LF_API_TIMEOUT_MS: '8000',
      LF_API_THROTTLE_RATE: '100',
    });
    expect(output).toContain('predict.zip');
    expect(output).toContain('stage prod');
    expect(granted(template)).toEqual([
      {
        Effect: 'Allow',
        Action: ['sagemaker:InvokeEndpoint'],
        Resource: [
          {
            'Fn::Sub':
              'arn:${AWS::Partition}:sagemaker:${AWS::Region}:${AWS::AccountId}:endpoint/intent-1-endpoint',
          },
        ],
      },
    ]);
    const roles = Object.entries(template.Resources).filter(([, { Type }]) =>
      Type.startsWith('AWS::IAM::'),
    );
    expect(roles.map(([name]) => name)).toEqual(['PredictIamRoleLambdaExecution']);
    expect(resource(template, 'PredictLambdaFunction')).toMatchObject({
      Handler: 'src/handler.predict',
      Role: { 'Fn::GetAtt': ['PredictIamRoleLambdaExecution', 'Arn'] },
      Timeout: 13,
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      // A local endpoint's URL stays at home
      Environment: {
        Variables: { SAGEMAKER_ENDPOINT_NAME: 'Intent-1-endpoint', LF_API_TIMEOUT_MS: '8000' },
      },
    });
    expect(resource(template, 'PredictLambdaFunction')['Environment']).not.toHaveProperty(
      'Variables.LF_ENDPOINT_URL',
    );
    const routes = Object.values(template.Resources)
      .filter(({ Type }) => Type === 'AWS::ApiGatewayV2::Route')
      .map(({ Properties }) => Properties['RouteKey']);
    expect(routes.sort()).toEqual(
      ['GET', 'OPTIONS'].flatMap((method) =>
        ['/', '/items', '/openapi.json', '/predict', '/sessions'].map(
          (path) => `${method} ${path}`,
        ),
      ),
    );
    expect(resource(template, 'HttpApiStage')).toMatchObject({
      DefaultRouteSettings: { ThrottlingRateLimit: 100 },
    });

    const files = readZip(join(OUTPUT, 'predict.zip'));
    expect([...files.keys()].filter((name) => !/^src\/[\w-]+\.mjs$/.test(name))).toEqual([]);

    const endpoint = await startLoopback((response) =>
      sendJson(response, { predictions: [[0.5]] }),
    );
    onTestFinished(() => endpoint.close());
    const code = temporaryFolder();
    unzip(join(OUTPUT, 'predict.zip'), code);
    const zipped = (await import(
      /* @vite-ignore */ pathToFileURL(join(code, 'src/handler.mjs')).href
    )) as {
      predict: ReturnType<typeof createApi>;
    };
    vi.stubEnv('LF_ENDPOINT_URL', endpoint.url);
    onTestFinished(() => {
      vi.unstubAllEnvs();
    });
    const answer = await zipped.predict({ queryStringParameters: { session: 'add,view,remove' } });
    expect(bodyOf(answer)).toMatchObject({ prediction: 0.5, endpoint: endpoint.url });
  },
);

test(
  'with a local bundle: the zip holds what predicts, and predicts without any endpoint',
  { timeout: 90_000 },
  async () => {
    const weights = someWeights(8);
    const bundle = await writeIntentBundle(weights, { 'model.onnx': Buffer.from('not needed') });
    const { template } = await packageWith({ LF_API_BUNDLE: bundle });
    expect(granted(template)).toEqual([]);
    expect(resource(template, 'PredictLambdaFunction')).toMatchObject({
      Environment: { Variables: { LF_API_BUNDLE: 'model' } },
    });
    const model = [...readZip(join(OUTPUT, 'predict.zip')).keys()].filter((name) =>
      name.startsWith('model/'),
    );
    expect(model.sort()).toEqual(['model/manifest.json', 'model/weights.bin']);

    const code = temporaryFolder();
    unzip(join(OUTPUT, 'predict.zip'), code);
    const answer = await askInFolder(code, 'add,view,remove');
    expect(answer).toMatchObject({
      statusCode: 200,
      body: { prediction: createIntentForward(weights)([0, 2, 6, 3, 1]) },
    });
  },
);

test('a wrong setting is told before anything is packaged', { timeout: 90_000 }, async () => {
  const command = startCommand('package', temporaryFolder(), { LF_API_MAX_EVENTS: 'many' });
  expect(await command.exited).toBe(1);
  expect(command.output()).toContain(
    "LF_API_MAX_EVENTS: expected a whole number from 1 to 2000, got 'many'.",
  );
  expect(command.output()).not.toMatch(/Packaging|^\s+at /m);
});

test(
  'settings of the stack: the processor, and containers that are always started behind the API',
  { timeout: 90_000 },
  async () => {
    const { template } = await packageWith({
      SAGEMAKER_ENDPOINT_NAME: 'intent-1-endpoint',
      LF_API_ARCHITECTURE: 'x86_64',
      LF_API_PROVISIONED_CONCURRENCY: '2',
    });
    expect(resource(template, 'PredictLambdaFunction')).toMatchObject({
      Architectures: ['x86_64'],
    });
    expect(resource(template, 'PredictProvConcLambdaAlias')).toMatchObject({
      ProvisionedConcurrencyConfig: { ProvisionedConcurrentExecutions: 2 },
    });
    // The API asks the alias, else the containers would be started for nobody
    expect(resource(template, 'HttpApiIntegrationPredict')).toHaveProperty(
      ['IntegrationUri', 'Fn::Join', '1', '1'],
      'provisioned',
    );
  },
);

test('a wrong setting of the stack is told too', { timeout: 90_000 }, async () => {
  const command = startCommand('package', temporaryFolder(), { LF_API_ARCHITECTURE: 'arm' });
  expect(await command.exited).toBe(1);
  expect(command.output()).toBe("LF_API_ARCHITECTURE: expected one of arm64, x86_64, got 'arm'.\n");
});

test('a bundle that is none is told in one line', { timeout: 90_000 }, async () => {
  const command = startCommand('package', temporaryFolder(), { LF_API_BUNDLE: 'nowhere.tar.gz' });
  expect(await command.exited).toBe(1);
  expect(command.output()).toMatch(
    /^Reading the bundle .*nowhere\.tar\.gz: .*there is no such file/,
  );
  expect(command.output()).not.toMatch(/^\s+at /m);
});
