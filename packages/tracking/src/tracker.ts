export type ParamValue = string | number | boolean | null;

/**
 * Where a run's parameters, metrics, tags and artifacts are noted. Calls return at once and never
 * throw because of a back end: what went wrong is told by `finish`.
 */
export interface Tracker {
  /** Notes parameters. A name noted again keeps its last value. */
  params(values: Readonly<Record<string, ParamValue>>): void;
  /**
   * Notes a value for each metric.
   *
   * @param step e.g. the epoch; default: one more than the last step of that metric, from 0
   */
  metrics(values: Readonly<Record<string, number>>, step?: number): void;
  /** Notes tags. A name noted again keeps its last value. */
  tags(values: Readonly<Record<string, string>>): void;
  /** Notes that the run made an artifact, and where it is. */
  artifact(name: string, uri: string): void;
  /**
   * Writes all that is noted and ends the tracking. Calls after it are ignored, another `finish` too.
   *
   * @throws TrackingError when a part of what was noted could not be kept
   */
  finish(status: 'completed' | 'failed'): Promise<void>;
}
