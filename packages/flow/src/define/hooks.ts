import type { TaskFailure } from '../errors.ts';
import type { TaskSummary } from '../run/record.ts';
import type { OutputsOf } from './flow.ts';

/** What both kinds of hooks are told. */
export interface EndedRun<Params extends object = object> {
  readonly flow: string;
  readonly runId: string;
  readonly params: Params;
  /** Whether it was `resumeRun` that ended. */
  readonly resumed: boolean;
  /** Of this execution. */
  readonly ms: number;
  /** Aborts when the hook's time is over: nothing waits for it any more. */
  readonly signal: AbortSignal;
}

/** What `onSuccess` is told. */
export interface CompletedRun<
  Params extends object = object,
  Outputs extends object = object,
> extends EndedRun<Params> {
  readonly status: 'completed';
  /** In the order in which they ended. */
  readonly tasks: readonly TaskSummary[];
  /** Outputs by step; of a for-each, a list in item order. */
  readonly outputs: Outputs;
}

/** What `onFailure` is told. */
export interface UnfinishedRun<Params extends object = object> extends EndedRun<Params> {
  /** `interrupted`: a signal such as Ctrl-C, `stopRun` or the caller stopped it; it can be resumed. */
  readonly status: 'failed' | 'interrupted';
  /** What `runFlow` or `resumeRun` throws after the hooks. */
  readonly error: unknown;
  /** Tasks that failed for good; none where the run was stopped, or where the store failed. */
  readonly failures: readonly TaskFailure[];
}

/** What a flow's `onSuccess` takes. */
export type SuccessHook<Params extends object, Steps extends object> = (
  run: CompletedRun<Params, OutputsOf<Steps, keyof Steps>>,
) => unknown;

/** What a flow's `onFailure` takes. */
export type FailureHook<Params extends object> = (run: UnfinishedRun<Params>) => unknown;

/** The hooks of a flow without their types, each kind in the order of declaration. */
export interface ExitHooks {
  readonly onSuccess: readonly { run(run: CompletedRun): unknown }[];
  readonly onFailure: readonly { run(run: UnfinishedRun): unknown }[];
}

export const NO_HOOKS: ExitHooks = { onSuccess: [], onFailure: [] };
