import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { invoke } from '@lf/deploy';
import { unpackIntentModel, unpackRecModels } from './models.ts';
import { ENTRY, packEndpoint } from './pack.ts';

const READY_WITHIN_MS = 30_000;
/** `start, add, end`, one-hot, as in the endpoint's README. */
const SESSION = [0, 2, 1].map((action) =>
  Array.from({ length: 7 }, (_, code) => Number(code === action)),
);

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

async function requireRecommendations(url: string, name: string): Promise<void> {
  const response = await fetch(`${url}/v1/models/${name}:predict`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ instances: [[2, 3]] }),
  });
  const answer = await response.text();
  expectEqual(`status of ${name} (${answer})`, response.status, 200);
  expectEqual(`items of ${name}`, /"items":\[\d/.test(answer), true);
}

/**
 * Packs what the image would hold and runs it as SageMaker does, with a folder of its own in place of /opt/ml:
 * `serve`, the health check, a prediction by each kind of model, SIGTERM.
 */
export async function checkImage(root: string): Promise<string> {
  const work = await mkdtemp(join(tmpdir(), 'lf-image-'));
  try {
    const image = join(work, 'image');
    const base = join(work, 'ml');
    await mkdir(base);
    const { files, bytes } = await packEndpoint(root, image);
    await unpackIntentModel(root, join(base, 'model'));
    const recModels = await unpackRecModels(join(work, 'rec'));
    const env = { SAGEMAKER_BASE_DIR: base, SAGEMAKER_BIND_TO_PORT: String(await freePort()) };
    expectEqual('exit code of ping before serve', await run(image, ['ping'], env).exit, 1);
    const named = [...recModels].flatMap(([name, folder]) => ['--model', `${name}=${folder}`]);
    const served = run(image, ['serve', ...named], env);
    await untilHealthy(image, env);
    const url = `http://127.0.0.1:${env.SAGEMAKER_BIND_TO_PORT}`;
    const [[probability] = []] = await invoke({ url, instances: [SESSION] });
    expectEqual('probability', probability?.toFixed(6), (0.6560337543487549).toFixed(6));
    for (const name of recModels.keys()) await requireRecommendations(url, name);
    served.child.kill('SIGTERM');
    expectEqual('exit code after SIGTERM', await served.exit, 0);
    const megabytes = (bytes / 1e6).toFixed(1);
    return `${files} files, ${megabytes} MB over the base image; served, healthy, predicted by ${1 + recModels.size} models, drained`;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}
