import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { temporaryFolder, unzip } from '@lf/test-doubles';
import { expect, onTestFinished, test } from 'vitest';
import { APP, OSLS } from '../commands/paths.ts';
import { startCommand } from '../test/commands/run-command.ts';
import { startMoto, type Moto } from './moto.ts';

const ENDPOINT = 'intent-1-endpoint';
const FUNCTION = 'local-flow-api-dev-predict';
const ROLE = 'local-flow-api-dev-predict-us-east-1-lambdaRole';
const ZIP = join(APP, '.serverless/predict.zip');

async function deploy(moto: Moto, settings: Record<string, string> = {}): Promise<void> {
  const command = startCommand('deploy', temporaryFolder(), {
    ...moto.environment,
    SAGEMAKER_ENDPOINT_NAME: ENDPOINT,
    ...settings,
  });
  expect(await command.exited, command.output()).toBe(0);
  expect(command.output()).toContain('Service deployed to stack local-flow-api-dev');
}

interface Deployed {
  readonly Configuration: Readonly<Record<string, unknown>> & {
    readonly Environment: { readonly Variables: Readonly<Record<string, string>> };
  };
}

async function deployedFunction(moto: Moto): Promise<Deployed['Configuration']> {
  const answer = await moto.call('lambda', `/2015-03-31/functions/${FUNCTION}`);
  return (JSON.parse(answer) as Deployed).Configuration;
}

/** What the deployed role may do. */
async function grantedActions(moto: Moto): Promise<unknown> {
  const body = new URLSearchParams({
    Action: 'GetRolePolicy',
    Version: '2010-05-08',
    RoleName: ROLE,
    PolicyName: 'local-flow-api-dev-lambda',
  });
  const answer = await moto.call('iam', '/', { method: 'POST', body });
  const text = /<PolicyDocument>(.*)<\/PolicyDocument>/s.exec(answer)?.[1];
  // moto writes a document that came by CloudFormation as Python does
  return JSON.parse((text ?? answer).replaceAll("'", '"'));
}

/** Runs the deployed code in a process of its own, with the deployed environment and nothing more of AWS than moto. */
async function askDeployed(moto: Moto, variables: Readonly<Record<string, string>>) {
  const folder = temporaryFolder();
  unzip(ZIP, folder);
  const script = `
    const { predict } = await import('./src/handler.mjs');
    console.log((await predict({ queryStringParameters: { session: 'add,view' } })).body);
  `;
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--input-type=module', '-e', script],
    { cwd: folder, env: { ...moto.environment, ...variables } },
  );
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as unknown;
}

// moto reads no architecture from a template, and makes neither the API nor its routes
test('deploys to moto, predicts there by its endpoint, is updated, and removed', async () => {
  const moto = await startMoto();
  onTestFinished(() => moto.stop());

  await deploy(moto);
  const deployed = await deployedFunction(moto);
  expect(deployed).toMatchObject({
    Runtime: 'nodejs24.x',
    MemorySize: 512,
    Handler: 'src/handler.predict',
    Role: expect.stringMatching(new RegExp(`:role/${ROLE}$`)) as string,
    CodeSha256: createHash('sha256').update(readFileSync(ZIP)).digest('base64'),
    Environment: { Variables: { SAGEMAKER_ENDPOINT_NAME: ENDPOINT } },
  });
  const resource = (text: string) => expect.stringMatching(text) as string;
  expect(await grantedActions(moto)).toMatchObject({
    Statement: [
      {
        Action: ['logs:CreateLogStream', 'logs:CreateLogGroup', 'logs:PutLogEvents'],
        Resource: [resource(`:log-group:/aws/lambda/${FUNCTION}:`)],
      },
      {
        Action: ['sagemaker:InvokeEndpoint'],
        Resource: [resource(`^arn:aws:sagemaker:us-east-1:\\d{12}:endpoint/${ENDPOINT}$`)],
      },
    ],
  });

  const prepared = {
    results: [{ Body: '{"predictions": [[0.25]]}', ContentType: 'application/json' }],
  };
  await fetch(`${moto.url}/moto-api/static/sagemaker/endpoint-results`, {
    method: 'POST',
    body: JSON.stringify(prepared),
  });
  expect(await askDeployed(moto, deployed.Environment.Variables)).toMatchObject({
    prediction: 0.25,
    endpoint: ENDPOINT,
  });

  await deploy(moto, {
    LF_API_RUNTIME: 'nodejs22.x',
    LF_API_MEMORY_MB: '1024',
    LF_API_MAX_EVENTS: '500',
  });
  expect(await deployedFunction(moto)).toMatchObject({
    MemorySize: 1024,
    Runtime: 'nodejs22.x',
    Environment: { Variables: { LF_API_MAX_EVENTS: '500' } },
  });

  await promisify(execFile)(process.execPath, [OSLS, 'remove'], {
    cwd: APP,
    env: { PATH: process.env['PATH'], HOME: temporaryFolder(), ...moto.environment },
  });
  expect(JSON.parse(await moto.call('lambda', '/2015-03-31/functions/'))).toMatchObject({
    Functions: [],
  });
}, 300_000);
