import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { shellWord } from '../src/terminal/shell-word.ts';

const MAIN = fileURLToPath(new URL('../from-source.js', import.meta.url));

/** How advice of `lf` begins in a workplace: it is pasted where the command was given. */
export const LF = `node ${shellWord(MAIN)}`;

/** What a command ended with. */
export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A folder of its own with a datastore, where the real command line runs from source. */
export class Workplace {
  readonly folder: string;
  readonly #environment: NodeJS.ProcessEnv;

  private constructor(folder: string, environment: NodeJS.ProcessEnv) {
    this.folder = folder;
    const inherited = Object.entries(process.env).filter(([name]) => !/^(LF_|VITEST)/.test(name));
    this.#environment = {
      ...Object.fromEntries(inherited),
      NODE_OPTIONS: '',
      NO_COLOR: '1',
      LF_SYNTHETIC_EVENTS: '6000',
      ...environment,
    };
  }

  /** @param config of the model, a small one: the flow is what is tested here; none: the built-in one */
  static async open(
    config: object | null = { EPOCHS: 2, LSTM_DIMS: 8 },
    environment: NodeJS.ProcessEnv = {},
  ): Promise<Workplace> {
    const folder = await mkdtemp(join(tmpdir(), 'lf-pipeline-'));
    const workplace = new Workplace(folder, {
      ...{ METAFLOW_HOME: folder, XDG_CACHE_HOME: join(folder, '.cache') },
      LF_ENDPOINT_PORT: String(await freePort()),
      MODEL_CONFIG_PATH: config === null ? '' : join(folder, 'config.json'),
      ...environment,
    });
    if (config !== null) await workplace.write('config.json', JSON.stringify(config));
    return workplace;
  }

  async close(): Promise<void> {
    await this.lf(['endpoint', 'stop', '--all']);
    await rm(this.folder, { recursive: true, force: true });
  }

  async write(name: string, content: string | Uint8Array): Promise<string> {
    const path = join(this.folder, name);
    await writeFile(path, content);
    return path;
  }

  start(args: readonly string[], environment: NodeJS.ProcessEnv = {}): ChildProcess {
    return spawn(process.execPath, [MAIN, ...args], {
      cwd: this.folder,
      env: { ...this.#environment, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  }

  /** Starts a script of sh in which `"$@"` is `lf`. */
  startShell(script: string, environment: NodeJS.ProcessEnv = {}): ChildProcess {
    return spawn('sh', ['-c', script, 'sh', process.execPath, MAIN], {
      cwd: this.folder,
      env: { ...this.#environment, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  }

  /** Runs such a script to its end. */
  async shell(script: string, environment: NodeJS.ProcessEnv = {}): Promise<Finished> {
    return finished(this.startShell(script, environment));
  }

  /** Runs `lf` to its end. */
  async lf(args: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<Finished> {
    return finished(this.start(args, environment));
  }
}

/** What a program printed, and its exit code, at its end. */
export async function finished(child: ChildProcess): Promise<Finished> {
  const output = { stdout: '', stderr: '' };
  child.stdout?.on('data', (chunk: Buffer) => (output.stdout += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (output.stderr += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, ...output };
}

/** A port of loopback that nobody has. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
