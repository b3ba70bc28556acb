/** What both sides are given: `task.json` beside the arrays, each little-endian in a file of its name. */
export interface SharedTask {
  readonly items: number;
  /** Sessions of an epoch. */
  readonly sessions: number;
  /** Batches in the files. */
  readonly steps: number;
  readonly batch: number;
  readonly time: number;
  readonly dimensions: number;
  readonly heads: number;
  readonly feedForward: number;
  readonly layers: number;
  readonly learningRate: number;
  readonly dropout: number;
  /** Weights by the names of @lf/kernels' `MaskedLmWeights`, with their shapes. */
  readonly weights: Readonly<Record<string, readonly number[]>>;
}

/** What a side answers, as one line of JSON. */
export interface SideResult {
  /** Losses of the first steps without dropout, from the same weights on the same batches. */
  readonly losses: readonly number[];
  /** Of one epoch over all sessions. */
  readonly epochSeconds: number;
  /** How the epoch's time was found. */
  readonly measured: string;
  readonly peakBytes: number;
}
