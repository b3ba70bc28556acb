import type { Source } from './record/entry.ts';
import type { ArtifactDetails, LogLevel, ParamValue } from './tracker.ts';
import type { Curve } from './values/curve.ts';
import type { Histogram } from './values/histogram.ts';

/** One value of a metric. */
export interface MetricPoint {
  readonly step: number;
  /** May be NaN or an infinity. */
  readonly value: number;
  /** When it was noted, ms since 1970. */
  readonly atMs: number;
}

export interface TrackedArtifact extends ArtifactDetails {
  readonly name: string;
  readonly uri: string;
}

/** When something that is no metric was noted. */
export interface Stepped {
  readonly step: number;
  readonly atMs: number;
}

/** A file that the tracker keeps: a PNG, or a table as JSON `{ columns, data }`. */
export interface TrackedFile extends Stepped {
  /** Relative to the run's directory. */
  readonly path: string;
}

export interface LogLine {
  readonly atMs: number;
  readonly level: LogLevel;
  readonly message: string;
}

/** Values of a name in the order of steps; of a step that was noted twice, the later one. */
type ByName<Value> = Readonly<Record<string, readonly Value[]>>;

/** All that was noted of one run. */
export interface TrackedRun {
  readonly runId: string;
  readonly experiment?: string;
  readonly name?: string;
  readonly startedMs: number;
  /** `running`: it has not finished, or was killed. */
  readonly status: 'running' | 'completed' | 'failed';
  readonly params: Readonly<Record<string, ParamValue>>;
  readonly tags: Readonly<Record<string, string>>;
  readonly metrics: ByName<MetricPoint>;
  /** In the order of their first noting; of a name that was noted twice, the later one. */
  readonly artifacts: readonly TrackedArtifact[];
  readonly histograms: ByName<Histogram & Stepped>;
  readonly images: ByName<TrackedFile>;
  readonly tables: ByName<TrackedFile>;
  readonly curves: ByName<Curve & Stepped>;
  readonly log: readonly LogLine[];
  /** What the machine was doing, in the order of time; `step` counts the samples. */
  readonly system: ByName<MetricPoint>;
  /** The code that it was made by, the last one of a resumed run; null when it was not in a git repository. */
  readonly source: Source | null;
}
