import type { JobDetail } from '@aws-sdk/client-batch';
import { CANCELLED } from '../run/launcher.ts';
import type { AttemptEnd } from '../run/world.ts';
import { BatchError } from './batch-errors.ts';
import type { BatchFault } from './batch-errors.ts';

/** What the bootstrap exits with when it could not begin (EX_CONFIG of sysexits.h). */
const BOOTSTRAP_FAILED = 78;

/** 128 + SIGKILL. */
const KILLED = 137;

export interface JobEnding {
  readonly job: JobDetail;
  /** What the attempt itself told of its end; null: it had no time to. */
  readonly told: AttemptEnd | null;
  /** The last lines of the container where the attempt never spoke. */
  readonly lastLines: readonly string[];
  /** Whether it was us who ended it. */
  readonly isCancelled: boolean;
}

export const isOver = ({ status }: JobDetail): boolean =>
  status === 'SUCCEEDED' || status === 'FAILED';

/** How an attempt ended, by what it told itself and by what AWS Batch says. */
export function endOfJob({ job, told, lastLines, isCancelled }: JobEnding): AttemptEnd {
  if (job.status === 'SUCCEEDED') return told ?? { error: null, stack: null };
  if (isCancelled) {
    return failure('TaskError', CANCELLED, `its job ${job.jobId ?? ''} was ended`, true);
  }
  const isKilled = told?.error?.code === 'task_killed';
  // The step's own error says more than that its job failed.
  if (told !== null && told.error !== null && !isKilled) return told;
  const words = [job.statusReason, job.container?.reason, ...lastLines].filter(Boolean).join('; ');
  const doing = `Job ${job.jobId ?? ''} of AWS Batch`;
  const { name, code, message, retryable } = new BatchError(faultOf(job, isKilled), doing, words);
  return failure(name, code, message, retryable);
}

function faultOf(job: JobDetail, isKilled: boolean): BatchFault {
  const { statusReason = '', container } = job;
  const reason = `${statusReason} ${container?.reason ?? ''}`;
  if (/^Host EC2/.test(statusReason)) return 'batch_machine_lost';
  if (/CannotPull|ImageNotFound|pull access denied|manifest unknown/i.test(reason)) {
    return 'batch_image_missing';
  }
  if (/OutOfMemory/i.test(reason)) return 'batch_out_of_memory';
  if (/timeout/i.test(statusReason)) return 'batch_timed_out';
  if (job.isTerminated === true || job.isCancelled === true) return 'batch_terminated';
  if (
    /CannotStartContainer|CannotCreateContainer|exec format|executable file not found/i.test(reason)
  ) {
    return 'batch_image_unfit';
  }
  if (container?.exitCode === BOOTSTRAP_FAILED) return 'batch_bootstrap_failed';
  return container?.exitCode === KILLED || isKilled ? 'batch_out_of_memory' : 'batch_job_failed';
}

export function failure(
  name: string,
  code: string,
  message: string,
  retryable: boolean,
): AttemptEnd {
  return { error: { name, code, message, retryable }, stack: null };
}
