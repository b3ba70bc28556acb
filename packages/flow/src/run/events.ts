import type { Progress } from '../define/step.ts';
import type { TaskError } from '../errors.ts';

/** What happens in a run, as it happens. `task` is `step`, or `step/index` in a for-each. */
export type RunEvent =
  | {
      readonly type: 'run_started';
      readonly flow: string;
      readonly runId: string;
      readonly resumed: boolean;
    }
  | { readonly type: 'task_started'; readonly task: string; readonly attempt: number }
  | {
      readonly type: 'task_log';
      readonly task: string;
      readonly stream: 'stdout' | 'stderr';
      readonly line: string;
    }
  | { readonly type: 'task_progress'; readonly task: string; readonly progress: Progress }
  | { readonly type: 'task_reused'; readonly task: string }
  | { readonly type: 'task_finished'; readonly task: string; readonly ms: number }
  | {
      readonly type: 'task_retried';
      readonly task: string;
      readonly error: TaskError;
      readonly waitMs: number;
    }
  | { readonly type: 'task_failed'; readonly task: string; readonly error: TaskError }
  | {
      /** After the run has ended as it has: see `onSuccess` and `onFailure` of a flow. */
      readonly type: 'hook_failed';
      readonly hook: 'onSuccess' | 'onFailure';
      readonly error: TaskError;
    }
  | {
      readonly type: 'run_ended';
      readonly flow: string;
      readonly runId: string;
      readonly status: 'completed' | 'failed' | 'interrupted';
      readonly ms: number;
    };

/** The line that a person should see for an event, or null for none (progress, which a program draws). */
export function formatEvent(event: RunEvent): string | null {
  switch (event.type) {
    case 'run_started':
      return `run ${event.runId} of flow ${event.flow} ${event.resumed ? 'resumed' : 'started'}`;
    case 'task_started':
      return `[${event.task}] started${event.attempt === 1 ? '' : `, attempt ${event.attempt}`}`;
    case 'task_log':
      return `[${event.task}] ${event.line}`;
    case 'task_progress':
      return null;
    case 'task_reused':
      return `[${event.task}] reused`;
    case 'task_finished':
      return `[${event.task}] finished in ${formatMs(event.ms)}`;
    case 'task_retried':
      return `[${event.task}] failed: ${event.error.message} (${event.error.code}); again in ${formatMs(event.waitMs)}`;
    case 'task_failed':
      return `[${event.task}] failed: ${event.error.message} (${event.error.code})`;
    case 'hook_failed':
      return `warning: a hook of ${event.hook} failed: ${event.error.message} (${event.error.code}); the run is as it was`;
    case 'run_ended':
      return `run ${event.runId} of flow ${event.flow} ${event.status} after ${formatMs(event.ms)}`;
  }
}

function formatMs(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  return `${Math.floor(ms / 60_000)} min ${Math.round((ms % 60_000) / 1000)} s`;
}
