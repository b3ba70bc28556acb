import type { ArtifactRef, JsonArtifact } from '../store/artifact.ts';
import type { Storable } from '../store/json.ts';
import type { ExitHooks } from './hooks.ts';

/** Progress of a step. */
export interface Progress {
  readonly done: number;
  readonly total?: number;
  /** What is counted, e.g. `epoch`. */
  readonly unit?: string;
  readonly message?: string;
}

/** What a step body is given. `Item` is undefined outside a for-each. */
export interface StepContext<Params, Inputs, Item> {
  /** The run's parameters. Which of them the body reads is recorded: a change of those redoes the task. */
  readonly params: Params;
  /** Outputs of the parents, by the parents' names; of a for-each parent, a list in item order. */
  readonly inputs: Inputs;
  readonly item: Item;
  /** Place of the item in its list; 0 outside a for-each. */
  readonly index: number;
  /** Name of the flow. */
  readonly flow: string;
  readonly runId: string;
  /** From 1, counted over all resumes of the run. */
  readonly attempt: number;
  /** An empty directory of this attempt, removed when it ends. */
  readonly workDir: string;
  /** Prints a line: it is shown live and kept in the log. */
  readonly log: (message: string) => void;
  readonly progress: (progress: Progress) => void;
  readonly putFile: (localPath: string, mediaType: string) => Promise<ArtifactRef>;
  readonly putBytes: (bytes: Uint8Array, mediaType: string) => Promise<ArtifactRef>;
  readonly putJson: <T>(value: T & Storable<T>) => Promise<JsonArtifact<T>>;
  /** A path on this machine where the artifact can be read, its digest checked; do not write there. */
  readonly localPath: (ref: ArtifactRef) => Promise<string>;
  readonly getBytes: (ref: ArtifactRef) => Promise<Uint8Array>;
  readonly getJson: <T>(ref: JsonArtifact<T>) => Promise<T>;
}

export interface RetryPolicy {
  /** Attempts after the first. */
  readonly retries: number;
  /** Wait before the first retry. */
  readonly backOffMs: number;
  /** Each further wait is this many times longer. */
  readonly factor: number;
}

export const DEFAULT_RETRY: RetryPolicy = { retries: 0, backOffMs: 1000, factor: 2 };

/** What a step needs of a machine. A run that may go elsewhere than this machine, such as to AWS Batch, does its steps there. */
export interface StepResources {
  /** Virtual processors. */
  readonly cpu: number;
  readonly memoryMb: number;
  /** Graphics processors. Default: none. */
  readonly gpu?: number;
  /** Short name of a container image; the launcher maps it to an image. Default: `base`. */
  readonly image?: string;
}

/** What every kind of step may say about itself. */
export interface StepSettings {
  /** Change it when the body changes what it computes: finished tasks of older versions are redone on resume. Default '1'. */
  readonly version?: string;
  readonly retry?: Partial<RetryPolicy>;
  /** An attempt that takes longer is stopped, with all processes it started. Default: no limit. */
  readonly timeoutMs?: number;
  /** Default: the step always runs on the machine of the run. */
  readonly resources?: StepResources;
  /**
   * Imports what the body needs, such as `() => import('./train.js')`. Where the command stands by, a process does so while
   * the step before runs, so that the body begins at once. Default: nothing is imported ahead.
   */
  readonly load?: () => Promise<unknown>;
}

/** A step without its types: what the engine and the lint rules see. */
export interface StepDefinition {
  readonly name: string;
  readonly kind: 'step' | 'for-each' | 'join';
  readonly after: readonly string[];
  readonly version: string;
  readonly retry: RetryPolicy;
  readonly timeoutMs: number | null;
  readonly resources: StepResources | null;
  /** Of a for-each: the items, chosen from the parents' outputs. */
  over?(scope: { readonly params: unknown; readonly inputs: unknown }): readonly unknown[];
  /** Imports ahead what the body needs. */
  load?(): Promise<unknown>;
  /** Gives the outputs, or a promise of them. */
  run(context: StepContext<unknown, unknown, unknown>): unknown;
}

/** A flow without its types. */
export interface FlowDefinition {
  readonly name: string;
  readonly steps: readonly StepDefinition[];
  /** Default: none. */
  readonly hooks?: ExitHooks;
}
