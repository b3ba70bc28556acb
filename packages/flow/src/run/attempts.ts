import type { StepDefinition } from '../define/step.ts';
import type { TaskError } from '../errors.ts';
import { encodeJson } from '../store/json.ts';
import { ATTEMPT_FILES, attemptPrefix, taskName } from '../store/layout.ts';
import { isResultOf } from '../task/reuse.ts';
import { readTaskResult, secureTaskResult, writeTaskSpec } from '../task/task.ts';
import type { TaskResult, TaskSpec } from '../task/task.ts';
import type { Execution } from './execution.ts';
import { CANCELLED } from './launcher.ts';

/** How a task ended in this execution. */
export type TaskEnd =
  | {
      readonly type: 'finished';
      readonly result: TaskResult;
      /** Number of the attempt that is finished. */
      readonly attempt: number;
      readonly attempts: number;
      readonly peakMemoryBytes: number | null;
    }
  | {
      readonly type: 'failed';
      readonly error: TaskError;
      readonly attempts: number;
      readonly peakMemoryBytes: number | null;
      readonly logKey: string;
    }
  | { readonly type: 'stopped' };

/**
 * Attempts a task until it is finished, its retries are used up, or the run stops.
 *
 * @param of.first number of the first attempt
 * @param of.next the step that is likely to begin next
 */
export async function attemptTask(
  execution: Execution,
  step: StepDefinition,
  task: Omit<TaskSpec, 'attempt'>,
  of: { readonly first: number; readonly next: StepDefinition | undefined },
): Promise<TaskEnd> {
  const { retry } = step;
  const name = taskName(task);
  let peakMemoryBytes: number | null = null;
  for (let attempts = 1; ; attempts += 1) {
    const spec: TaskSpec = { ...task, attempt: of.first + attempts - 1 };
    execution.emit({ type: 'task_started', task: name, attempt: spec.attempt });
    const outcome = await attemptOnce(execution, step, spec, {
      next: of.next,
      onUsage: (bytes) => {
        peakMemoryBytes = Math.max(peakMemoryBytes ?? 0, bytes);
      },
    });
    if ('result' in outcome) {
      const { result } = outcome;
      return { type: 'finished', result, attempt: spec.attempt, attempts, peakMemoryBytes };
    }
    if (execution.stop.aborted) return { type: 'stopped' };
    const { error } = outcome;
    if (error.code === CANCELLED) return { type: 'stopped' };
    if (!error.retryable || attempts > retry.retries) {
      const logKey = `${attemptPrefix(spec, spec.attempt)}${ATTEMPT_FILES.log}`;
      return { type: 'failed', error, attempts, peakMemoryBytes, logKey };
    }
    const waitMs = retry.backOffMs * retry.factor ** (attempts - 1);
    execution.emit({ type: 'task_retried', task: name, error, waitMs });
    await execution.world.wait(waitMs, execution.stop);
    if (execution.stop.aborted) return { type: 'stopped' };
  }
}

type Outcome = { readonly result: TaskResult } | { readonly error: TaskError };

async function attemptOnce(
  execution: Execution,
  step: StepDefinition,
  spec: TaskSpec,
  of: {
    readonly next: StepDefinition | undefined;
    readonly onUsage: (peakMemoryBytes: number) => void;
  },
): Promise<Outcome> {
  const { store, emit } = execution;
  const task = taskName(spec);
  await execution.requireOwned();
  const taskKey = await writeTaskSpec(store, spec);
  const attempt = await execution.world.openAttempt(store, spec, step);
  try {
    const running = attempt.run({
      taskKey,
      timeoutMs: step.timeoutMs,
      stop: execution.stop,
      broken: execution.broken.signal,
      onLine: (stream, line) => emit({ type: 'task_log', task, stream, line }),
      onProgress: (progress) => emit({ type: 'task_progress', task, progress }),
      onUsage: of.onUsage,
    });
    // Only now has this task taken the process that stood by for it
    if (of.next !== undefined) execution.world.foresee?.(spec.flow, of.next);
    const { error, stack } = await running;
    // The store has the last word: a child that committed and then was killed has done its work.
    const result = await readTaskResult(store, spec, spec.attempt);
    if (result !== null && isResultOf(result, step, spec)) {
      if (error !== null) await secureTaskResult(store, spec, spec.attempt);
      return { result };
    }
    const failure = error ?? (result === null ? NO_RESULT : OTHER_RESULT);
    attempt.note(stack ?? failure.message);
    if (!execution.stop.aborted && failure.code !== CANCELLED) {
      const errorKey = `${attemptPrefix(spec, spec.attempt)}${ATTEMPT_FILES.error}`;
      await store.put(errorKey, encodeJson(failure, 'error'));
    }
    return { error: failure };
  } finally {
    await attempt.close().catch(async (error: unknown) => {
      // Whoever has taken the run here takes up the files of its tasks too
      await execution.requireOwned();
      throw error;
    });
  }
}

export const NO_RESULT: TaskError = {
  name: 'TaskError',
  code: 'task_without_result',
  message: 'its process ended well but left no result; does the entry program call runTask?',
  retryable: false,
};

/** A write of an earlier process that the store did late, or another program's: it is not what was asked for. */
export const OTHER_RESULT: TaskError = {
  name: 'TaskError',
  code: 'task_with_other_result',
  message:
    'the result in the store is of other inputs, parameters or another version of the step; does the entry program know the same flow as its parent?',
  retryable: true,
};
