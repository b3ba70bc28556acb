import { setTimeout as sleep } from 'node:timers/promises';
import { EndpointStopError } from '../errors.ts';
import { isRunning } from './liveness.ts';
import { removeRecord, requireRecord, type EndpointRecord } from './state.ts';

/** SageMaker's wait between SIGTERM and SIGKILL. */
export const DEFAULT_GRACE_MS = 30_000;
/** The kernel ends a killed process at once, unless it hangs in a system call. */
const KILL_WAIT_MS = 5_000;
const POLL_MS = 25;

/** How an endpoint ended: on its own after SIGTERM, by SIGKILL, or it was gone already. */
export type StopOutcome = 'stopped' | 'killed' | 'was_dead';

export interface StopEndpointOptions {
  readonly name: string;
  readonly stateDirectory: string;
  /** How long the server may finish its requests before it is ended by force. */
  readonly graceMs?: number;
}

async function endsWithin(record: EndpointRecord, waitMs: number): Promise<boolean> {
  const deadline = performance.now() + waitMs;
  while (await isRunning(record)) {
    if (performance.now() >= deadline) return false;
    await sleep(POLL_MS);
  }
  return true;
}

function signal(record: EndpointRecord, name: 'SIGTERM' | 'SIGKILL'): void {
  try {
    process.kill(record.pid, name);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ESRCH') return;
    const reason = error instanceof Error ? error.message : String(error);
    throw new EndpointStopError(record.name, record.pid, reason, { cause: error });
  }
}

/**
 * Ends an endpoint: SIGTERM, a wait in which it finishes its requests, then SIGKILL; its record goes, its log stays.
 * Only the very process that was started is signalled: a pid that belongs to another program now is let be.
 *
 * @throws EndpointNotFoundError, EndpointStopError
 */
export async function stopEndpoint({
  name,
  stateDirectory,
  graceMs = DEFAULT_GRACE_MS,
}: StopEndpointOptions): Promise<StopOutcome> {
  const record = await requireRecord(stateDirectory, name);
  let outcome: StopOutcome = 'was_dead';
  if (await isRunning(record)) {
    signal(record, 'SIGTERM');
    outcome = 'stopped';
    if (!(await endsWithin(record, graceMs))) {
      signal(record, 'SIGKILL');
      outcome = 'killed';
      if (!(await endsWithin(record, KILL_WAIT_MS))) {
        throw new EndpointStopError(name, record.pid, 'it runs on after SIGKILL');
      }
    }
  }
  await removeRecord(stateDirectory, name);
  return outcome;
}
