import { execFile, execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Makes the virtual environment with the judges unless it is there. */
export function ensureVenv(): void {
  execFileSync('bash', [at('../../workspace/src/python/venv.sh'), at('..')], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
}

/** Judges look for accounts and newer versions of themselves by these. */
const environment = (own: Readonly<Record<string, string>>): NodeJS.ProcessEnv => ({
  PATH: `${at('../.venv/bin')}:${process.env['PATH'] ?? ''}`,
  LANG: 'C.UTF-8',
  MLFLOW_DISABLE_TELEMETRY: 'true',
  DO_NOT_TRACK: '1',
  WANDB_ERROR_REPORTING: 'false',
  GIT_PYTHON_REFRESH: 'quiet',
  ...own,
});

/** What a script of `python/` prints as JSON. */
export function askPython(
  script: string,
  args: readonly string[],
  own: Readonly<Record<string, string>> = {},
): unknown {
  const printed = execFileSync(at('../.venv/bin/python'), [scriptOf(script), ...args], {
    encoding: 'utf8',
    env: environment(own),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return JSON.parse(printed);
}

/** Runs a program of the environment while this process goes on, so that it can ask a server here; gives its output. */
export async function runInVenv(
  program: string,
  args: readonly string[],
  own: Readonly<Record<string, string>> = {},
): Promise<string> {
  const { stdout } = await promisify(execFile)(at(`../.venv/bin/${program}`), [...args], {
    env: environment(own),
    timeout: START_WITHIN_MS,
  });
  return stdout;
}

export const scriptOf = (name: string): string => at(`../python/${name}`);

/** A server of the environment on a loopback port. */
export interface RunningServer {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

const START_WITHIN_MS = 90_000;

/**
 * Starts a server and waits until it answers.
 *
 * @param args of the program, from the port that it shall take
 * @param path that answers with 200 once it is ready
 */
export async function startServer(
  program: string,
  args: (port: string) => readonly string[],
  { path, own = {} }: { readonly path: string; readonly own?: Readonly<Record<string, string>> },
): Promise<RunningServer> {
  const port = await freePort();
  const child = spawn(at(`../.venv/bin/${program}`), [...args(String(port))], {
    env: environment(own),
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: true,
  });
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => (errors = (errors + chunk.toString()).slice(-4000)));
  const url = `http://127.0.0.1:${port}`;
  const until = Date.now() + START_WITHIN_MS;
  while (!(await answers(url + path))) {
    if (Date.now() > until || child.exitCode !== null) {
      await stop(child);
      throw new Error(`starting ${program}: it does not answer at ${url + path}\n${errors}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  return { url, stop: () => stop(child) };
}

/** With its workers, which are of its process group. */
async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.pid === undefined) return;
  const ended = once(child, 'exit');
  process.kill(-child.pid, 'SIGTERM');
  const timer = setTimeout(() => process.kill(-(child.pid ?? 0), 'SIGKILL'), 10_000);
  await ended;
  clearTimeout(timer);
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(5000) })).ok;
  } catch {
    return false;
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (address === null || typeof address === 'string') throw new Error('no port is free');
  return address.port;
}
