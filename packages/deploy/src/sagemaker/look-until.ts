import { setTimeout as sleep } from 'node:timers/promises';
import { AwsError } from './errors.ts';

/** How often to look at what AWS works on. */
export interface Pace {
  /** The first wait; each next one is longer, up to `longestMs`. */
  readonly firstMs: number;
  readonly longestMs: number;
}

/** How a caller changes the looks. */
export interface LookOptions {
  /** Ends a wait when it aborts, which is no error. */
  readonly signal?: AbortSignal;
  /** Between two looks; by default shortly at first, then longer. */
  readonly pollMs?: number;
  /** AWS may be tried in vain for so long before the waiting ends. Default 15 minutes. */
  readonly patienceMs?: number;
  /** Told what is done besides waiting, a line each. */
  readonly onNote?: (line: string) => void;
}

const POLL_GROWTH = 1.5;
const DEFAULT_PATIENCE_MS = 15 * 60_000;

/** Longer than a try and the wait after it: who slept between two tries counts for no more. */
const LONGEST_TRY_MS = 3 * 60_000;

/**
 * Looks at what AWS works on until a look gives something. A look that fails for a reason that passes is made again: what
 * counts is the time over which AWS was tried in vain, not the hour that a laptop slept before it.
 *
 * @param of.look null: AWS still works on it
 * @param of.goesOn what is noted at the first look in vain
 * @throws what a look throws that does not pass, or still after the patience
 */
export async function lookUntil<Found>(
  of: {
    readonly look: (waitedMs: number) => Promise<Found | null>;
    readonly pace: Pace;
    readonly goesOn: string;
  },
  { signal, pollMs, patienceMs = DEFAULT_PATIENCE_MS, onNote }: LookOptions,
): Promise<Found> {
  const startMs = performance.now();
  let waitMs = pollMs ?? of.pace.firstMs;
  let triedMs = 0;
  let failedMs: number | null = null;
  for (;;) {
    try {
      const found = await of.look(performance.now() - startMs);
      if (found !== null) return found;
      failedMs = null;
      triedMs = 0;
    } catch (error) {
      const nowMs = performance.now();
      if (failedMs !== null) triedMs += Math.min(nowMs - failedMs, LONGEST_TRY_MS);
      const isPassing = error instanceof AwsError && error.retryable;
      if (!isPassing || triedMs >= patienceMs) throw error;
      if (failedMs === null) onNote?.(of.goesOn);
      failedMs = nowMs;
    }
    await sleep(waitMs, undefined, signal === undefined ? {} : { signal }).catch(() => undefined);
    waitMs = pollMs ?? Math.min(of.pace.longestMs, waitMs * POLL_GROWTH);
  }
}
