export type { BackEnd, BackEndRun, JsonValue, ShownRun } from './back-ends/back-end.ts';
export { mlflowBackEnd } from './back-ends/mlflow/mlflow.ts';
export type { MlflowOptions } from './back-ends/mlflow/mlflow.ts';
export { neptuneOfflineBackEnd } from './back-ends/neptune/neptune.ts';
export type { NeptuneOptions } from './back-ends/neptune/neptune.ts';
export { tensorBoardBackEnd } from './back-ends/tensorboard/tensorboard.ts';
export type { TensorBoardOptions } from './back-ends/tensorboard/tensorboard.ts';
export { wandbOfflineBackEnd } from './back-ends/wandb/offline.ts';
export type { WandbOfflineOptions } from './back-ends/wandb/offline.ts';
export { wandbBackEnd } from './back-ends/wandb/wandb.ts';
export type { WandbOptions } from './back-ends/wandb/wandb.ts';
export { chooseBackEnds } from './choose-back-ends.ts';
export type { TrackingSettings } from './choose-back-ends.ts';
export { combineTrackers } from './combine.ts';
export {
  BackEndError,
  TrackerWriteError,
  TrackingError,
  TrackingSettingsError,
  UnknownTrackedRunError,
} from './errors.ts';
export { openLocalTracker } from './local/open-local-tracker.ts';
export type { LocalTrackerOptions } from './local/open-local-tracker.ts';
export { readTrackedRun } from './local/read-tracked-run.ts';
export { nullTracker } from './null.ts';
export { openTracker } from './open-tracker.ts';
export type { OpenTrackerOptions } from './open-tracker.ts';
export type { Entry, RunNames, Source, TimedEntry } from './record/entry.ts';
export { renderSeries } from './render-series.ts';
export type {
  LogLine,
  MetricPoint,
  Stepped,
  TrackedArtifact,
  TrackedFile,
  TrackedRun,
} from './run.ts';
export { syncTrackedRun } from './sync.ts';
export type { SyncOptions, SyncResult } from './sync.ts';
export type {
  ArtifactDetails,
  FileDetails,
  LogLevel,
  ParamValue,
  RunTracker,
  Tracker,
} from './tracker.ts';
export { calibrationCurve, precisionRecallCurve, rocCurve } from './values/curve.ts';
export type { Confusion, Curve, Judged } from './values/curve.ts';
export { countInBins } from './values/histogram.ts';
export type { Histogram } from './values/histogram.ts';
export type { Picture } from './values/picture.ts';
export type { Cell, Table } from './values/table.ts';
