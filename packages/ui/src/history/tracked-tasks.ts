import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { readTrackedRun, type TrackedRun } from '@lf/tracking';

/** A task and what its newest tracked attempt noted. */
export interface TrackedTask {
  readonly task: string;
  readonly attempt: number;
  readonly tracked: TrackedRun;
}

/**
 * What was tracked of a run on this machine: folders `<root>/<run>/<task>-<attempt>`, of each task the newest attempt. A
 * run of another machine has none here.
 */
export async function readTrackedTasks(
  root: string,
  runId: string,
): Promise<readonly TrackedTask[]> {
  const folder = join(root, runId);
  const names = await readdir(folder).catch(() => []);
  const newest = new Map<string, { readonly attempt: number; readonly name: string }>();
  for (const name of names) {
    const [, task, digits] = /^(.+)-(\d+)$/.exec(name) ?? [];
    const attempt = Number(digits);
    if (task === undefined || attempt < (newest.get(task)?.attempt ?? 0)) continue;
    newest.set(task, { attempt, name });
  }
  const tasks: TrackedTask[] = [];
  for (const [task, { attempt, name }] of [...newest].sort(([a], [b]) => byNumbers(a, b))) {
    const tracked = await readTrackedRun(join(folder, name)).catch(() => null);
    if (tracked !== null) tasks.push({ task, attempt, tracked });
  }
  return tasks;
}

function byNumbers(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true });
}
