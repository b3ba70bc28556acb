import { closeSync, openSync, writeSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import type { StepDefinition } from '../define/step.ts';
import type { TaskError } from '../errors.ts';
import { encodeJson } from '../store/json.ts';
import { ATTEMPT_FILES, attemptPrefix, taskName } from '../store/layout.ts';
import { readTaskResult, writeTaskSpec } from '../task/task.ts';
import type { TaskResult, TaskSpec } from '../task/task.ts';
import { WORK_DIR_VARIABLE } from '../task/run-task.ts';
import { runChild } from './child.ts';
import type { Execution } from './execution.ts';
import { openAttemptScratch } from './scratch.ts';

/** How a task ended in this execution. */
export type TaskEnd =
  | { readonly type: 'finished'; readonly result: TaskResult; readonly attempts: number }
  | {
      readonly type: 'failed';
      readonly error: TaskError;
      readonly attempts: number;
      readonly logKey: string;
    }
  | { readonly type: 'stopped' };

/** Attempts a task until it is finished, its retries are used up, or the run stops. */
export async function attemptTask(
  execution: Execution,
  step: StepDefinition,
  task: Omit<TaskSpec, 'attempt'>,
  lastAttempt: number,
): Promise<TaskEnd> {
  const { retry } = step;
  const name = taskName(task);
  for (let attempts = 1; ; attempts += 1) {
    const spec: TaskSpec = { ...task, attempt: lastAttempt + attempts };
    execution.emit({ type: 'task_started', task: name, attempt: spec.attempt });
    const outcome = await attemptOnce(execution, step, spec);
    if ('result' in outcome) return { type: 'finished', result: outcome.result, attempts };
    if (execution.stop.aborted) return { type: 'stopped' };
    const { error } = outcome;
    if (!error.retryable || attempts > retry.retries) {
      const logKey = `${attemptPrefix(spec, spec.attempt)}${ATTEMPT_FILES.log}`;
      return { type: 'failed', error, attempts, logKey };
    }
    const waitMs = retry.backOffMs * retry.factor ** (attempts - 1);
    execution.emit({ type: 'task_retried', task: name, error, waitMs });
    await wait(waitMs, undefined, { signal: execution.stop }).catch(() => undefined);
    if (execution.stop.aborted) return { type: 'stopped' };
  }
}

type Outcome = { readonly result: TaskResult } | { readonly error: TaskError };

async function attemptOnce(
  execution: Execution,
  step: StepDefinition,
  spec: TaskSpec,
): Promise<Outcome> {
  const { store, emit } = execution;
  const task = taskName(spec);
  const taskKey = await writeTaskSpec(store, spec);
  const scratch = await openAttemptScratch(store, execution.scratchDirectory, spec, spec.attempt);
  const log = openSync(scratch.logPath, 'a');
  try {
    const { error, stack } = await runChild({
      command: execution.command,
      taskKey,
      step: step.name,
      env: { [WORK_DIR_VARIABLE]: scratch.workDir },
      timeoutMs: step.timeoutMs,
      graceMs: execution.graceMs,
      stop: execution.stop,
      onLine: (stream, line) => {
        writeSync(log, `${line}\n`);
        emit({ type: 'task_log', task, stream, line });
      },
      onProgress: (progress) => emit({ type: 'task_progress', task, progress }),
    });
    // The store has the last word: a child that committed and then was killed has done its work.
    const result = await readTaskResult(store, spec, spec.attempt);
    if (result !== null) return { result };
    const failure = error ?? NO_RESULT;
    writeSync(log, `${stack ?? failure.message}\n`);
    if (!execution.stop.aborted) {
      const errorKey = `${attemptPrefix(spec, spec.attempt)}${ATTEMPT_FILES.error}`;
      await store.put(errorKey, encodeJson(failure, 'error'));
    }
    return { error: failure };
  } finally {
    closeSync(log);
    await scratch.close();
  }
}

const NO_RESULT: TaskError = {
  name: 'TaskError',
  code: 'task_without_result',
  message: 'its process ended well but left no result; does the entry program call runTask?',
  retryable: false,
};
