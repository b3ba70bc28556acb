import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { lookedUpNames } from './looked-up-names.ts';
import { outsideAddresses } from './outside-addresses.ts';
import { straysInCommonPlaces, straysInHome } from './stray-files.ts';

/** A command to watch. */
export interface Job {
  readonly name: string;
  /** For bash, run in the checkout; `$WORK` is a folder of its own. */
  readonly script: string;
}

/** What was seen of a job. */
export interface Seen {
  readonly exitCode: number | null;
  /** `address:port`, not loopback. */
  readonly outside: readonly string[];
  /** Names that it asked a resolver for. */
  readonly names: readonly string[];
  /** Paths of files that belong nowhere. */
  readonly strays: readonly string[];
}

/** Bytes that strace prints of what is sent: a question for the longest name. */
const LONGEST_QUESTION = '300';

/** ONNX Runtime and others are quiet in CI of themselves; a user's machine is what we ask about. */
const CI_VARIABLES = ['CI', 'GITHUB_ACTIONS', 'GITLAB_CI', 'TF_BUILD', 'ORT_DISABLE_TELEMETRY'];

/** Runs a job, and all its children, under strace with a HOME and a temporary folder of its own below `work`. */
export async function tracedRun(
  { script }: Job,
  { work, root }: { work: string; root: string },
): Promise<Seen> {
  const home = join(work, 'home');
  const temporary = join(work, 'tmp');
  const trace = join(work, 'trace');
  for (const folder of [home, temporary]) mkdirSync(folder, { recursive: true });
  const inherited = Object.entries(process.env).filter(([name]) => !CI_VARIABLES.includes(name));
  const env = {
    ...Object.fromEntries(inherited),
    HOME: home,
    TMPDIR: temporary,
    WORK: work,
    NX_DAEMON: 'false',
    NX_TUI: 'false',
  };
  const sinceMs = Date.now();
  const calls = 'trace=connect,sendto,sendmsg,sendmmsg';
  // --seccomp-bpf stops a process at these calls alone: the rest runs at full speed.
  const flags = ['-f', '--seccomp-bpf', '-qq', '-o', trace];
  const shown = ['-s', LONGEST_QUESTION, '-e', calls, '-e', 'signal=none'];
  const child = spawn('strace', [...flags, ...shown, 'bash', '-euo', 'pipefail', '-c', script], {
    cwd: root,
    env,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const [exitCode] = (await once(child, 'close')) as [number | null];
  const lines = readFileSync(trace, 'utf8');
  return {
    exitCode,
    outside: outsideAddresses(lines),
    names: lookedUpNames(lines),
    strays: [...straysInHome(home), ...straysInCommonPlaces(sinceMs, [root, work])],
  };
}
