import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { ensureVenv, startMoto, startS3Proxy, type RunningServer } from './servers.ts';

/** Runs the contract of stores on both servers, the flows and the control plane of SageMaker on moto; prints `N passed, N failed`. */
const root = fileURLToPath(new URL('../../..', import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), 'conformance-s3-'));

const CREDENTIALS = {
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
  AWS_DEFAULT_REGION: 'us-east-1',
  AWS_CONFIG_FILE: '/dev/null',
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
};

interface Counts {
  readonly passed: number;
  readonly failed: number;
}

async function makeBucket({ endpoint }: RunningServer): Promise<void> {
  const client = new S3Client({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  await client.send(new CreateBucketCommand({ Bucket: 'bucket' }));
  client.destroy();
}

/** Runs the tests of one configuration and counts them by their report. */
function runTests(project: string, config: string, server: RunningServer): Counts {
  process.stdout.write(`\n${config} on ${server.name}\n`);
  const folder = join(root, project);
  const report = join(folder, '.reports', `${config.replace('.config.js', '')}-${server.name}.xml`);
  rmSync(report, { force: true });
  const { status } = spawnSync('npx', ['vitest', 'run', '--config', config], {
    cwd: folder,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: {
      ...process.env,
      ...CREDENTIALS,
      AWS_ENDPOINT_URL_S3: server.endpoint,
      LF_TEST_S3_SERVER: server.name,
      LF_TEST_REPORT: report,
    },
  });
  const [, tests = '0', failures = '0', errors = '0'] =
    /<testsuites[^>]* tests="(\d+)" failures="(\d+)" errors="(\d+)"/.exec(textOf(report)) ?? [];
  const failed = Number(failures) + Number(errors);
  // A run that ends badly without a report has failed as well.
  return { passed: Number(tests) - failed, failed: failed === 0 && status !== 0 ? 1 : failed };
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

/** Images that steps run in, built unless a variable names one that is there. */
const IMAGES = [
  { variable: 'LF_BUILT_IMAGE', name: 'lf-base', tool: 'base-image' },
  { variable: 'LF_BUILT_RAPIDS_IMAGE', name: 'lf-rapids', tool: 'rapids' },
] as const;

const isOfImage = process.argv.includes('--image');
for (const { variable, name, tool } of IMAGES) {
  if (!isOfImage || process.env[variable] !== undefined) continue;
  process.env[variable] = `localhost/${name}`;
  const script = join(root, 'tools', tool, 'build-on-stand-in.sh');
  execFileSync('bash', [script, name], { stdio: ['ignore', 'inherit', 'inherit'] });
}

const servers: RunningServer[] = [];
try {
  if (!isOfImage) ensureVenv('rapids');
  const moto = await startMoto();
  servers.push(moto);
  await makeBucket(moto);
  const counts = isOfImage
    ? [runTests('tools/conformance-s3', 'image.config.js', moto)]
    : [
        runTests('packages/dataset', 'conformance.config.js', moto),
        runTests('tools/conformance-s3', 'sagemaker.config.js', moto),
        runTests('tools/conformance-s3', 'flows.config.js', moto),
      ];
  const s3proxy = isOfImage ? null : await startS3Proxy(scratch);
  if (s3proxy === null) {
    // The steps of the image need one server
  } else if (s3proxy === undefined) {
    process.stdout.write('\nS3Proxy is left out: it needs java and mvn\n');
  } else {
    servers.push(s3proxy);
    await makeBucket(s3proxy);
    counts.push(runTests('packages/dataset', 'conformance.config.js', s3proxy));
  }
  const passed = counts.reduce((sum, each) => sum + each.passed, 0);
  const failed = counts.reduce((sum, each) => sum + each.failed, 0);
  process.stdout.write(`\n${passed} passed, ${failed} failed\n`);
  if (failed > 0 || passed === 0) process.exitCode = 1;
} finally {
  for (const server of servers) server.stop();
  rmSync(scratch, { recursive: true, force: true });
}
