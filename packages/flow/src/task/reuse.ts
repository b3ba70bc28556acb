import { isIntact } from '../store/artifact.ts';
import type { JsonRecord } from '../store/json.ts';
import { taskPrefix } from '../store/layout.ts';
import type { TaskAddress } from '../store/layout.ts';
import type { FlowStore } from '../store/store.ts';
import { readsSame } from './params-read.ts';
import { inputsDigestOf, readTaskResult, secureTaskResult } from './task.ts';
import type { TaskResult, TaskSpec } from './task.ts';

/** The attempts of a task that left a trace in the store, the oldest first. */
export async function attemptsOf(store: FlowStore, task: TaskAddress): Promise<number[]> {
  const prefix = taskPrefix(task);
  const attempts = new Set<number>();
  for await (const key of store.list(prefix)) {
    const [, attempt] = /^(\d+)\/[a-z]+\.[a-z]+$/.exec(key.slice(prefix.length)) ?? [];
    if (attempt !== undefined) attempts.add(Number(attempt));
  }
  return [...attempts].sort((a, b) => a - b);
}

/** What a task would be done with now. */
export interface Wanted {
  readonly version: string;
  readonly inputsDigest: string;
  readonly params: JsonRecord;
}

/**
 * The newest result of a task that is what doing it now would give: the same version of the step,
 * the same inputs and item, the same values of the parameters that it read, and all its artifacts
 * in the store with the right bytes. Null when there is none.
 */
export async function findReusable(
  store: FlowStore,
  task: TaskAddress,
  attempts: readonly number[],
  wanted: Wanted,
): Promise<{ readonly result: TaskResult; readonly attempt: number } | null> {
  for (const attempt of attempts.toReversed()) {
    const result = await readTaskResult(store, task, attempt);
    if (result !== null && matches(result, wanted) && (await allIntact(store, result))) {
      await secureTaskResult(store, task, attempt);
      return { result, attempt };
    }
  }
  return null;
}

/** Whether a result is what an attempt was asked for. */
export function isResultOf(
  result: TaskResult,
  { version }: Pick<Wanted, 'version'>,
  task: TaskSpec,
): boolean {
  return matches(result, { version, inputsDigest: inputsDigestOf(task), params: task.params });
}

function matches(result: TaskResult, wanted: Wanted): boolean {
  return (
    result.version === wanted.version &&
    result.inputsDigest === wanted.inputsDigest &&
    readsSame(result, wanted.params)
  );
}

async function allIntact(store: FlowStore, result: TaskResult): Promise<boolean> {
  for (const artifact of result.artifacts) {
    if (!(await isIntact(store, artifact))) return false;
  }
  return true;
}
