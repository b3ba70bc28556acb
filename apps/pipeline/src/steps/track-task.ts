import type { StepContext } from '@lf/flow';
import { combineTrackers, openLocalTracker, type Tracker } from '@lf/tracking';
import { openDatastore, trackingDirectory } from '../datastore.ts';
import type { RunParams } from '../flows/run-params.ts';

/**
 * Tracks what a task does: its metrics go to the tracker, which ends as the work ended.
 *
 * @param task what the folder of its figures is named after
 */
export async function trackTask<Result>(
  context: Pick<StepContext<RunParams, unknown, unknown>, 'params' | 'runId' | 'attempt' | 'log'>,
  task: string,
  work: (tracker: Tracker) => Promise<Result>,
): Promise<Result> {
  const { params, runId, attempt } = context;
  const local = openLocalTracker({
    directory: trackingDirectory(openDatastore(params.datastore), { runId, task, attempt }),
    runId,
    clock: Date.now,
  });
  // A full disk under the tracker costs its figures, not the training
  const tracker = combineTrackers([local], { onError: (error) => context.log(String(error)) });
  try {
    const result = await work(tracker);
    await tracker.finish('completed');
    return result;
  } catch (error) {
    await tracker.finish('failed');
    throw error;
  }
}
