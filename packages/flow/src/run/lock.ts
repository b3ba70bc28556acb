import { RunLockedError } from '../errors.ts';
import type { LockHolder } from '../errors.ts';
import { decodeJsonOrNull, encodeJson, isRecord } from '../store/json.ts';
import { lockPrefix } from '../store/layout.ts';
import type { RunAddress } from '../store/layout.ts';
import type { FlowStore } from '../store/store.ts';
import { parseIdentity } from './process.ts';
import type { ProcessIdentity, World } from './world.ts';

type Claim = LockHolder & ProcessIdentity;

export interface RunLock {
  release(): Promise<void>;
}

/**
 * Takes a run for this process. Each process first writes a claim of its own, then looks for others:
 * of two that come at once, at least one sees the other and gives way, so never both go on. Claims
 * of processes that are gone are removed; those of another host or container, and those that cannot be read, count as
 * alive.
 *
 * @throws RunLockedError when a living process has the run
 */
export async function lockRun(
  world: Pick<World, 'now' | 'uniqueName' | 'self' | 'isAlive'>,
  store: FlowStore,
  run: RunAddress,
  options: { readonly breakLock: boolean },
): Promise<RunLock> {
  const prefix = lockPrefix(run);
  const ownKey = `${prefix}${world.uniqueName()}.json`;
  const claim: Claim = {
    ...(await world.self()),
    since: world.now().toISOString(),
  };
  await store.put(ownKey, encodeJson(claim, 'lock'));
  for (const [key, other] of await claimsIn(store, prefix)) {
    if (key === ownKey) continue;
    if (options.breakLock || !(await mayLive(world, other))) {
      await store.delete(key);
    } else {
      await store.delete(ownKey);
      throw new RunLockedError(run.runId, other, key);
    }
  }
  return { release: () => store.delete(ownKey) };
}

/** Whether a process that may still be there has a run. */
export async function isLocked(
  world: Pick<World, 'isAlive'>,
  store: FlowStore,
  run: RunAddress,
): Promise<boolean> {
  for (const [, claim] of await claimsIn(store, lockPrefix(run))) {
    if (await mayLive(world, claim)) return true;
  }
  return false;
}

async function mayLive({ isAlive }: Pick<World, 'isAlive'>, claim: Claim | null): Promise<boolean> {
  return claim === null || isAlive(claim);
}

/** By key; null for a claim that cannot be read, such as one of a later version. */
async function claimsIn(store: FlowStore, prefix: string): Promise<[string, Claim | null][]> {
  const claims: [string, Claim | null][] = [];
  for await (const key of store.list(prefix)) {
    try {
      claims.push([key, parseClaim(await store.get(key))]);
    } catch (error) {
      // Released between the listing and the reading; anything else is a fault of the store.
      if (await store.exists(key)) throw error;
    }
  }
  return claims;
}

function parseClaim(bytes: Uint8Array): Claim | null {
  const value = decodeJsonOrNull(bytes);
  const holder = parseIdentity(value);
  const since = isRecord(value) ? value['since'] : undefined;
  return holder === null || typeof since !== 'string' ? null : { ...holder, since };
}
