/** One run of one flow. */
export interface RunAddress {
  readonly flow: string;
  readonly runId: string;
}

/** One task of a run: a step, or one item of a for-each step. */
export interface TaskAddress extends RunAddress {
  readonly step: string;
  /** Place of the item in the for-each list; null for any other step. */
  readonly index: number | null;
}

export const RUNS_PREFIX = 'runs/';

export const runPrefix = ({ flow, runId }: RunAddress): string => `${RUNS_PREFIX}${flow}/${runId}/`;

export const runRecordKey = (run: RunAddress): string => `${runPrefix(run)}run.json`;

/** Whose run is pinned, stays: see `pinRun`. No part of the record, which its own process rewrites at any time. */
export const pinKey = (run: RunAddress): string => `${runPrefix(run)}pin.json`;

/** Step names begin with a letter, so `_lock` is no step. */
export const lockPrefix = (run: RunAddress): string => `${runPrefix(run)}_lock/`;

export const taskPrefix = (task: TaskAddress): string =>
  `${runPrefix(task)}${task.step}/${task.index === null ? '' : `${task.index}/`}`;

export const attemptPrefix = (task: TaskAddress, attempt: number): string =>
  `${taskPrefix(task)}${attempt}/`;

/** What people call a task: `step`, or `step/index` in a for-each. */
export const taskName = ({ step, index }: Pick<TaskAddress, 'step' | 'index'>): string =>
  index === null ? step : `${step}/${index}`;

/** Files of an attempt. `result.json` is the commit point: a task is finished when it is there. */
export const ATTEMPT_FILES = {
  task: 'task.json',
  result: 'result.json',
  error: 'error.json',
  log: 'log.txt',
} as const;

/** @param digest sha256, 64 hex digits */
export const artifactKey = (digest: string): string =>
  `artifacts/sha256/${digest.slice(0, 2)}/${digest}`;
