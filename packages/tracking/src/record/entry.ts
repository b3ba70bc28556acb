import type { ArtifactDetails, LogLevel, ParamValue } from '../tracker.ts';
import type { Curve } from '../values/curve.ts';
import type { Histogram } from '../values/histogram.ts';

/** How a run is called where several are kept. */
export interface RunNames {
  readonly runId: string;
  /** What runs are grouped by: an MLflow experiment, a folder of TensorBoard. */
  readonly experiment?: string;
  /** A name for people; default: the run id. */
  readonly name?: string;
}

/** One line of the file, without its time. Paths are relative to the run's directory. */
export type Entry =
  | ({ readonly type: 'run' } & RunNames)
  | { readonly type: 'param'; readonly name: string; readonly value: ParamValue }
  | { readonly type: 'tag'; readonly name: string; readonly value: string }
  | {
      readonly type: 'metric';
      readonly name: string;
      readonly step: number;
      readonly value: number;
    }
  | ({ readonly type: 'histogram'; readonly name: string; readonly step: number } & Histogram)
  | {
      readonly type: 'image';
      readonly name: string;
      readonly step: number;
      readonly path: string;
      readonly width: number;
      readonly height: number;
    }
  | {
      readonly type: 'table';
      readonly name: string;
      readonly step: number;
      readonly path: string;
      readonly rows: number;
    }
  | {
      readonly type: 'curve';
      readonly name: string;
      readonly step: number;
      readonly curve: Curve;
    }
  | { readonly type: 'log'; readonly level: LogLevel; readonly message: string }
  | ({ readonly type: 'artifact'; readonly name: string; readonly uri: string } & ArtifactDetails)
  | { readonly type: 'system'; readonly values: Readonly<Record<string, number>> }
  | ({ readonly type: 'source' } & Source)
  | { readonly type: 'finish'; readonly status: 'completed' | 'failed' };

/** The code that a run was made by. */
export interface Source {
  /** Of git, in hex. */
  readonly commit: string;
  readonly branch: string | null;
  /** Without user and password. */
  readonly remote: string | null;
  /** Whether a tracked file differs from the commit, or a new one is not ignored. */
  readonly isDirty: boolean;
}

/** An entry and when it was noted, ms since 1970. */
export interface TimedEntry {
  readonly entry: Entry;
  readonly atMs: number;
}
