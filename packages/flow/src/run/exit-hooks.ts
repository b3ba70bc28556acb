import { NO_HOOKS } from '../define/hooks.ts';
import type { CompletedRun, EndedRun, UnfinishedRun } from '../define/hooks.ts';
import type { FlowDefinition } from '../define/step.ts';
import { FlowError, RunFailedError, RunInterruptedError } from '../errors.ts';
import { describeError } from '../task/message.ts';
import type { RunEvent } from './events.ts';
import type { World } from './world.ts';

/** Enough for a message to a slow service; a run that nobody watches must not hang on it. */
export const DEFAULT_HOOK_TIMEOUT_MS = 60_000;

/** What hooks need to be run. */
export interface HookOptions {
  readonly world: Pick<World, 'wait'>;
  /** Of one hook. */
  readonly timeoutMs: number;
  readonly emit: (event: RunEvent) => void;
}

type Told<Run extends EndedRun> = Omit<Run, 'signal' | 'status'>;

/** Runs the hooks of a run that is completed, one after another. What one throws is told as a warning. */
export async function runSuccessHooks(
  flow: FlowDefinition,
  run: Told<CompletedRun>,
  options: HookOptions,
): Promise<void> {
  for (const hook of (flow.hooks ?? NO_HOOKS).onSuccess) {
    await runHook('onSuccess', options, (signal) =>
      hook.run({ ...run, status: 'completed', signal }),
    );
  }
}

/** The same of a run that ended by an error. */
export async function runFailureHooks(
  flow: FlowDefinition,
  run: Omit<Told<UnfinishedRun>, 'failures'>,
  options: HookOptions,
): Promise<void> {
  const { error } = run;
  const status = error instanceof RunInterruptedError ? 'interrupted' : 'failed';
  const failures = error instanceof RunFailedError ? error.failures : [];
  for (const hook of (flow.hooks ?? NO_HOOKS).onFailure) {
    await runHook('onFailure', options, (signal) => hook.run({ ...run, status, failures, signal }));
  }
}

async function runHook(
  hook: 'onSuccess' | 'onFailure',
  { world, timeoutMs, emit }: HookOptions,
  call: (signal: AbortSignal) => unknown,
): Promise<void> {
  const late = new AbortController();
  const done = new AbortController();
  const limit = async (): Promise<never> => {
    await world.wait(timeoutMs, done.signal);
    const error = new FlowError('hook_timed_out', `it took longer than ${timeoutMs} ms`);
    late.abort(error);
    throw error;
  };
  try {
    await Promise.race([(async () => call(late.signal))(), limit()]);
  } catch (error) {
    emit({ type: 'hook_failed', hook, error: describeError(error).error });
  } finally {
    done.abort();
  }
}
