import type { Progress, StepDefinition } from '../define/step.ts';
import type { TaskError } from '../errors.ts';
import type { RunAddress } from '../store/layout.ts';
import type { FlowStore } from '../store/store.ts';
import type { TaskSpec } from '../task/task.ts';

/**
 * All that a run meets besides its store: clocks, processes, chance. `thisMachine` is the real one; a simulation hands
 * in another, and the code that runs is the same.
 */
export interface World {
  /** The clock on the wall, which may jump: for what people read, nothing is decided by it. */
  now(): Date;
  /** Milliseconds of a clock that never goes back, from any moment on. */
  elapsedMs(): number;
  /** Resolves after that time, or when `stop` aborts. */
  wait(ms: number, stop: AbortSignal): Promise<void>;
  /** A name that nobody else has. */
  uniqueName(): string;
  /** This process. */
  self(): Promise<ProcessIdentity>;
  /** Whether a process may still be there; one that cannot be asked counts as alive. */
  isAlive(process: ProcessIdentity): Promise<boolean>;
  /** Prepares the place where one attempt of a task is made. */
  openAttempt(store: FlowStore, task: TaskSpec, step: StepDefinition): Promise<Attempt>;
  /**
   * The attempt that an earlier process began and that may still be under way elsewhere, such as on AWS Batch; null: it is
   * not. Absent in a world whose attempts end with their process.
   */
  findUnderWay?(
    store: FlowStore,
    task: TaskSpec,
    step: StepDefinition,
  ): Promise<AttemptUnderWay | null>;
  /** Hears which step is likely to begin next, and may make ready what its task needs. */
  foresee?(flow: string, step: StepDefinition): void;
  /** Lets go of what was made ready in vain. Called at the end of an execution. */
  dismiss?(): Promise<void>;
  /** Saves what attempts left whose process was killed, and removes the rest. */
  salvage(store: FlowStore, run: RunAddress): Promise<void>;
}

/** A process as another one can tell it from all others, of any time and machine. */
export interface ProcessIdentity {
  readonly pid: number;
  readonly host: string;
  /** Names the time since the machine was last started; null where the system does not say. */
  readonly boot: string | null;
  /** Names the set of processes among which `pid` counts, such as those of a container; null where there is one only. */
  readonly space: string | null;
  /** When it began, since that start; null where the system does not say. */
  readonly bornAt: string | null;
}

/** An attempt that outlives the process that began it: `openAttempt` of the same task takes it over. */
export interface AttemptUnderWay {
  /** Ends it: it is not wanted any more. */
  cancel(): Promise<void>;
}

/** One attempt of a task, in a process of its own. */
export interface Attempt {
  run(options: AttemptOptions): Promise<AttemptEnd>;
  /** Adds text to the log. */
  note(text: string): void;
  /** Puts the log into the store and removes what the attempt left elsewhere. */
  close(): Promise<void>;
}

export interface AttemptOptions {
  /** Key of the task in the store. */
  readonly taskKey: string;
  readonly timeoutMs: number | null;
  /** Aborts when the run is to stop. */
  readonly stop: AbortSignal;
  /** Aborts when another task of the run has failed for good: what costs money elsewhere need not go on. */
  readonly broken: AbortSignal;
  onLine(stream: 'stdout' | 'stderr', line: string): void;
  onProgress(progress: Progress): void;
  /** Hears at the end how much memory the attempt's process held at its peak. */
  onUsage?(peakMemoryBytes: number): void;
}

/** How an attempt ended: `error` is null when it says that all went well. The store has the last word. */
export interface AttemptEnd {
  readonly error: TaskError | null;
  readonly stack: string | null;
}
