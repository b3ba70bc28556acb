/** Who checks: us, the peers, and as floors one plain scan of the file and Node with both libraries loaded. */
export const SIDES = ['ours', 'scan', 'nothing', 'gx', 'pandera'] as const;

export type Side = (typeof SIDES)[number];

/** What one check of one suite cost, from opening the file to the last result. */
export interface Cost {
  readonly seconds: number;
  /** Of all threads: what a busy machine does not change much. */
  readonly cpuSeconds: number;
  /** Largest resident set of the process. */
  readonly peakBytes: number;
  /** Success by expectation, in the order of the suite; empty for the scan. */
  readonly flags: readonly boolean[];
}
