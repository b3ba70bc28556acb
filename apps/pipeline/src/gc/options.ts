/** Which old runs go, and what counts as old. */
export interface GcOptions {
  /** The newest completed runs of each flow stay, as many as this; null: no run goes for its rank. */
  readonly keepLast: number | null;
  /** Runs younger than so many days stay; null: no run goes for its age. */
  readonly keepDays: number | null;
  /** Runs with any of these tags stay. */
  readonly keepTags: readonly string[];
  /** What was written less than so many hours ago stays: its writer may not have named it yet. */
  readonly graceHours: number;
  /** Hosts whose processes are gone for good, such as containers of yesterday: their locks hold nothing. */
  readonly goneHosts: readonly string[];
  /** Copies that were not used for so many days go. */
  readonly cacheDays: number;
}

export const MS_PER_HOUR = 60 * 60 * 1000;
export const MS_PER_DAY = 24 * MS_PER_HOUR;

/**
 * Clocks of the machines that share a datastore may differ by so much, and the times of objects in S3 are its own: what is
 * this much older than a run under way counts as written by it.
 */
export const CLOCK_MARGIN_MS = 60 * 60 * 1000;
