import { lookUntil, type LookOptions } from '../sagemaker/look-until.ts';

/** `signal` ends the job when it aborts. */
export interface FollowJobOptions extends LookOptions {
  /** Told at each look. */
  readonly onProgress?: (progress: {
    readonly job: string;
    readonly status: string;
    readonly waitedMs: number;
  }) => void;
}

const PACE = { firstMs: 2_000, longestMs: 20_000 };

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
  const look = async (waitedMs: number): Promise<State | null> => {
    if (options.signal?.aborted === true) return of.stop();
    const state = await describe().catch((error: unknown) => {
      throw goesOn(error, name);
    });
    const { status, doing } = state;
    options.onProgress?.({ job: name, status: doing === '' ? status : doing, waitedMs });
    return status === 'InProgress' || status === 'Stopping' ? null : state;
  };
  const note = 'SageMaker cannot be asked now; the job goes on, and so does the waiting';
  return lookUntil({ look, pace: PACE, goesOn: note }, options);
}

function goesOn(error: unknown, name: string): unknown {
  if (error instanceof Error) {
    error.message += ` The job ${name} goes on and is billed; resume the run to follow it again.`;
  }
  return error;
}
