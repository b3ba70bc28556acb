import type { Progress } from '../define/step.ts';
import type { TaskError } from '../errors.ts';
import { isRecord } from '../store/json.ts';

/** What a child process tells its parent. The result does not go this way: it is in the store. */
export type TaskMessage =
  | { readonly type: 'taken' }
  | { readonly type: 'progress'; readonly progress: Progress }
  | { readonly type: 'usage'; readonly peakMemoryBytes: number }
  | { readonly type: 'error'; readonly error: TaskError; readonly stack: string };

/** What the parent tells a process that stands by: its task. */
export interface Handover {
  /** Key of the task in the store. */
  readonly task: string;
  /** Set in the process's environment before the task begins. */
  readonly environment: Readonly<Record<string, string>>;
}

/** A handover, or null: the process may be sent other messages. */
export function parseHandover(value: unknown): Handover | null {
  if (!isRecord(value) || value['type'] !== 'task') return null;
  const { task, environment } = value;
  if (typeof task !== 'string' || !isRecord(environment)) return null;
  const texts = Object.entries(environment).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  return { task, environment: Object.fromEntries(texts) };
}

/** A message of ours, or null: a step body may send messages of its own. */
export function parseMessage(value: unknown): TaskMessage | null {
  if (!isRecord(value)) return null;
  if (value['type'] === 'taken') return { type: 'taken' };
  if (value['type'] === 'progress') return parseProgress(value['progress']);
  if (value['type'] === 'usage') return parseUsage(value['peakMemoryBytes']);
  if (value['type'] === 'error') return parseError(value['error'], value['stack']);
  return null;
}

export function parseProgress(
  value: unknown,
): Extract<TaskMessage, { readonly type: 'progress' }> | null {
  if (!isRecord(value)) return null;
  const { done, total, unit, message } = value;
  if (typeof done !== 'number') return null;
  return {
    type: 'progress',
    progress: {
      done,
      ...(typeof total === 'number' ? { total } : {}),
      ...(typeof unit === 'string' ? { unit } : {}),
      ...(typeof message === 'string' ? { message } : {}),
    },
  };
}

function parseUsage(peakMemoryBytes: unknown): TaskMessage | null {
  return typeof peakMemoryBytes === 'number' && peakMemoryBytes > 0
    ? { type: 'usage', peakMemoryBytes }
    : null;
}

export function parseError(
  value: unknown,
  stack: unknown,
): Extract<TaskMessage, { readonly type: 'error' }> | null {
  if (!isRecord(value)) return null;
  const { name, code, message, retryable } = value;
  if (typeof name !== 'string' || typeof code !== 'string' || typeof message !== 'string') {
    return null;
  }
  return {
    type: 'error',
    error: { name, code, message, retryable: retryable !== false },
    stack: typeof stack === 'string' ? stack : message,
  };
}

/** An error of any kind as data. Errors with `retryable: false` are not retried. */
export function describeError(error: unknown): { error: TaskError; stack: string } {
  if (!(error instanceof Error)) {
    const message = typeof error === 'string' ? error : JSON.stringify(error);
    return {
      error: { name: 'Error', code: 'step_failed', message, retryable: true },
      stack: message,
    };
  }
  const code = 'code' in error && typeof error.code === 'string' ? error.code : 'step_failed';
  const retryable = !('retryable' in error && error.retryable === false);
  return {
    error: { name: error.name, code, message: error.message, retryable },
    stack: withCauses(error),
  };
}

function withCauses(error: Error): string {
  const own = error.stack ?? error.message;
  return error.cause instanceof Error ? `${own}\ncaused by: ${withCauses(error.cause)}` : own;
}
