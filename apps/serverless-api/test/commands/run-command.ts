import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';

const APP = join(import.meta.dirname, '../..');
const COMMANDS = join(APP, 'commands');
/** osls compiles its own settings schema once and keeps it here. */
const CACHE = join(APP, 'node_modules/.cache');
const FROM_SOURCE = ['--import', import.meta.resolve('tsx'), '--conditions=@lf/source'];

export interface Running {
  readonly child: ChildProcess;
  /** What it has written so far, on both outputs. */
  output(): string;
  /** Its exit code, once it has one. */
  readonly exited: Promise<number | null>;
}

/**
 * Starts a command in `folder` as Nx does in the root, with no more environment than given: no account, no settings.
 *
 * @param commands the folder of the commands
 */
export function startCommand(
  name: string,
  folder: string,
  environment: Record<string, string> = {},
  commands = COMMANDS,
): Running {
  const child = spawn(process.execPath, [...FROM_SOURCE, join(commands, `${name}.ts`)], {
    cwd: folder,
    env: {
      PATH: process.env['PATH'],
      HOME: folder,
      SLS_SCHEMA_CACHE_BASE_DIR: CACHE,
      AWS_EC2_METADATA_DISABLED: 'true',
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (text += chunk.toString()));
  return {
    child,
    output: () => text,
    exited: new Promise((resolve) => child.once('close', resolve)),
  };
}
