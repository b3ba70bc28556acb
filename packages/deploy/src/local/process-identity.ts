import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Fields of /proc/<pid>/stat after the command in parentheses: state is the 3rd of all, start time the 22nd. */
const STATE_FIELD = 3 - 3;
const START_FIELD = 22 - 3;
const ENDED_STATES = new Set(['Z', 'X', 'x']);

async function linuxStart(pid: number): Promise<string | null> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
  if (stat === null) return null;
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const state = fields[STATE_FIELD];
  const startTicks = fields[START_FIELD];
  if (state === undefined || startTicks === undefined || ENDED_STATES.has(state)) return null;
  const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => '');
  return `${boot.trim()}:${startTicks}`;
}

async function psStart(pid: number): Promise<string | null> {
  const options = { env: { ...process.env, LC_ALL: 'C', TZ: 'UTC' } };
  const { stdout } = await run('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], options).catch(
    () => ({ stdout: '' }),
  );
  const [state, ...start] = stdout.trim().split(/\s+/);
  return start.length === 0 || state?.startsWith('Z') ? null : start.join(' ');
}

/**
 * When a process started, in the system's own words: with the pid it names one process for ever,
 * so a pid that was given to another program later is not mistaken for it.
 *
 * @returns null if no such process runs (one that ended but was not reaped yet counts as gone)
 */
export async function processStart(pid: number): Promise<string | null> {
  return process.platform === 'linux' ? linuxStart(pid) : psStart(pid);
}
