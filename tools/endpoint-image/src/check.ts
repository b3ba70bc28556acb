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

/** On a busy machine a container may take minutes to begin. */
const READY_WITHIN_MS = 300_000;
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

/** The program of the image, and how it is run here. */
export interface RunnableImage {
  /** Whole command line for arguments of the program, such as `serve`; env is what its container gets. */
  command(argv: readonly string[], env: Readonly<Record<string, string>>): readonly string[];
  /** Where the program finds a folder of the models. */
  pathOf(name: 'model' | 'rec'): string;
  /** The program itself, of a command that was started; absent: the command is the program. */
  programOf?(pid: number): number;
}

/** Starts the program; nothing of this machine's environment reaches it but what finds programs. */
function run(image: RunnableImage, argv: readonly string[], env: Readonly<Record<string, string>>) {
  const [file = '', ...args] = image.command(argv, env);
  const child = spawn(file, args, {
    cwd: '/',
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], NODE_ENV: 'production', ...env },
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

async function untilHealthy(
  image: RunnableImage,
  env: Readonly<Record<string, string>>,
  served: ReturnType<typeof run>,
): Promise<void> {
  const deadline = performance.now() + READY_WITHIN_MS;
  while ((await run(image, ['ping'], env).exit) !== 0) {
    if (served.child.exitCode !== null) throw new Error(`serve ended:\n${await served.output}`);
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

/** Puts the models where the program of an image finds them. @returns the names of the recommenders */
export async function unpackModels(root: string, folder: string): Promise<readonly string[]> {
  await unpackIntentModel(root, join(folder, 'model'));
  return [...(await unpackRecModels(join(folder, 'rec'))).keys()];
}

/**
 * Runs an image's program as SageMaker does: `serve`, the health check, a prediction by each kind of model, SIGTERM.
 *
 * @returns what was seen, in words
 */
export async function checkProgram(
  image: RunnableImage,
  recModels: readonly string[],
  settings: Readonly<Record<string, string>> = {},
): Promise<string> {
  const port = String(await freePort());
  const env = { ...settings, SAGEMAKER_BIND_TO_PORT: port };
  expectEqual('exit code of ping before serve', await run(image, ['ping'], env).exit, 1);
  const named = recModels.flatMap((name) => ['--model', `${name}=${image.pathOf('rec')}/${name}`]);
  const served = run(image, ['serve', ...named], env);
  try {
    await untilHealthy(image, env, served);
    const url = `http://127.0.0.1:${port}`;
    expectEqual('status of /ping', (await fetch(`${url}/ping`)).status, 200);
    const [[probability] = []] = await invoke({ url, instances: [SESSION] });
    expectEqual('probability', probability?.toFixed(6), (0.6560337543487549).toFixed(6));
    for (const name of recModels) await requireRecommendations(url, name);
  } finally {
    const { pid = 0 } = served.child;
    if (served.child.exitCode === null) process.kill(image.programOf?.(pid) ?? pid, 'SIGTERM');
  }
  expectEqual('exit code after SIGTERM', await served.exit, 0);
  return `served, healthy, predicted by ${1 + recModels.length} models, drained`;
}

/** Packs what the image would hold and runs just that, with a folder of its own in place of /opt/ml. */
export async function checkPacked(root: string): Promise<string> {
  const work = await mkdtemp(join(tmpdir(), 'lf-image-'));
  try {
    const image = join(work, 'image');
    const base = join(work, 'ml');
    await mkdir(base);
    const { files, bytes } = await packEndpoint(root, image);
    const recModels = await unpackModels(root, base);
    const seen = await checkProgram(
      {
        command: (argv) => [process.execPath, join(image, ENTRY), ...argv],
        pathOf: (name) => join(base, name),
      },
      recModels,
      { SAGEMAKER_BASE_DIR: base },
    );
    return `${files} files, ${(bytes / 1e6).toFixed(1)} MB over the base image; ${seen}`;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}
