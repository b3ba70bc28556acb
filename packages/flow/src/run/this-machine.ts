import { randomUUID } from 'node:crypto';
import { closeSync, openSync, writeSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { WORK_DIR_VARIABLE } from '../task/run-task.ts';
import { runChild } from './child.ts';
import type { TaskCommand } from './command.ts';
import { claimPrivateDirectory, scratchesIn, tasksIn } from './private-directory.ts';
import { isProcessAlive, thisProcess } from './process.ts';
import { openAttemptScratch, salvageScratch } from './scratch.ts';
import { sweepOwned, sweepScratch } from './sweep-scratch.ts';
import type { World } from './world.ts';

/** The world as it is: the system's clocks, a child process for each attempt, logs that grow in a scratch directory. */
export function thisMachine(options: {
  readonly command: TaskCommand;
  readonly scratchDirectory: string;
  /** It is in there, and nobody else may be: made and checked before each use. */
  readonly privateDirectory?: string;
  /** Between SIGTERM and SIGKILL of a task that is stopped. */
  readonly graceMs: number;
  /** What killed runs left is removed when nothing in it has changed for so long. */
  readonly scratchMaxAgeMs: number;
  readonly now: () => Date;
}): World {
  const { command, scratchDirectory, privateDirectory, graceMs } = options;
  const claim = async (): Promise<void> => {
    if (privateDirectory !== undefined) await claimPrivateDirectory(privateDirectory);
  };
  const sweep = once(async () => {
    const of = { isAlive: isProcessAlive, maxAgeMs: options.scratchMaxAgeMs, nowMs: Date.now() };
    const roots =
      privateDirectory === undefined ? [scratchDirectory] : await scratchesIn(privateDirectory);
    for (const root of roots) await sweepScratch(root, of);
    if (privateDirectory !== undefined) await sweepOwned(tasksIn(privateDirectory), of);
  });
  return {
    now: options.now,
    elapsedMs: () => performance.now(),
    wait: (ms, stop) => sleep(ms, undefined, { signal: stop }).catch(() => undefined),
    uniqueName: randomUUID,
    self: thisProcess,
    isAlive: isProcessAlive,
    async openAttempt(store, task) {
      await claim();
      const scratch = await openAttemptScratch(store, scratchDirectory, task, await thisProcess());
      const log = openSync(scratch.logPath, 'a');
      const note = (text: string): void => void writeSync(log, `${text}\n`);
      return {
        run: (attempt) =>
          runChild({
            ...attempt,
            command,
            graceMs,
            step: task.step,
            env: { [WORK_DIR_VARIABLE]: scratch.workDir },
            onLine: (stream, line) => {
              note(line);
              attempt.onLine(stream, line);
            },
          }),
        note,
        close: async () => {
          closeSync(log);
          await scratch.close();
        },
      };
    },
    async salvage(store, run) {
      await claim();
      await salvageScratch(store, scratchDirectory, run);
      await sweep();
    },
  };
}

function once(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined;
  return () => (done ??= work());
}
