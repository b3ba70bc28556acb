/** The data's journey as it is timed: each stage reads what the one before it wrote. */
export const STAGES = ['upload', 'transform', 'sessions'] as const;

export type Stage = (typeof STAGES)[number];

/** What one run of one stage cost. */
export interface Cost {
  readonly stage: Stage;
  readonly rows: number;
  readonly seconds: number;
  /** Largest resident set of the process. */
  readonly peakBytes: number;
}
