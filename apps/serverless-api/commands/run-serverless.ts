import { spawn } from 'node:child_process';
import type { Environment } from '@lf/serving';
import { APP, OSLS } from './paths.ts';

const FORWARDED = ['SIGINT', 'SIGTERM'] as const;

/**
 * Runs osls in the app's folder with its output on ours, and hands it the signals that stop us.
 *
 * @param args - such as `['package']`
 * @param environment - the child's whole environment
 * @returns its exit code; 128 + the signal's number if a signal ended it
 */
export async function runServerless(
  args: readonly string[],
  environment: Environment,
): Promise<number> {
  const child = spawn(process.execPath, [OSLS, ...args], {
    cwd: APP,
    env: environment,
    stdio: 'inherit',
  });
  const forward = (signal: NodeJS.Signals) => void child.kill(signal);
  for (const signal of FORWARDED) process.on(signal, forward);
  try {
    return await new Promise<number>((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 143)));
    });
  } finally {
    for (const signal of FORWARDED) process.off(signal, forward);
  }
}
