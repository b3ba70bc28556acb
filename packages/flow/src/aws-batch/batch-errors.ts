import {
  COMMON_MEANINGS,
  commonFaultOf,
  type CommonFault,
  type FaultMeaning,
} from '../aws/common-fault.ts';
import { FlowError } from '../errors.ts';

/** Why AWS Batch did not do what was asked, in the terms of what a person or a program does about it. */
export type BatchFault =
  | `batch_${CommonFault}`
  | 'batch_client_missing'
  | 'batch_queue_not_found'
  | 'batch_queue_closed'
  | 'batch_unknown_image'
  | 'batch_refused'
  | 'batch_image_missing'
  | 'batch_image_unfit'
  | 'batch_bootstrap_failed'
  | 'batch_out_of_memory'
  | 'batch_machine_lost'
  | 'batch_timed_out'
  | 'batch_terminated'
  | 'batch_job_lost'
  | 'batch_job_failed';

/** What each fault means, what to do about it, and whether the same may succeed later without anybody's doing. */
const MEANINGS: Readonly<Record<BatchFault, FaultMeaning>> = {
  batch_client_missing: {
    means: "AWS's client for Batch is not installed",
    todo: 'Install it: npm i @aws-sdk/client-batch @aws-sdk/client-cloudwatch-logs',
  },
  batch_no_region: {
    means: 'no AWS region is set',
    todo: 'Set AWS_DEFAULT_REGION to the region of the job queue',
  },
  batch_no_credentials: COMMON_MEANINGS.no_credentials,
  batch_credentials_refused: COMMON_MEANINGS.credentials_refused,
  batch_clock_skew: COMMON_MEANINGS.clock_skew,
  batch_denied: {
    means: 'the credentials may not do that',
    todo: 'They need batch:SubmitJob and batch:TagResource on the queue and the job definitions, batch:RegisterJobDefinition, batch:TerminateJob, batch:DescribeJobs, batch:DescribeJobDefinitions, batch:ListJobs, logs:GetLogEvents, and iam:PassRole on the role of the jobs',
  },
  batch_queue_not_found: {
    means: 'there is no such job queue in this region',
    todo: 'Check METAFLOW_BATCH_JOB_QUEUE and AWS_DEFAULT_REGION; `aws batch describe-job-queues` lists the queues',
  },
  batch_queue_closed: {
    means: 'the job queue takes no jobs',
    todo: 'Enable it: aws batch update-job-queue --state ENABLED --job-queue <queue>',
  },
  batch_unknown_image: {
    means: 'no image of that name is set',
    todo: 'Name it among the images of the launcher',
  },
  batch_throttled: {
    means: 'AWS asks for fewer requests, and still did after every wait',
    todo: 'Go on later, or with fewer workers',
    retryable: true,
  },
  batch_unavailable: {
    means: 'AWS Batch failed, and still did after every wait',
    todo: 'Go on later; https://health.aws.amazon.com tells the state of AWS',
    retryable: true,
  },
  batch_connection: {
    means: 'no answer came: the connection could not be made, was cut or was silent',
    todo: 'Check the network, AWS_ENDPOINT_URL and the proxy settings, then resume the run: jobs that go on are found again',
    retryable: true,
  },
  batch_refused: { means: 'AWS refused it', todo: 'Correct what its words say' },
  batch_image_missing: {
    means: 'the container image could not be pulled',
    todo: 'Check its name and tag; a private one of ECR needs ecr:GetAuthorizationToken, ecr:BatchGetImage and ecr:GetDownloadUrlForLayer in the role of the machines, and machines without a public address a way to the registry',
  },
  batch_image_unfit: {
    means: 'the container could not start',
    todo: 'The image needs Node 20.19 or later on its PATH, for the system of the machines of the queue',
  },
  batch_bootstrap_failed: {
    means: 'the container could not fetch its code package',
    todo: "Mend what its last lines say; the role of the jobs needs s3:GetObject on the datastore's prefix",
  },
  batch_out_of_memory: {
    means: 'it needed more memory than the step asks for',
    todo: "Raise memoryMb of the step's resources",
  },
  batch_machine_lost: {
    means: 'its machine was taken away (spot) each time that it was tried',
    todo: 'Go on later, or use a queue of on-demand machines',
    retryable: true,
  },
  batch_timed_out: {
    means: 'it took longer than its job may and was stopped',
    todo: "Raise timeoutMs of the step, or the launcher's longest time of a job",
  },
  batch_terminated: {
    means: 'somebody ended the job',
    todo: 'Resume the run to do it again',
  },
  batch_job_lost: {
    means: 'AWS Batch does not know the job any more',
    todo: 'Check AWS_PROFILE and AWS_DEFAULT_REGION; resume the run to do it again',
  },
  batch_job_failed: {
    means: 'the job failed',
    todo: 'Its log tells more',
  },
};

/** AWS Batch could not do what was asked; `code` tells why, the message what to do. */
export class BatchError extends FlowError {
  override readonly name = 'BatchError';
  /** Whether the same may succeed later without anybody's doing. */
  readonly retryable: boolean;

  /** @param words what AWS said */
  constructor(fault: BatchFault, doing: string, words: string, options?: ErrorOptions) {
    const { means, todo, retryable = false } = MEANINGS[fault];
    const said = words === '' ? '' : ` (${words.replaceAll(/\s+/g, ' ').slice(0, 400)})`;
    super(fault, `${doing}: ${means}${said}. ${todo}.`, options);
    this.retryable = retryable;
  }
}

/** Takes an error of the SDK for what it means. */
export function batchFaultOf(error: unknown): BatchFault {
  if (!(error instanceof Error)) return 'batch_refused';
  const { name, message } = error;
  const common = commonFaultOf(error);
  if (common !== 'denied' && name === 'ClientException' && /queue/i.test(message)) {
    if (/not found|does not exist|not exist/i.test(message)) return 'batch_queue_not_found';
    if (/disabled|not (in )?valid/i.test(message)) return 'batch_queue_closed';
  }
  return common === undefined ? 'batch_refused' : `batch_${common}`;
}
