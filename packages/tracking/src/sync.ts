import { resolve } from 'node:path';
import type { BackEnd } from './back-ends/back-end.ts';
import { Follower } from './follow/follower.ts';
import { readTrackedRun } from './local/read-tracked-run.ts';

import { reasonOf } from './reason.ts';

/** What a back end has after a sync. */
export interface SyncResult {
  readonly backEnd: string;
  /** Whether it has all that the run noted so far. */
  readonly isComplete: boolean;
  /** Why not, for people. */
  readonly reason: string | null;
  /** Where a person sees the run; null where the back end does not say. */
  readonly address: string | null;
}

export interface SyncOptions {
  /** How long each back end may take, in ms. */
  readonly withinMs?: number;
}

const DEFAULT_WITHIN_MS = 10 * 60_000;
/** A person waits for it, and can call it again: about three seconds of a server that is away. */
const ATTEMPTS = 3;

/**
 * Sends what back ends do not have yet of a run: those that failed while it ran, or that are new to it.
 *
 * @throws UnknownTrackedRunError when the directory holds no run
 */
export async function syncTrackedRun(
  directory: string,
  backEnds: readonly BackEnd[],
  { withinMs = DEFAULT_WITHIN_MS }: SyncOptions = {},
): Promise<readonly SyncResult[]> {
  const { runId, experiment, name, startedMs } = await readTrackedRun(directory);
  return Promise.all(
    backEnds.map(async (backEnd) => {
      const follower = new Follower({
        directory: resolve(directory),
        run: {
          runId,
          startedMs,
          ...(experiment !== undefined && { experiment }),
          ...(name !== undefined && { name }),
        },
        backEnd,
        random: Math.random,
        onFailure: () => undefined,
      });
      const { isComplete, error, address } = await follower.drain({
        deadlineMs: withinMs,
        attempts: ATTEMPTS,
      });
      const left = error === null ? 'the time was up' : reasonOf(error);
      const reason = isComplete ? null : left;
      return { backEnd: backEnd.name, isComplete, reason, address };
    }),
  );
}
