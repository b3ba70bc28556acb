import { FlowError } from '../errors.ts';
import { RUNS_PREFIX } from '../store/layout.ts';

/** Jobs of a run that are no step's: names of steps begin with a letter. */
export const BEGIN = '_begin';
export const END = '_end';
export const FAILED = '_failed';

/** What a job of a state machine is told to do: a task of a run, or one of `_begin`, `_end`, `_failed`. */
export interface StateTask {
  readonly flow: string;
  readonly runId: string;
  readonly step: string;
  readonly index: number | null;
}

/**
 * The text of it as a state machine makes it: `{}` are the places of the run's id and, in a for-each, of the item's index.
 */
export const stateTaskFormat = (flow: string, step: string, isItem: boolean): string =>
  `${RUNS_PREFIX}${flow}/{}/${step}${isItem ? '/{}' : ''}`;

/** @throws FlowError `bad_state_task` */
export function parseStateTask(text: string): StateTask {
  const [, flow, runId, step, index] =
    /^runs\/([^/]+)\/([A-Za-z0-9][A-Za-z0-9._-]*)\/([A-Za-z_][A-Za-z0-9_-]*)(?:\/(\d+))?$/.exec(
      text,
    ) ?? [];
  if (flow === undefined || runId === undefined || step === undefined) {
    throw new FlowError(
      'bad_state_task',
      `reading the task '${text}' of a state machine: expected runs/<flow>/<run>/<step> or runs/<flow>/<run>/<step>/<index>; start executions by lf trigger or the schedule, whose names are run ids`,
    );
  }
  return { flow, runId, step, index: index === undefined ? null : Number(index) };
}

/** Where the items of a for-each are, relative to the store's root, of a run whose id is given. */
export function itemKeys(
  flow: string,
  runId: string,
  step: string,
): {
  /** The items. */
  readonly items: string;
  /** Their indexes, a list of numbers: what a distributed Map reads. */
  readonly indexes: string;
  /** `{ count, indexes }`, the indexes of a short list alone: what decides how it is mapped. */
  readonly size: string;
} {
  const folder = `${RUNS_PREFIX}${flow}/${runId}/_map/${step}/`;
  return {
    items: `${folder}items.json`,
    indexes: `${folder}indexes.json`,
    size: `${folder}size.json`,
  };
}
