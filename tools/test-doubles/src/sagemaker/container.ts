import { unpackBundle } from '@lf/contract';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../loopback.ts';

/** What stands for a container: the model unpacked in a folder of its own, and a port to bind. */
export interface ContainerPlace {
  readonly image: string;
  readonly folder: string;
  readonly port: string;
}

/** A server that answers `/ping` and `/invocations`, started as a process of its own. */
export interface Container {
  readonly url: string;
  stop(): Promise<void>;
}

/** How long a ping may take. */
const PING_MS = 2_000;
const LOOK_EVERY_MS = 20;

/**
 * Unpacks a bundle as SageMaker does and starts what serves it.
 *
 * @param of.print takes the lines of its log
 * @returns null if it ended before it answered a ping
 */
export async function startContainer(of: {
  readonly image: string;
  readonly bundlePath: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly command: (place: ContainerPlace) => readonly string[];
  readonly print: (line: string) => void;
  /** Ends the wait for a container that never answers. */
  readonly closing: AbortSignal;
}): Promise<Container | null> {
  const root = await mkdtemp(join(tmpdir(), 'lf-container-'));
  const folder = join(root, 'model');
  await unpackBundle(of.bundlePath, folder);
  const port = await freePort();
  const [file = '', ...args] = of.command({ image: of.image, folder, port });
  const child = spawn(file, args, {
    env: { PATH: process.env['PATH'], SAGEMAKER_BIND_TO_PORT: port, ...of.environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', of.print);
  }
  const closed = once(child, 'close');
  const url = `http://127.0.0.1:${port}`;
  const stop = async () => {
    child.kill('SIGKILL');
    await closed;
    await rm(root, { recursive: true, force: true });
  };
  if (await comesUp(child, url, of.closing)) return { url, stop };
  await stop();
  return null;
}

async function comesUp(child: ChildProcess, url: string, closing: AbortSignal): Promise<boolean> {
  while (!closing.aborted && child.exitCode === null && child.signalCode === null) {
    const isReady = await fetch(`${url}/ping`, { signal: AbortSignal.timeout(PING_MS) }).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isReady) return true;
    await sleep(LOOK_EVERY_MS);
  }
  return false;
}
