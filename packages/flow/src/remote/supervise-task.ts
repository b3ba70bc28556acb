import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FlowDefinition } from '../define/step.ts';
import { runChild } from '../run/child.ts';
import type { TaskCommand } from '../run/command.ts';
import { stopOnSignals } from '../run/signals.ts';
import type { AttemptEnd } from '../run/world.ts';
import type { FlowStore } from '../store/store.ts';
import { describeError } from '../task/message.ts';
import { findStep } from '../task/perform-task.ts';
import { isResultOf } from '../task/reuse.ts';
import { WORK_DIR_VARIABLE } from '../task/run-task.ts';
import { readTaskResult, readTaskSpec } from '../task/task.ts';
import { ownTaskKey } from './array-tasks.ts';
import { FeedWriter } from './feed.ts';

/** Containers get SIGKILL 30 s after SIGTERM: the rest is for the last words. */
const GRACE_MS = 20_000;

export interface SuperviseOptions {
  /** The flows that this program knows. */
  readonly flows: readonly FlowDefinition[];
  readonly store: FlowStore;
  /** Key of the task in the store, or of the list of the tasks of an array job. */
  readonly task: string;
  /** Starts the entry program for a task; see `taskCommand`. */
  readonly command: TaskCommand;
  /** How often this attempt has been begun on a machine, from 1. */
  readonly beginning: number;
  /** How long lines are kept before they are put into the store. Default 2000. */
  readonly flushMs?: number;
}

/**
 * Does one attempt of a task on a machine that has no run, such as a container of AWS Batch: starts the process that does
 * it, as a run does, and tells through the store what it prints, how far it is and how it ended. The process that does the
 * work is another one than this, so that this one can still tell when the system has killed it for its memory.
 *
 * @returns whether the result is committed
 */
export async function superviseTask(options: SuperviseOptions): Promise<boolean> {
  return (await superviseAttempt(options)).isDone;
}

/** How a supervised attempt ended. */
export interface SupervisedEnd {
  /** Whether the result is committed. */
  readonly isDone: boolean;
  readonly end: AttemptEnd;
  /** Whether a signal has ended it. */
  readonly isStopped: boolean;
  /** The most that its process held in memory, as far as it could tell. */
  readonly peakMemoryBytes: number | null;
}

/** The same, and how it went. */
export async function superviseAttempt(options: SuperviseOptions): Promise<SupervisedEnd> {
  const { flows, store, command } = options;
  const taskKey = await ownTaskKey(store, options.task);
  const spec = await readTaskSpec(store, taskKey);
  const step = findStep(flows, spec);
  const isDone = async (): Promise<boolean> => {
    const result = await readTaskResult(store, spec, spec.attempt);
    return result !== null && isResultOf(result, step, spec);
  };
  const feed = new FeedWriter(
    store,
    { ...spec, beginning: options.beginning },
    ...(options.flushMs === undefined ? [] : [options.flushMs]),
  );
  // The machine was taken away after the commit: there is nothing left to do.
  if (await isDone()) {
    const end = { error: null, stack: null };
    await feed.end(end);
    return { isDone: true, end, isStopped: false, peakMemoryBytes: null };
  }
  const stop = stopOnSignals({ signal: undefined, handleSignals: true });
  const workDir = await mkdtemp(join(tmpdir(), 'lf-attempt-'));
  let end: AttemptEnd;
  let peakMemoryBytes: number | null = null;
  try {
    end = await runChild({
      ...{ command, taskKey, step: spec.step, timeoutMs: step.timeoutMs, graceMs: GRACE_MS },
      env: { [WORK_DIR_VARIABLE]: workDir },
      stop: stop.signal,
      // A machine has one task: no other one's failure ends it but through a signal.
      broken: new AbortController().signal,
      onLine: (stream, line) => {
        process[stream].write(`${line}\n`);
        feed.line(stream, line);
      },
      onProgress: (progress) => feed.progress(progress),
      onUsage: (bytes) => (peakMemoryBytes = bytes),
    });
  } catch (error) {
    end = describeError(error);
  } finally {
    stop.dispose();
    await rm(workDir, { recursive: true, force: true });
  }
  await feed.end(end);
  return { isDone: await isDone(), end, isStopped: stop.signal.aborted, peakMemoryBytes };
}
