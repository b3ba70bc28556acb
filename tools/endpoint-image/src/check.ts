import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { invoke, packBundle, unpackBundle } from '@lf/deploy';
import { ENTRY, packEndpoint } from './pack.ts';

const READY_WITHIN_MS = 30_000;
/** `start, add, end`, one-hot, as in the endpoint's README. */
const SESSION = [0, 2, 1].map((action) =>
  Array.from({ length: 7 }, (_, code) => Number(code === action)),
);

/** The model of the endpoint's own tests, as SageMaker unpacks it. */
async function unpackModel(root: string, target: string): Promise<void> {
  const onnx = join(root, 'apps', 'endpoint', 'test', 'fixtures', 'tiny-lstm.onnx');
  const bundle = await packBundle({
    manifest: {
      kind: 'intent',
      inputs: [{ name: 'x', dtype: 'float32', shape: ['batch', 'time', 7] }],
      outputs: [{ name: 'probability', dtype: 'float32', shape: ['batch', 1] }],
      metrics: {},
      config: {},
      seed: 0,
      dataDigest: `sha256:${'0'.repeat(64)}`,
      versions: {},
    },
    files: { 'model.onnx': onnx },
  });
  await unpackBundle(bundle, target);
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}

/** Runs the image's own command on the packed files. */
function run(image: string, argv: readonly string[], env: NodeJS.ProcessEnv) {
  const child = spawn(process.execPath, [join(image, ENTRY), ...argv], {
    cwd: '/',
    env: { PATH: process.env['PATH'], NODE_ENV: 'production', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const output = text(child.stdout);
  const exit = once(child, 'close').then(([code]): unknown => code);
  return { child, output, exit };
}

function expectEqual(what: string, actual: unknown, expected: unknown): void {
  if (actual === expected) return;
  throw new Error(`${what}: expected ${String(expected)}, got ${String(actual)}`);
}

async function untilHealthy(image: string, env: NodeJS.ProcessEnv): Promise<void> {
  const deadline = performance.now() + READY_WITHIN_MS;
  while ((await run(image, ['ping'], env).exit) !== 0) {
    if (performance.now() > deadline) throw new Error('the health check never passed');
    await sleep(100);
  }
}

/**
 * Packs what the image would hold and runs it as SageMaker does, with a folder of its own in place of /opt/ml:
 * `serve`, the health check, a prediction, SIGTERM.
 */
export async function checkImage(root: string): Promise<string> {
  const work = await mkdtemp(join(tmpdir(), 'lf-image-'));
  try {
    const image = join(work, 'image');
    const base = join(work, 'ml');
    await mkdir(base);
    const { files, bytes } = await packEndpoint(root, image);
    await unpackModel(root, join(base, 'model'));
    const env = { SAGEMAKER_BASE_DIR: base, SAGEMAKER_BIND_TO_PORT: String(await freePort()) };
    expectEqual('exit code of ping before serve', await run(image, ['ping'], env).exit, 1);
    const served = run(image, ['serve'], env);
    await untilHealthy(image, env);
    const url = `http://127.0.0.1:${env.SAGEMAKER_BIND_TO_PORT}`;
    const [[probability] = []] = await invoke({ url, instances: [SESSION] });
    expectEqual('probability', probability?.toFixed(6), (0.6560337543487549).toFixed(6));
    served.child.kill('SIGTERM');
    expectEqual('exit code after SIGTERM', await served.exit, 0);
    const megabytes = (bytes / 1e6).toFixed(1);
    return `${files} files, ${megabytes} MB over the base image; served, healthy, predicted, drained`;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}
