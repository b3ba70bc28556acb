/** How far a job is. */
export interface Progress {
  /** What is being done, such as 'convert', 'check', 'store', 'sort', 'read'. */
  readonly stage: string;
  /** The table at work, where there are several. */
  readonly table?: string;
  /** Rows done; 0 as long as they are not counted. */
  readonly rows: number;
  /** Bytes of the input done, estimated from DuckDB's progress. */
  readonly bytes: number;
  /** Bytes of the input. */
  readonly totalBytes: number;
}

export type OnProgress = (progress: Progress) => void;
