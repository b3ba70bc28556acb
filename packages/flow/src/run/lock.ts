import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { RunLockedError } from '../errors.ts';
import type { LockHolder } from '../errors.ts';
import { decodeJson, encodeJson, isRecord } from '../store/json.ts';
import { lockPrefix } from '../store/layout.ts';
import type { RunAddress } from '../store/layout.ts';
import type { FlowStore } from '../store/store.ts';
import { birthOf, isProcessAlive } from './process.ts';

/** `bornAt` tells a process from a later one of the same pid; null where the system does not say. */
interface Claim extends LockHolder {
  readonly bornAt: string | null;
}

export interface RunLock {
  release(): Promise<void>;
}

/**
 * Takes a run for this process. Each process first writes a claim of its own, then looks for others:
 * of two that come at once, at least one sees the other and gives way, so never both go on. Claims
 * of processes that are gone are removed; those of another host count as alive.
 *
 * @throws RunLockedError when a living process has the run
 */
export async function lockRun(
  store: FlowStore,
  run: RunAddress,
  options: { readonly now: Date; readonly breakLock: boolean },
): Promise<RunLock> {
  const prefix = lockPrefix(run);
  const ownKey = `${prefix}${randomUUID()}.json`;
  const claim: Claim = {
    pid: process.pid,
    host: hostname(),
    since: options.now.toISOString(),
    bornAt: await birthOf(process.pid),
  };
  await store.put(ownKey, encodeJson(claim, 'lock'));
  for (const [key, other] of await claimsIn(store, prefix)) {
    if (key === ownKey) continue;
    if (other === null || options.breakLock || !(await isAlive(other))) {
      await store.delete(key);
    } else {
      await store.delete(ownKey);
      throw new RunLockedError(run.runId, other);
    }
  }
  return { release: () => store.delete(ownKey) };
}

/** The living process that has a run, or null. */
export async function lockHolderOf(store: FlowStore, run: RunAddress): Promise<LockHolder | null> {
  for (const [, claim] of await claimsIn(store, lockPrefix(run))) {
    if (claim !== null && (await isAlive(claim))) return claim;
  }
  return null;
}

async function claimsIn(store: FlowStore, prefix: string): Promise<[string, Claim | null][]> {
  const claims: [string, Claim | null][] = [];
  for await (const key of store.list(prefix)) {
    try {
      claims.push([key, parseClaim(decodeJson(await store.get(key)))]);
    } catch (error) {
      // Released between the listing and the reading; anything else is a fault of the store.
      if (await store.exists(key)) throw error;
    }
  }
  return claims;
}

function parseClaim(value: unknown): Claim | null {
  if (!isRecord(value)) return null;
  const { pid, host, since, bornAt } = value;
  if (typeof pid !== 'number' || typeof host !== 'string' || typeof since !== 'string') return null;
  return { pid, host, since, bornAt: typeof bornAt === 'string' ? bornAt : null };
}

async function isAlive({ pid, host, bornAt }: Claim): Promise<boolean> {
  return host !== hostname() || isProcessAlive(pid, bornAt);
}
