export { combineTrackers } from './combine.ts';
export { TrackerWriteError, TrackingError, UnknownTrackedRunError } from './errors.ts';
export { openLocalTracker } from './local/open-local-tracker.ts';
export type { LocalTrackerOptions } from './local/open-local-tracker.ts';
export { readTrackedRun } from './local/read-tracked-run.ts';
export { nullTracker } from './null.ts';
export { renderSeries } from './render-series.ts';
export type { MetricPoint, TrackedArtifact, TrackedRun } from './run.ts';
export type { ParamValue, Tracker } from './tracker.ts';
