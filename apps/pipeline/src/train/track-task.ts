import type { ArtifactRef, StepContext } from '@lf/flow';
import { chooseBackEnds, openTracker, type BackEnd, type RunTracker } from '@lf/tracking';
import { openDatastore, trackingDirectory } from '../datastore.ts';
import type { RunParams } from '../params/run-params.ts';
import { lfCommand } from '../terminal/lf-command.ts';

/**
 * Tracks what a task does: its metrics go to the tracker, which ends as the work ended, and to the trackers that are
 * chosen by settings.
 *
 * @param of.task what the folder of its figures is named after
 */
export async function trackTask<Result>(
  context: Pick<StepContext<RunParams, unknown, unknown>, 'params' | 'runId' | 'attempt' | 'log'>,
  of: { readonly flow: string; readonly task: string },
  work: (tracker: RunTracker) => Promise<Result>,
): Promise<Result> {
  const { params, runId, attempt, log } = context;
  const { flow, task } = of;
  const tracker = openTracker({
    directory: trackingDirectory(openDatastore(params.datastore), { runId, task, attempt }),
    // A run of the flow tracks several tasks, and a task again when it is tried again
    runId: `${runId}-${task}-${attempt}`,
    experiment: flow,
    backEnds: backEndsHere(log),
    onWarning: (message) => log(`${message} (${lfCommand('tracking', 'sync')})`),
  });
  tracker.tags({ 'lf.flow': flow, 'lf.run': runId, 'lf.task': task });
  try {
    const result = await work(tracker);
    await tracker.finish('completed');
    return result;
  } catch (error) {
    await tracker.finish('failed');
    throw error;
  }
}

/** Notes which data a run used: each part by its digest. */
export function noteDataSet(
  tracker: RunTracker,
  parts: Readonly<Record<string, ArtifactRef>>,
): void {
  for (const [name, { uri, digest }] of Object.entries(parts)) {
    tracker.artifact(name, uri, { role: 'input', kind: 'dataset', digest });
  }
}

/** Settings are checked before a run begins; one that is wrong all the same costs the training nothing. */
function backEndsHere(log: (message: string) => void): readonly BackEnd[] {
  try {
    return chooseBackEnds(process.env);
  } catch (error) {
    log(error instanceof Error ? error.message : String(error));
    return [];
  }
}
