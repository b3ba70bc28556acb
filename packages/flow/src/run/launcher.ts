import type { StepDefinition } from '../define/step.ts';
import type { FlowStore } from '../store/store.ts';
import type { TaskSpec } from '../task/task.ts';
import type { AttemptEnd, AttemptOptions, AttemptUnderWay } from './world.ts';

/** Code of the error of an attempt that was ended because the run stops or another task has failed. */
export const CANCELLED = 'task_cancelled';

/** What is launched: one attempt of a task, with what its step needs. */
export interface LaunchOptions extends AttemptOptions {
  readonly store: FlowStore;
  readonly task: TaskSpec;
  readonly step: StepDefinition;
}

/**
 * A place other than this machine where attempts are made, such as AWS Batch. What they need and what they leave goes
 * through the store alone, so an attempt outlives the process that launched it.
 */
export interface Launcher {
  /** Of the steps that need resources, which are made there; the others on this machine. Absent: all. */
  isFor?(step: StepDefinition): boolean;
  /** Runs an attempt to its end, or continues one that an earlier process launched. */
  launch(options: LaunchOptions): Promise<AttemptEnd>;
  /** The attempt of an earlier process that may still be under way; null: it is not. */
  findUnderWay(store: FlowStore, task: TaskSpec): Promise<AttemptUnderWay | null>;
  /** Removes from the store what only served to follow the attempt. Called when its log is in the store. */
  clean(store: FlowStore, task: TaskSpec): Promise<void>;
}
