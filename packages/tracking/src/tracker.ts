import type { Curve } from './values/curve.ts';
import type { Histogram } from './values/histogram.ts';
import type { Picture } from './values/picture.ts';
import type { Table } from './values/table.ts';

export type ParamValue = string | number | boolean | null;

/**
 * Where a run's parameters, metrics, tags and artifacts are noted: what a trainer needs to know. Calls return at once
 * and never throw because of a back end: what went wrong is told by `finish`.
 */
export interface Tracker {
  /** Notes parameters. A name noted again keeps its last value. */
  params(values: Readonly<Record<string, ParamValue>>): void;
  /**
   * Notes a value for each metric, with the time of the call.
   *
   * @param step e.g. the epoch; default: one more than the last step of that metric, from 0
   */
  metrics(values: Readonly<Record<string, number>>, step?: number): void;
  /** Notes tags. A name noted again keeps its last value. */
  tags(values: Readonly<Record<string, string>>): void;
  /** Notes that the run made an artifact, or used one, and where it is. */
  artifact(name: string, uri: string, details?: ArtifactDetails): void;
  /**
   * Writes all that is noted and ends the tracking. Calls after it are ignored, another `finish` too.
   *
   * @throws TrackingError when a part of what was noted could not be kept
   */
  finish(status: 'completed' | 'failed'): Promise<void>;
}

/** A tracker of all that a run can show. */
export interface RunTracker extends Tracker {
  /** Notes how values are spread; given values are counted in 64 equal bins, those that are not finite are left out. */
  histogram(name: string, values: ArrayLike<number> | Histogram, step?: number): void;
  /** Keeps a picture. */
  image(name: string, picture: Picture, step?: number): void;
  /** Keeps a table. */
  table(name: string, table: Table, step?: number): void;
  /** Notes a curve, e.g. of `rocCurve`, `precisionRecallCurve` or `calibrationCurve`. */
  curve(name: string, curve: Curve, step?: number): void;
  /** Notes a line of the run's log. */
  log(message: string, level?: LogLevel): void;
  /**
   * Notes a file of this machine as an artifact, with its SHA-256 and size. Back ends that keep files get a copy.
   * It resolves when the file is read, and never rejects: a file that cannot be read becomes a warning in the log.
   */
  file(name: string, path: string, details?: FileDetails): Promise<void>;
}

export type LogLevel = 'info' | 'warning' | 'error';

export interface FileDetails {
  /** `output`: the run made it (the default). `input`: the run used it, e.g. its data set. */
  readonly role?: 'input' | 'output';
  /** Such as `model` or `dataset`. */
  readonly kind?: string;
}

/** Where an artifact comes from and which bytes it holds. */
export interface ArtifactDetails extends FileDetails {
  /** `sha256:<hex>`, of a data set its version. */
  readonly digest?: string;
  readonly sizeBytes?: number;
  /** A path on this machine from which back ends that keep files copy it; without it they note the URI. */
  readonly path?: string;
}
