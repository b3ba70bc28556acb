/** The program that containers run, as it lies in the datastore. */
export interface CodePackage {
  /** s3: or file: URL of a gzipped tar. */
  readonly url: string;
  readonly sha256: string;
  /** `<process.platform>-<process.arch>` that it is for. */
  readonly system: string;
  /** Path of the entry program in it. */
  readonly entry: string;
}

/** How jobs are made. */
export interface BatchSettings {
  /** Name or ARN. */
  readonly queue: string;
  /** Container images by the short names that steps use; `base` is the default one. */
  readonly images: Readonly<Record<string, string | undefined>>;
  /** ARN of the role of the jobs: how they reach the datastore. */
  readonly jobRole?: string;
  /** What the entry program is called with for a task; `--task <key>` is added. */
  readonly entryArgs: readonly string[];
  /** The whole environment of a container but for AWS's own variables. It is readable in the job definition: no secrets. */
  readonly environment: Readonly<Record<string, string>>;
  /** How often a job is begun whose machine is taken away, 1 to 10. */
  readonly beginnings: number;
  /** Of a step without a time limit. */
  readonly longestJobS: number;
}
