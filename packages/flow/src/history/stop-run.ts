import { RunElsewhereError, RunNotRunningError } from '../errors.ts';
import { claimsOf } from '../run/lock.ts';
import { isProcessAlive, isProcessOfThisMachine } from '../run/process.ts';
import type { RunAddress } from '../store/layout.ts';
import type { FlowStore } from '../store/store.ts';

/**
 * Asks the process that has a run to stop it, as Ctrl-C does: its tasks end, and the run can be resumed. It may take a
 * few seconds until the run is `interrupted`.
 *
 * @throws RunNotRunningError, and RunElsewhereError for a run of another machine or container
 */
export async function stopRun(store: FlowStore, run: RunAddress): Promise<void> {
  const claims = await claimsOf(store, run);
  for (const claim of claims) {
    if (claim === null || !(await isProcessAlive(claim))) continue;
    if (!(await isProcessOfThisMachine(claim))) throw new RunElsewhereError(run.runId, claim.host);
    process.kill(claim.pid, 'SIGTERM');
    return;
  }
  throw new RunNotRunningError(run.runId);
}
