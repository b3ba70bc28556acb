import { randomUUID } from 'node:crypto';
import { closeSync, openSync, writeSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { StepDefinition } from '../define/step.ts';
import { WORK_DIR_VARIABLE } from '../task/run-task.ts';
import { runChild } from './child.ts';
import type { TaskCommand } from './command.ts';
import type { Launcher } from './launcher.ts';
import { claimPrivateDirectory, scratchesIn, tasksIn } from './private-directory.ts';
import { isProcessAlive, thisProcess } from './process.ts';
import { openAttemptScratch, salvageScratch } from './scratch.ts';
import { ReadyProcess } from './ready-process.ts';
import { sweepOwned, sweepScratch } from './sweep-scratch.ts';
import type { AttemptOptions, World } from './world.ts';

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
  /** Where steps that need resources run. */
  readonly launcher?: Launcher;
}): World {
  const { command, scratchDirectory, privateDirectory, graceMs } = options;
  const launcherFor = (step: StepDefinition): Launcher | undefined =>
    // A debugger is waited for on this machine.
    step.resources === null ||
    command.inspect?.step === step.name ||
    options.launcher?.isFor?.(step) === false
      ? undefined
      : options.launcher;
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
  const ready = new ReadyProcess(command);
  return {
    now: options.now,
    elapsedMs: () => performance.now(),
    wait: (ms, stop) => sleep(ms, undefined, { signal: stop }).catch(() => undefined),
    uniqueName: randomUUID,
    self: thisProcess,
    isAlive: isProcessAlive,
    async openAttempt(store, task, step) {
      await claim();
      const scratch = await openAttemptScratch(store, scratchDirectory, task, await thisProcess());
      const log = openSync(scratch.logPath, 'a');
      const note = (text: string): void => void writeSync(log, `${text}\n`);
      const launcher = launcherFor(step);
      return {
        run: (attempt) => {
          const onLine: AttemptOptions['onLine'] = (stream, line) => {
            note(line);
            attempt.onLine(stream, line);
          };
          if (launcher !== undefined) {
            return launcher.launch({ ...attempt, onLine, store, task, step });
          }
          const env = { [WORK_DIR_VARIABLE]: scratch.workDir };
          const { flow, step: name } = task;
          const options = { ...attempt, onLine, command, graceMs, step: name, env };
          return runChild({ ...options, ready: ready.take(flow, name) });
        },
        note,
        close: async () => {
          closeSync(log);
          await scratch.close();
          await launcher?.clean(store, task);
        },
      };
    },
    findUnderWay: async (store, task, step) =>
      (await launcherFor(step)?.findUnderWay(store, task)) ?? null,
    foresee(flow, step) {
      if (launcherFor(step) === undefined) ready.makeReady(flow, step.name);
    },
    dismiss: () => ready.dismiss(),
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
