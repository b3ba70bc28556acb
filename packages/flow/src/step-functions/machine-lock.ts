import { FlowError, RunLockedError } from '../errors.ts';
import { claimsIn, lockRun } from '../run/lock.ts';
import type { ProcessIdentity } from '../run/world.ts';
import { lockPrefix } from '../store/layout.ts';
import type { RunAddress } from '../store/layout.ts';
import type { FlowStore } from '../store/store.ts';

/** Who has the run of a state machine: none of its jobs lives as long as the run. No host has spaces in its name. */
const HOLDER: ProcessIdentity = {
  ...{ pid: 0, host: 'AWS Step Functions' },
  ...{ boot: null, space: null, bornAt: null },
};

/** Takes a run for its state machine; it may have it already. @throws RunLockedError */
export async function takeForMachine(store: FlowStore, run: RunAddress, now: Date): Promise<void> {
  if ((await ownClaims(store, run)).length > 0) return;
  const world = {
    now: () => now,
    uniqueName: () => 'step-functions',
    self: () => Promise.resolve(HOLDER),
    isAlive: () => Promise.resolve(true),
  };
  await lockRun(world, store, run, { breakLock: false });
}

/**
 * Lets a job go on only while its state machine has the run.
 *
 * @throws RunLockedError when a process has taken it, FlowError `run_not_under_way` when nobody has it
 */
export async function requireMachine(store: FlowStore, run: RunAddress): Promise<void> {
  const claims = await claimsIn(store, lockPrefix(run));
  if (claims.some(([, claim]) => claim?.host === HOLDER.host)) return;
  const [other] = claims;
  if (other !== undefined) throw new RunLockedError(run.runId, other[1], other[0]);
  throw new FlowError(
    'run_not_under_way',
    `doing a step of run ${run.runId}: expected the state machine to have the run, but it has ended; go on with lf resume ${run.runId}, or start another one`,
  );
}

/** Gives the run back, if the state machine still has it. */
export async function releaseForMachine(store: FlowStore, run: RunAddress): Promise<void> {
  for (const key of await ownClaims(store, run)) await store.delete(key);
}

async function ownClaims(store: FlowStore, run: RunAddress): Promise<readonly string[]> {
  const claims = await claimsIn(store, lockPrefix(run));
  return claims.flatMap(([key, claim]) => (claim?.host === HOLDER.host ? [key] : []));
}
