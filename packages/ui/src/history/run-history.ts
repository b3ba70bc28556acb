import { showRun, type FlowStore, type RunView } from '@lf/flow';
import { leavesOf } from './leaves.ts';
import { readTrackedTasks, type TrackedTask } from './tracked-tasks.ts';

/** Where runs are looked for. */
export interface HistoryPlace {
  readonly store: FlowStore;
  /** Below it this machine keeps what was tracked: `<run>/<task>-<attempt>`. */
  readonly trackingRoot: string;
}

/** A run as its records tell it. */
export interface RunHistory {
  readonly view: RunView;
  readonly tracked: readonly TrackedTask[];
  /** Metrics by name: what steps left under `metrics`, and the last value of what was tracked. */
  readonly figures: ReadonlyMap<string, number>;
}

/** @throws UnknownRunError */
export async function readRunHistory(
  { store, trackingRoot }: HistoryPlace,
  runId: string,
): Promise<RunHistory> {
  const view = await showRun(store, runId);
  const tracked = await readTrackedTasks(trackingRoot, view.runId);
  return { view, tracked, figures: figuresOf(view, tracked) };
}

function figuresOf(view: RunView, tracked: readonly TrackedTask[]): ReadonlyMap<string, number> {
  const figures = new Map<string, number>();
  for (const { step, index, status, outputs } of view.attempts) {
    if (status !== 'finished') continue;
    for (const [path, value] of leavesOf(outputs)) {
      const [, name] = /(?:^|\.)metrics\.(.+)$/.exec(path) ?? [];
      if (name === undefined || typeof value !== 'number') continue;
      figures.set(index === null ? name : `${step}/${index} ${name}`, value);
    }
  }
  for (const { task, tracked: run } of tracked) {
    for (const [name, points] of Object.entries(run.metrics)) {
      const last = points.at(-1);
      if (last !== undefined)
        figures.set(tracked.length > 1 ? `${task} ${name}` : name, last.value);
    }
  }
  return figures;
}
