/** Flags of `lf run` that stand over the settings. */
export interface RunFlags {
  /** Folder with the raw tables. */
  readonly data?: string;
  /** File of the model configuration. */
  readonly config?: string;
  readonly seed?: number;
  readonly events?: number;
  readonly port?: number;
  readonly maxWorkers?: number;
  /** Deploys a model that is worse than the serving one too. */
  readonly force?: boolean;
  readonly tag?: readonly string[];
  readonly runId?: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/** The flags of `lf resume`. */
export interface ResumeFlags {
  readonly breakLock?: boolean;
  readonly force?: boolean;
  readonly json?: boolean;
}
