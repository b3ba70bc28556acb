import { runCli } from '../../src/cli/program.ts';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

const ROLE = 'arn:aws:iam::123456789012:role/shop';
const SETTINGS = {
  LF_DATASTORE_ROOT: 's3://bucket/shop',
  AWS_DEFAULT_REGION: 'eu-west-1',
  METAFLOW_BATCH_JOB_QUEUE: 'shop-queue',
  METAFLOW_ECS_S3_ACCESS_IAM_ROLE: ROLE,
  METAFLOW_SFN_IAM_ROLE: ROLE,
  BASE_IMAGE: 'shop/base:1',
};

let folder: string;
const [home] = [process.cwd()];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lf-dry-run-'));
  process.chdir(folder);
  // Whoever asks AWS here waits in vain: no server is there, and no credentials
  vi.stubEnv('AWS_ENDPOINT_URL', 'http://127.0.0.1:9');
  vi.stubEnv('METAFLOW_HOME', folder);
});
afterEach(async () => {
  process.exitCode = undefined;
  process.chdir(home);
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  await rm(folder, { recursive: true });
});

async function lf(args: readonly string[], settings: Readonly<Record<string, string>>) {
  for (const [name, value] of Object.entries(settings)) vi.stubEnv(name, value);
  const printed = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const) {
    vi.spyOn(process[stream], 'write').mockImplementation((text) => {
      printed[stream] += String(text);
      return true;
    });
  }
  return { code: await runCli(args), ...printed };
}

it('prints the state machine of a flow without an account: the same each time', async () => {
  const args = ['create', 'step-functions', 'intent', '--dry-run'];
  const first = await lf(args, SETTINGS);
  expect(first.code, first.stderr).toBe(0);
  const definition = JSON.parse(first.stdout) as {
    readonly StartAt: string;
    readonly States: Readonly<Record<string, unknown>>;
  };
  expect(definition.StartAt).toBe('start');
  expect(Object.keys(definition.States)).toEqual([
    ...['start', 'process_raw_data', 'data_validation', 'prepare_dataset', 'get_model_config'],
    ...['train_model', 'deploy', 'end', 'run failed', 'failed'],
  ]);
  expect(first.stderr).toContain('note: the step deploy serves in its own container');
  expect((await lf(args, SETTINGS)).stdout).toBe(first.stdout);
});

it('says all that is missing at once', async () => {
  const args = ['create', 'step-functions', 'intent', '--dry-run', '--schedule', 'rate(1 day)'];
  const { code, stderr } = await lf(args, { LF_DATASTORE_ROOT: 'file:.lf' });
  expect(code).toBe(2);
  expect(stderr).toMatch(
    /METAFLOW_BATCH_JOB_QUEUE=[^]*BASE_IMAGE=[^]*LF_DATASTORE_ROOT="file:\.lf"[^]*METAFLOW_SFN_IAM_ROLE=[^]*METAFLOW_EVENTS_SFN_ACCESS_IAM_ROLE=/,
  );
});
