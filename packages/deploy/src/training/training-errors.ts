import { DeployError } from '../errors.ts';
import { saidOf } from '../sagemaker/errors.ts';

/** A training job did not come to its end; `failureReason` is SageMaker's, `logTail` the end of the container's log. */
export class TrainingJobFailedError extends DeployError {
  override readonly name = 'TrainingJobFailedError';
  readonly job: string;
  readonly failureReason: string;
  readonly logTail: readonly string[];

  constructor(
    job: string,
    details: {
      readonly reason: string;
      readonly logTail: readonly string[];
      readonly todo: string;
    },
  ) {
    const { reason, logTail, todo } = details;
    super(
      'sagemaker_training_failed',
      `Training job ${job}: SageMaker gave it up: ${saidOf(details)}\n${todo}`,
    );
    this.job = job;
    this.failureReason = reason;
    this.logTail = logTail;
  }
}

/** A training job was ended because this process shall end; it is not billed from then on. */
export class TrainingJobStoppedError extends DeployError {
  override readonly name = 'TrainingJobStoppedError';
  readonly job: string;

  /** @param failed why it could not be ended, and the command that does; undefined: it was */
  constructor(job: string, failed?: { readonly cause: unknown; readonly command: string }) {
    const words = failed?.cause instanceof Error ? failed.cause.message : String(failed?.cause);
    super(
      'sagemaker_training_stopped',
      failed === undefined
        ? `Training job ${job} was ended, as it was interrupted. Resume the run to do it again.`
        : `Training job ${job} could not be ended and is billed until it is: ${failed.command} (${words})`,
      failed && { cause: failed.cause },
    );
    this.job = job;
  }
}
