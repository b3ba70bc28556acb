import type { TaskError } from '../errors.ts';
import type { RunRecord } from '../run/record.ts';
import { decodeJsonOrNull, isRecord } from '../store/json.ts';
import type { JsonRecord } from '../store/json.ts';
import { ATTEMPT_FILES, runPrefix, taskName } from '../store/layout.ts';
import type { FlowStore } from '../store/store.ts';
import { readTaskResult } from '../task/task.ts';
import { findRun } from './find-run.ts';
import { readGrowingLog } from './growing-log.ts';

/** One attempt as its files tell it. */
export interface AttemptView {
  readonly step: string;
  readonly index: number | null;
  readonly attempt: number;
  /** `unfinished`: it runs, or was ended before it could say anything. */
  readonly status: 'finished' | 'failed' | 'unfinished';
  readonly outputs: JsonRecord | null;
  readonly error: TaskError | null;
  readonly logKey: string;
}

export interface RunView extends RunRecord {
  /** By step, index and attempt. */
  readonly attempts: readonly AttemptView[];
}

/**
 * A run with every attempt of every task.
 *
 * @throws UnknownRunError
 */
export async function showRun(store: FlowStore, runId: string): Promise<RunView> {
  const run = await findRun(store, runId);
  const prefix = runPrefix(run);
  const files = new Map<string, Set<string>>();
  for await (const key of store.list(prefix)) {
    const [, path, file] = /^(.*\/\d+)\/([a-z]+\.[a-z]+)$/.exec(key.slice(prefix.length)) ?? [];
    if (path !== undefined && file !== undefined) {
      files.set(path, (files.get(path) ?? new Set()).add(file));
    }
  }
  const read = async ([path, names]: readonly [
    string,
    ReadonlySet<string>,
  ]): Promise<AttemptView> => {
    const [step = '', ...numbers] = path.split('/');
    const attempt = Number(numbers.at(-1));
    const index = numbers.length > 1 ? Number(numbers[0]) : null;
    const result = await readTaskResult(store, { ...run, step, index }, attempt);
    const error = names.has(ATTEMPT_FILES.error)
      ? readError(await store.get(`${prefix}${path}/${ATTEMPT_FILES.error}`))
      : null;
    return {
      step,
      index,
      attempt,
      status: result !== null ? 'finished' : error !== null ? 'failed' : 'unfinished',
      outputs: result?.outputs ?? null,
      error,
      logKey: `${prefix}${path}/${ATTEMPT_FILES.log}`,
    };
  };
  const attempts = await Promise.all([...files].map(read));
  // The record has the tasks as they ended; what did not end came last
  const steps = [...new Set(run.tasks.map(({ step }) => step))];
  const placeOf = ({ step }: AttemptView): number =>
    steps.includes(step) ? steps.indexOf(step) : steps.length;
  const order = (a: AttemptView, b: AttemptView): number =>
    placeOf(a) - placeOf(b) ||
    a.step.localeCompare(b.step) ||
    (a.index ?? 0) - (b.index ?? 0) ||
    a.attempt - b.attempt;
  return { ...run, attempts: attempts.sort(order) };
}

/**
 * The log of a task's newest attempt, or of the one asked for; null when there is none.
 *
 * @throws UnknownRunError
 */
export async function readLog(
  store: FlowStore,
  runId: string,
  task: string,
  attempt?: number,
): Promise<string | null> {
  const { attempts } = await showRun(store, runId);
  const ofTask = attempts.filter((each) => taskName(each) === task);
  const chosen =
    attempt === undefined ? ofTask.at(-1) : ofTask.find((each) => each.attempt === attempt);
  return chosen === undefined ? null : readLogAt(store, chosen.logKey);
}

/** The log of an attempt, also one that is under way on this machine; null when there is none. */
export async function readLogAt(store: FlowStore, logKey: string): Promise<string | null> {
  // First the one that grows: it may be put into the store and removed in between
  const growing = await readGrowingLog(store, logKey);
  const bytes =
    growing ?? ((await store.exists(logKey)) ? Buffer.from(await store.get(logKey)) : null);
  return bytes === null ? null : bytes.toString('utf8');
}

function readError(bytes: Uint8Array): TaskError | null {
  const value = decodeJsonOrNull(bytes);
  if (!isRecord(value)) return null;
  const { name, code, message, retryable } = value;
  if (typeof name !== 'string' || typeof code !== 'string' || typeof message !== 'string') {
    return null;
  }
  return { name, code, message, retryable: retryable !== false };
}
