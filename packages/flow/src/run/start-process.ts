import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import type { TaskCommand } from './command.ts';

/** Starts the process of a step as the leader of a group of its own, with a channel to talk to it. */
export function startProcess(
  command: TaskCommand,
  of: {
    readonly step: string;
    readonly args: readonly string[];
    readonly env?: Readonly<Record<string, string>>;
    readonly nodeArgs?: readonly string[];
  },
): ChildProcess {
  return spawn(command.file, [...(of.nodeArgs ?? []), ...command.args, ...of.args], {
    detached: process.platform !== 'win32',
    env: {
      ...(command.environmentOf?.(of.step) ?? process.env),
      ...command.env,
      ...of.env,
    },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
}

export function isGone(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

export function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    if (process.platform === 'win32') child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch {
    // The group has no members any more.
  }
}
