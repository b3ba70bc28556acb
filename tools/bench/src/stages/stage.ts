/** A process that does the work of one side once. It prints its outcome as the last line, in JSON. */
export interface Command {
  readonly file: string;
  readonly args: readonly string[];
}

/** Where the files of a stage are, and how large its work is. */
export interface Work {
  readonly folder: string;
  readonly rows: number;
  /** From 0. */
  readonly run: number;
}

/** What one process did and what it cost. */
export interface Outcome {
  readonly seconds: number;
  /** Of all threads: what a busy machine does not change much. */
  readonly cpuSeconds: number;
  /** Largest resident set of the process. */
  readonly peakBytes: number;
  /** What must be the same on all sides, or they did not do the same work; absent where nothing is compared. */
  readonly answer?: unknown;
  /** How good the result is, by the name of the measure. */
  readonly quality?: Readonly<Record<string, number>>;
  /** Of the library that did it. */
  readonly version: string;
}

/** Who does the work. */
export interface Side {
  readonly name: string;
  /** Default: a peer. A floor does less than the work, such as reading its file: a bound for all. */
  readonly is?: 'ours' | 'floor';
  /** At least so many times as fast as this peer is what we are out for. */
  readonly goal?: number;
}

/** One piece of work that is timed beside the libraries that a user would pick instead. */
export interface Stage {
  readonly name: string;
  /** What is timed. */
  readonly about: string;
  /** What `rows` counts. */
  readonly unit: string;
  /** Rows of a full run. */
  readonly sizes: readonly number[];
  readonly sides: readonly Side[];
  /** Programs that have to be there, with the command that makes them. */
  readonly needs: Readonly<Record<string, string>>;
  /** Writes what the sides read, once for a size. */
  prepare(work: Omit<Work, 'run'>): Promise<void>;
  command(side: string, work: Work): Command;
}
