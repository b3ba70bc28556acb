import type { OutputFlags } from '../terminal/output-flags.ts';

/** Flags that decide what is trained, of `lf run` and of `lf resume`. */
export interface ModelFlags {
  /** File of the model configuration. */
  readonly config?: string;
  readonly seed?: number;
  /** The model, where a flow has a choice. */
  readonly model?: string;
  /** Rec: file that lists the models to choose from. */
  readonly sweep?: string;
}

/** Flags of `lf run` that stand over the settings. */
export interface RunFlags extends ModelFlags, OutputFlags {
  /** Folder with the raw tables. */
  readonly data?: string;
  readonly events?: number;
  readonly port?: number;
  readonly maxWorkers?: number;
  /** Deploys a model that is worse than the serving one too. */
  readonly force?: boolean;
  readonly tag?: readonly string[];
  readonly runId?: string;
  /** `<step>` or `<step>:<port>`: that step's process waits for a debugger. */
  readonly inspect?: string;
}

/** The flags of `lf resume`. */
export interface ResumeFlags extends ModelFlags, OutputFlags {
  /** Folder with the raw tables, instead of the run's data. */
  readonly data?: string;
  /** File of the expectation suite, instead of the run's. */
  readonly suite?: string;
  /** Step that is done again, with all that follow. */
  readonly from?: string;
  readonly port?: number;
  readonly breakLock?: boolean;
  readonly force?: boolean;
}
