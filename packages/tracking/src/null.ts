import type { RunTracker } from './tracker.ts';

/** Records nothing: pass it where a tracker is required but not wanted. */
export const nullTracker: RunTracker = {
  params: () => undefined,
  metrics: () => undefined,
  tags: () => undefined,
  artifact: () => undefined,
  histogram: () => undefined,
  image: () => undefined,
  table: () => undefined,
  curve: () => undefined,
  log: () => undefined,
  file: () => Promise.resolve(),
  finish: () => Promise.resolve(),
};
