import { DeployError } from '../errors.ts';
import { saidOf } from '../sagemaker/errors.ts';

/** A batch transform did not come to its end; `failureReason` is SageMaker's, `logTail` the end of the container's log. */
export class TransformJobFailedError extends DeployError {
  override readonly name = 'TransformJobFailedError';
  readonly failureReason: string;
  readonly logTail: readonly string[];

  constructor(job: string, said: { readonly reason: string; readonly logTail: readonly string[] }) {
    super(
      'sagemaker_transform_failed',
      `Batch transform ${job}: SageMaker gave it up: ${saidOf(said)}\n` +
        'Mend what the reason names, then transform again: each line is to be a body of POST /invocations.',
    );
    this.failureReason = said.reason;
    this.logTail = said.logTail;
  }
}

/** A batch transform was interrupted: it is ended, or `command` ends it. */
export class TransformJobStoppedError extends DeployError {
  override readonly name = 'TransformJobStoppedError';

  constructor(job: string, failed?: { readonly cause: unknown; readonly command: string }) {
    const words = failed?.cause instanceof Error ? failed.cause.message : String(failed?.cause);
    super(
      'sagemaker_transform_stopped',
      failed === undefined
        ? `Batch transform ${job} was ended, as it was interrupted. What it wrote by then may be incomplete.`
        : `Batch transform ${job} could not be ended and is billed until it is: ${failed.command} (${words})`,
      failed && { cause: failed.cause },
    );
  }
}
