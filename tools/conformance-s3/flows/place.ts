import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../../apps/pipeline/from-source.js', import.meta.url));

/** What a command ended with. */
export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A user's home and working folder: what one machine has. */
export class Place {
  readonly folder: string;
  readonly #datastore: string;

  private constructor(folder: string, datastore: string) {
    this.folder = folder;
    this.#datastore = datastore;
  }

  static async open(datastore: string): Promise<Place> {
    const folder = await mkdtemp(join(tmpdir(), 'lf-s3-flow-'));
    await mkdir(join(folder, 'home'));
    await writeFile(join(folder, 'config.json'), JSON.stringify({ EPOCHS: 4, LSTM_DIMS: 8 }));
    await writeFile(
      join(folder, 'sweep.json'),
      JSON.stringify([{ MODEL_CHOICE: ['MARKOV', 'ITEM_KNN'] }]),
    );
    return new Place(folder, datastore);
  }

  async close(): Promise<void> {
    await this.lf(['endpoint', 'stop', '--all']);
    await rm(this.folder, { recursive: true, force: true });
  }

  /** Loses every copy of what the datastore holds. */
  async loseCache(): Promise<void> {
    await rm(join(this.folder, 'home', '.cache'), { recursive: true, force: true });
  }

  start(args: readonly string[], environment: NodeJS.ProcessEnv = {}): ChildProcess {
    const inherited = Object.entries(process.env).filter(
      ([name]) => !/^(LF_|VITEST|XDG_)/.test(name),
    );
    return spawn(process.execPath, [MAIN, ...args], {
      cwd: this.folder,
      env: {
        ...Object.fromEntries(inherited),
        HOME: join(this.folder, 'home'),
        NODE_OPTIONS: '',
        NO_COLOR: '1',
        LF_DATASTORE_ROOT: this.#datastore,
        LF_SYNTHETIC_EVENTS: '6000',
        MODEL_CONFIG_PATH: join(this.folder, 'config.json'),
        ...environment,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  }

  /** Runs `lf` to its end. */
  async lf(args: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<Finished> {
    const child = this.start(args, environment);
    const output = { stdout: '', stderr: '' };
    child.stdout?.on('data', (chunk: Buffer) => (output.stdout += chunk.toString()));
    child.stderr?.on('data', (chunk: Buffer) => (output.stderr += chunk.toString()));
    const [code] = (await once(child, 'close')) as [number | null];
    return { code, ...output };
  }

  /** Runs `lf` until it prints `text`, then kills it without a warning. */
  async killAt(
    text: string,
    args: readonly string[],
    environment: NodeJS.ProcessEnv = {},
  ): Promise<void> {
    const child = this.start(args, environment);
    let printed = '';
    const seen = new Promise<void>((resolve, reject) => {
      // Progress is for people, so it goes to stderr.
      child.stderr?.on('data', (chunk: Buffer) => {
        printed += chunk.toString();
        if (printed.includes(text)) resolve();
      });
      child.once('close', () => reject(new Error(`ended before '${text}':\n${printed}`)));
    });
    await seen;
    const gone = once(child, 'close');
    child.kill('SIGKILL');
    await gone;
  }

  /** Digests of what each step of a run left. */
  async artifactsOf(
    run: string,
    environment: NodeJS.ProcessEnv = {},
  ): Promise<Readonly<Record<string, readonly string[]>>> {
    const { stdout } = await this.lf(['runs', 'show', run, '--json'], environment);
    const view = JSON.parse(stdout) as {
      readonly status: string;
      readonly tasks: readonly {
        step: string;
        index: number | null;
        artifacts: readonly { digest: string }[];
      }[];
    };
    return Object.fromEntries(
      view.tasks.map(({ step, index, artifacts }) => [
        index === null ? step : `${step}/${index}`, // several of a step end in any order
        artifacts.map(({ digest }) => digest),
      ]),
    );
  }
}
