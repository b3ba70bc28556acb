import { ACTIONS } from '@lf/contract';
import { oneHot } from '@lf/test-doubles';
import { startFakeS3, type FakeS3 } from '@lf/test-doubles/s3';
import { startFakeSageMaker, type FakeSageMaker } from '@lf/test-doubles/sagemaker';
import { endpointCommand } from '@lf/endpoint';
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LF, Workplace } from './workplace.ts';

const LAMBDA = fileURLToPath(new URL('../../serverless-api/src/handler.ts', import.meta.url));

const CREDENTIALS = {
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
  AWS_DEFAULT_REGION: 'us-east-1',
  AWS_CONFIG_FILE: '/dev/null',
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
};
const SETTINGS = {
  LF_DATASTORE_ROOT: 's3://bucket/shop',
  IAM_SAGEMAKER_ROLE: 'arn:aws:iam::123456789012:role/serve',
  SAGEMAKER_INSTANCE: 'ml.t2.medium',
  DOCKER_IMAGE: '123456789012.dkr.ecr.us-east-1.amazonaws.com/lf-endpoint:1',
};

let folder: string;
let s3: FakeS3;
let sageMaker: FakeSageMaker;
let place: Workplace;
let aws: Readonly<Record<string, string>>;
/** Whether containers that are started from now on end at once. */
let crashes: boolean;
beforeEach(async () => {
  crashes = false;
  folder = await mkdtemp(join(tmpdir(), 'lf-sagemaker-'));
  s3 = await startFakeS3();
  sageMaker = await startFakeSageMaker({
    // What SageMaker serves is what lies in S3, byte for byte
    bundleAt: async (url) => {
      const object = s3.bucket.objects.get(url.replace('s3://bucket/', ''));
      if (object === undefined) return null;
      const path = join(folder, `${object.etag.replaceAll('"', '')}.tar.gz`);
      await writeFile(path, object.body);
      return path;
    },
    command: ({ folder: bundle, port }) =>
      crashes
        ? [process.execPath, '-e', 'process.exit(3)']
        : [...endpointCommand(), '--bundle', bundle, '--host', '127.0.0.1', '--port', port],
  });
  sageMaker.looksBeforeReady = 0;
  sageMaker.objects = {
    list: (prefix) =>
      [...s3.bucket.objects]
        .map(([key, { body }]) => ({ url: `s3://bucket/${key}`, body }))
        .filter(({ url }) => url.startsWith(prefix)),
    put: (url, body) => void s3.bucket.put(url.replace('s3://bucket/', ''), Buffer.from(body), {}),
  };
  aws = { ...CREDENTIALS, AWS_ENDPOINT_URL: sageMaker.url, AWS_ENDPOINT_URL_S3: s3.endpoint };
  place = await Workplace.open(
    { EPOCHS: 2, LSTM_DIMS: 8 },
    { ...aws, ...SETTINGS, HOME: folder, LF_ENDPOINT_PORT: '' },
  );
});
afterEach(async () => {
  await place.close();
  await sageMaker.close();
  await s3.close();
  await rm(folder, { recursive: true, force: true });
});

/** Asks the Lambda's own handler in a process with the Lambda's environment. */
async function askLambda(endpoint: string, session: string): Promise<unknown> {
  const script =
    `const { predict } = await import(${JSON.stringify(LAMBDA)});` +
    `const answer = await predict({ rawPath: '/predict', rawQueryString: 'session=${session}' });` +
    `process.stdout.write('\\n' + JSON.stringify(answer));`;
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [
      ...['--import', import.meta.resolve('tsx'), '--conditions=@lf/source'],
      ...['--input-type=module', '-e', script],
    ],
    { env: { PATH: process.env['PATH'], ...aws, SAGEMAKER_ENDPOINT_NAME: endpoint } },
  );
  const answer = JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as { readonly body: string };
  return JSON.parse(answer.body);
}

/** A body of POST /invocations about an encoded session. */
function invocationOf(session: string): string {
  const actions = ['start', ...session.split(','), 'end'];
  const codes = actions.map((action) => ACTIONS.findIndex((known) => known === action));
  return JSON.stringify({ instances: [oneHot(codes)] });
}

interface Report {
  readonly served: {
    readonly name: string;
    readonly session: string;
    readonly prediction: unknown;
  };
}

const there = () =>
  [sageMaker.models, sageMaker.configs, sageMaker.endpoints].flatMap((each) => [...each.keys()]);

describe('lf run intent with the settings of SageMaker', () => {
  it('serves the model there, and the Lambda answers through it; the next version takes its place and is rolled back', async () => {
    const first = await place.lf(['run', 'intent', '--run-id', 'first', '--json']);
    expect(first.code, first.stderr).toBe(0);
    const { served } = JSON.parse(first.stdout) as Report;
    expect(served.name).toMatch(/^intent-\d{13}-endpoint$/);
    expect(sageMaker.tags.get(`endpoint/${served.name}`)?.get('lf:run')).toBe('first');
    expect(await askLambda(served.name, served.session)).toMatchObject({
      prediction: served.prediction,
      endpoint: served.name,
    });

    // A second run updates the same endpoint in place
    const second = await place.lf([
      'run',
      'intent',
      '--run-id',
      'second',
      '--seed',
      '3',
      '--force',
    ]);
    expect(second.code, second.stderr).toBe(0);
    expect(second.stderr).toMatch(/beside intent-\d+-endpoint: .* new 0\.\d+, serving 0\.\d+/);
    expect(second.stdout).toContain(`SAGEMAKER_ENDPOINT_NAME=${served.name}`);
    expect(second.stdout).toContain(`${LF} endpoint stop ${served.name}`);
    expect([...sageMaker.endpoints.keys()]).toEqual([served.name]);
    const updated = await askLambda(served.name, served.session);
    expect(updated).not.toMatchObject({ prediction: served.prediction });

    const listed = await place.lf(['endpoint', 'list']);
    expect(listed.stdout).toMatch(new RegExp(`${served.name} +InService +SageMaker in us-east-1`));
    const log = await place.lf(['endpoint', 'logs', served.name]);
    expect(log.stdout, log.stderr).toContain('"event":"ready"');
    const back = await place.lf(['endpoint', 'rollback', served.name]);
    expect(back.stdout).toContain('serves s3://bucket/shop/models/intent/first/model.tar.gz again');
    expect(await askLambda(served.name, served.session)).toMatchObject({
      prediction: served.prediction,
    });
    // The same model answers files of requests, on machines of its own
    const line = invocationOf(served.session);
    s3.bucket.put('shop/in/requests.jsonl', Buffer.from(`${line}\n${line}\n`), {});
    const transformed = await place.lf([
      ...['endpoint', 'transform', served.name],
      ...['--input', 's3://bucket/shop/in/', '--output', 's3://bucket/shop/out'],
    ]);
    expect(transformed.stdout, transformed.stderr).toBe('s3://bucket/shop/out\n');
    const out = s3.bucket.objects.get('shop/out/requests.jsonl.out')?.body.toString() ?? '';
    const answers = out.trimEnd().split('\n');
    expect(answers).toHaveLength(2);
    const { predictions } = JSON.parse(answers[1] ?? '') as { readonly predictions: number[][] };
    expect(predictions[0]?.[0]).toBeCloseTo(Number(served.prediction), 5);

    const stopped = await place.lf(['endpoint', 'stop', '--all']);
    expect(stopped.stdout).toContain('removed from SageMaker');
    expect(there()).toEqual([]);
  }, 600_000);

  it('interrupted while SageMaker creates the endpoint, it leaves nothing; killed then, the resume mends it', async () => {
    sageMaker.looksBeforeReady = 1000;
    const child = place.start(['run', 'intent', '--run-id', 'stopped']);
    let said = '';
    child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()));
    const looked = new Promise<void>((resolve) => {
      sageMaker.before = (operation) => {
        if (operation === 'DescribeEndpoint') resolve();
      };
    });
    await looked;
    const ended = once(child, 'close');
    child.kill('SIGINT');
    expect((await ended)[0]).toBe(130);
    expect(said).toMatch(/removed again: endpoint intent-\d+-endpoint, endpoint config .*, model /);
    expect(said).toContain(`${LF} resume stopped`);
    expect(there()).toEqual([]);

    // Killed without a warning: the endpoint stays, and fails when nobody looks
    crashes = true;
    const killed = place.start(['resume', 'stopped']);
    const lookedAgain = new Promise<void>((resolve) => {
      sageMaker.before = (operation) => {
        if (operation === 'DescribeEndpoint') resolve();
      };
    });
    await lookedAgain;
    const gone = once(killed, 'close');
    killed.kill('SIGKILL');
    await gone;
    const [orphan = ''] = sageMaker.endpoints.keys();
    await Promise.all(sageMaker.starting);
    crashes = false;
    sageMaker.looksBeforeReady = 0;
    const resumed = await place.lf(['resume', 'stopped', '--break-lock']);
    expect(resumed.code, resumed.stderr).toBe(0);
    expect(resumed.stderr).toContain(`removed ${orphan}, which an earlier attempt left behind`);
    expect(there()).toHaveLength(3);
  }, 600_000);
});

it('serves behind a queue by a setting, and answers a file of requests through it', async () => {
  const ran = await place.lf(['run', 'intent'], { LF_SAGEMAKER_ASYNC: '1', FORCE_COLOR: '0' });
  expect(ran.code, ran.stderr).toBe(0);
  const [, session = '', prediction = ''] =
    /^(\S+) {2}-> {2}purchase probability (0\.\d+)$/m.exec(ran.stdout) ?? [];
  const [name = ''] = sageMaker.endpoints.keys();
  expect(ran.stdout).toContain(`${LF} endpoint ask ${name} --input requests.jsonl`);
  expect(ran.stdout).toContain(`/endpoints/${name}/async-invocations`);
  const [config] = [...sageMaker.configs.values()];
  expect(config?.asyncInference).toMatchObject({
    OutputConfig: {
      S3OutputPath: 's3://bucket/shop/async/out',
      S3FailurePath: 's3://bucket/shop/async/failed',
    },
    ClientConfig: { MaxConcurrentInvocationsPerInstance: 5 },
  });
  const operations = () => new Set(sageMaker.requests.map(({ operation }) => operation));
  expect(operations()).toContain('InvokeEndpointAsync');
  expect(operations()).not.toContain('InvokeEndpoint');

  const line = invocationOf(session);
  const file = join(folder, 'requests.jsonl');
  await writeFile(file, `${line}\n\n{"instances":"none"}\n${line}\n`);
  const asked = await place.lf(['endpoint', 'ask', name, '--input', file]);
  expect(asked.code).toBe(1);
  expect(asked.stderr).toMatch(
    /1 of 3 requests have no answer; the first is line 3: Asking SageMaker endpoint .* failed: Received client error \(4\d\d\)/,
  );
  const answers = asked.stdout.trimEnd().split('\n');
  expect(answers).toHaveLength(3);
  expect(JSON.parse(answers[1] ?? '')).toHaveProperty('error');
  for (const answer of [answers[0], answers[2]]) {
    const { predictions } = JSON.parse(answer ?? '') as { readonly predictions: number[][] };
    expect(predictions[0]?.[0]?.toFixed(3)).toBe(prediction);
  }
  expect([...s3.bucket.objects.keys()].filter((key) => key.startsWith('shop/async/'))).toEqual([]);

  const nowhere = await place.lf(['endpoint', 'ask', name, '--input', folder]);
  expect(nowhere.stderr).toMatch(/Reading --input .*expected a file with a body .*it is no file/);
  const stopped = await place.lf(['endpoint', 'stop', '--all'], { LF_SAGEMAKER_ASYNC: '1' });
  expect(stopped.stdout).toContain('removed from SageMaker');
  expect(there()).toEqual([]);
}, 600_000);

it('settings that do not go together are refused before anything runs', async () => {
  const { code, stderr } = await place.lf(['run', 'intent'], { DOCKER_IMAGE: '' });
  expect(code).toBe(2);
  expect(stderr).toMatch(/DOCKER_IMAGE="": models are served in SageMaker if .*set it too/);
  expect(sageMaker.requests).toEqual([]);
});
