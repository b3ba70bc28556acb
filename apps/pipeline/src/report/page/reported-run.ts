import type { ObjectStore } from '@lf/dataset';
import { isArtifactRef, showRun, type JsonArtifact, type RunView } from '@lf/flow';
import { readTrackedRun, type TrackedRun } from '@lf/tracking';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { trackingRoot } from '../../datastore.ts';

/** A task and what its newest tracked attempt noted. */
export interface TrackedTask {
  readonly task: string;
  readonly tracked: TrackedRun;
}

/** A run as its report reads it: what it left in the datastore, and what was tracked on this machine. */
export interface ReportedRun {
  readonly store: ObjectStore;
  readonly view: RunView;
  readonly tracked: readonly TrackedTask[];
  /** The outputs of a step's newest finished attempt; of a for-each, of the first item's. Null where there are none. */
  outputs<Outputs extends object>(step: string): Partial<Outputs> | null;
  /** The value of an artifact; null where an older version of the flow did not make it. */
  json<Value>(ref: JsonArtifact<Value> | undefined): Promise<Value | null>;
}

/** @throws UnknownRunError */
export async function readReportedRun(store: ObjectStore, runId: string): Promise<ReportedRun> {
  const view = await showRun(store, runId);
  return {
    store,
    view,
    tracked: await readTrackedTasks(join(trackingRoot(store), view.runId)),
    outputs<Outputs extends object>(step: string) {
      const finished = view.attempts.filter(
        (each) => each.step === step && (each.index ?? 0) === 0 && each.status === 'finished',
      );
      // The run's own outputs, typed where the step wrote them; an older version may have left out some
      return (finished.at(-1)?.outputs ?? null) as Partial<Outputs> | null;
    },
    async json<Value>(ref: JsonArtifact<Value> | undefined) {
      if (!isArtifactRef(ref)) return null;
      return JSON.parse(new TextDecoder().decode(await store.get(ref.uri))) as Value;
    },
  };
}

/** Folders `<task>-<attempt>`; of each task the newest attempt. A run of another machine has none here. */
async function readTrackedTasks(folder: string): Promise<readonly TrackedTask[]> {
  const names = await readdir(folder).catch(() => []);
  const newest = new Map<string, { readonly attempt: number; readonly name: string }>();
  for (const name of names) {
    const [, task, attempt] = /^(.+)-(\d+)$/.exec(name) ?? [];
    if (task === undefined || Number(attempt) < (newest.get(task)?.attempt ?? 0)) continue;
    newest.set(task, { attempt: Number(attempt), name });
  }
  const tasks: TrackedTask[] = [];
  for (const [task, { name }] of [...newest].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const tracked = await readTrackedRun(join(folder, name)).catch(() => null);
    if (tracked !== null) tasks.push({ task, tracked });
  }
  return tasks;
}
