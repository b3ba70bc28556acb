import { spawn } from 'node:child_process';
import { cutShort } from '../shown.ts';
import { ActionError, timeoutOf } from './action-error.ts';
import type { CheckpointAction } from './call-actions.ts';
import { summaryOf } from './summary.ts';

/** A command, and how it is run. */
export interface CommandOptions {
  /** A program with `args`; without them a line for the shell. */
  readonly command: string;
  readonly args?: readonly string[];
  /** How long it may take, in milliseconds (10,000); then it is ended with all that it started. */
  readonly timeoutMs?: number;
  /** Whether failing values of the data are told too (false). */
  readonly withValues?: boolean;
  /** Gets what it writes, to stdout and to stderr. */
  readonly onOutput?: (text: string) => void;
}

/** Enough to see what a command complains of. */
const MOST_CHARACTERS = 500;

/** Ends a command and what it started; on Windows, the command alone. */
function end(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL');
  } catch {
    // It has ended by itself
  }
}

/**
 * An action that runs a command. A `CheckSummary` in JSON is its input; LF_SUITE, LF_SUCCESS (`true` or `false`) and
 * LF_SOURCE are in its environment. It throws ActionError where the command cannot be run, fails or takes too long.
 */
export function runCommand({
  command,
  args,
  timeoutMs,
  withValues,
  onOutput = () => undefined,
}: CommandOptions): CheckpointAction {
  const limitMs = timeoutOf(timeoutMs);
  const shownCommand = cutShort(command);
  return async function run(event) {
    const summary = summaryOf(event, withValues);
    const child = spawn(command, args ?? [], {
      shell: args === undefined,
      // A group of its own, to be ended as a whole
      detached: process.platform !== 'win32',
      stdio: ['pipe', 'pipe', 'pipe'],
      env: {
        ...process.env,
        LF_SUITE: summary.suite,
        LF_SUCCESS: String(summary.success),
        LF_SOURCE: summary.source,
      },
    });
    let tail = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        onOutput(text);
        tail = `${tail}${text}`.slice(-MOST_CHARACTERS);
      });
    }
    // A command need not read what it is told
    child.stdin.on('error', () => undefined);
    child.stdin.end(`${JSON.stringify(summary)}\n`);
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      end(child.pid);
      // What left the group may hold them open for ever
      child.stdout.destroy();
      child.stderr.destroy();
    }, limitMs);
    try {
      const reason = await new Promise<string | null>((resolve) => {
        child.once('error', (error) => resolve(`it cannot be run (${error.message})`));
        child.once('close', (code, signal) => {
          if (code === 0) resolve(null);
          else
            resolve(
              code === null
                ? `it was ended by ${signal ?? 'a signal'}`
                : `it ended with exit code ${code}`,
            );
        });
      });
      if (reason === null) return;
      const told = isLate ? `it took more than ${limitMs} ms` : reason;
      const said = tail.trim() === '' ? '' : ` It wrote: ${tail.trim()}`;
      throw new ActionError(`The command ${shownCommand} failed: ${told}.${said}`);
    } finally {
      clearTimeout(timer);
    }
  };
}
