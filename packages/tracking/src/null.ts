import type { RunTracker } from './tracker.ts';

/** Keeps nothing: for who must hand in a tracker and wants none. */
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
