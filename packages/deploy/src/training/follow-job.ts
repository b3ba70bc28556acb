import { setTimeout as sleep } from 'node:timers/promises';
import { AwsError } from '../sagemaker/errors.ts';

export interface FollowJobOptions {
  /** Told at each look. */
  readonly onProgress?: (progress: {
    readonly job: string;
    readonly status: string;
    readonly waitedMs: number;
  }) => void;
  /** Told what is done besides waiting, a line each. */
  readonly onNote?: (line: string) => void;
  /** Ends the job when it aborts. */
  readonly signal?: AbortSignal;
  /** Between two looks; by default 2 s at first, then longer. */
  readonly pollMs?: number;
  /** AWS may be out of reach for so long, as while a laptop sleeps, before the waiting ends. Default 15 minutes. */
  readonly patienceMs?: number;
}

const FIRST_POLL_MS = 2_000;
const LONGEST_POLL_MS = 20_000;
const POLL_GROWTH = 1.5;
const DEFAULT_PATIENCE_MS = 15 * 60_000;

/** A job of SageMaker as it is described, whatever it does. */
interface JobState {
  /** `InProgress`, `Completed`, `Failed`, `Stopping`, `Stopped`. */
  readonly status: string;
  /** What it does now, where SageMaker tells more. */
  readonly doing: string;
}

/** Waits for the end of a job, which `signal` brings about. */
export async function followJob<State extends JobState>(of: {
  readonly name: string;
  readonly describe: () => Promise<State>;
  /** Ends the job, and throws. */
  readonly stop: () => Promise<never>;
  readonly options: FollowJobOptions;
}): Promise<State> {
  const { name, describe, options } = of;
  const { onProgress, onNote, signal, pollMs, patienceMs = DEFAULT_PATIENCE_MS } = options;
  const startMs = performance.now();
  let heardMs = startMs;
  let waitMs = pollMs ?? FIRST_POLL_MS;
  let isReachable = true;
  for (;;) {
    if (signal?.aborted === true) return of.stop();
    try {
      const state = await describe();
      heardMs = performance.now();
      isReachable = true;
      onProgress?.({
        job: name,
        status: state.doing === '' ? state.status : state.doing,
        waitedMs: heardMs - startMs,
      });
      if (state.status !== 'InProgress' && state.status !== 'Stopping') return state;
    } catch (error) {
      const isPassing = error instanceof AwsError && error.retryable;
      if (!isPassing || performance.now() - heardMs > patienceMs) throw goesOn(error, name);
      if (isReachable) {
        onNote?.('SageMaker cannot be asked now; the job goes on, and so does the waiting');
      }
      isReachable = false;
    }
    await sleep(waitMs, undefined, signal === undefined ? {} : { signal }).catch(() => undefined);
    waitMs = pollMs ?? Math.min(LONGEST_POLL_MS, waitMs * POLL_GROWTH);
  }
}

function goesOn(error: unknown, name: string): unknown {
  if (error instanceof Error) {
    error.message += ` The job ${name} goes on and is billed; resume the run to follow it again.`;
  }
  return error;
}
