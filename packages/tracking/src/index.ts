export { combineTrackers } from './combine.ts';
export { TrackerWriteError, TrackingError, UnknownTrackedRunError } from './errors.ts';
export { openLocalTracker } from './local/openLocalTracker.ts';
export type { LocalTrackerOptions } from './local/openLocalTracker.ts';
export { readTrackedRun } from './local/readTrackedRun.ts';
export { nullTracker } from './null.ts';
export { renderSeries } from './renderSeries.ts';
export type { MetricPoint, TrackedArtifact, TrackedRun } from './run.ts';
export type { ParamValue, Tracker } from './tracker.ts';
