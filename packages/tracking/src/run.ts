import type { ParamValue } from './tracker.ts';

/** One value of a metric. */
export interface MetricPoint {
  readonly step: number;
  /** May be NaN or an infinity. */
  readonly value: number;
  /** When it was noted, ms since 1970. */
  readonly atMs: number;
}

export interface TrackedArtifact {
  readonly name: string;
  readonly uri: string;
}

/** All that was noted of one run. */
export interface TrackedRun {
  readonly runId: string;
  readonly startedMs: number;
  /** `running`: it has not finished, or was killed. */
  readonly status: 'running' | 'completed' | 'failed';
  readonly params: Readonly<Record<string, ParamValue>>;
  readonly tags: Readonly<Record<string, string>>;
  /** By metric, in the order of steps; of a step that was noted twice, the later value. */
  readonly metrics: Readonly<Record<string, readonly MetricPoint[]>>;
  /** In the order of their first noting; of a name that was noted twice, the later URI. */
  readonly artifacts: readonly TrackedArtifact[];
}
