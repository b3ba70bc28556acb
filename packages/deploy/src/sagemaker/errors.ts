import { DeployError } from '../errors.ts';
import type { AwsFault } from './aws-fault.ts';

/** What each fault means and what to do; `{action}` is filled with the IAM action, `{region}` with the region. */
const MEANINGS: Readonly<Record<AwsFault, { readonly means: string; readonly todo: string }>> = {
  aws_no_credentials: {
    means: 'this machine has no AWS credentials',
    todo: 'Set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY; with single sign-on: aws sso login',
  },
  aws_credentials_expired: {
    means: 'the AWS credentials have expired',
    todo: 'Get new ones (with single sign-on: aws sso login) and deploy again',
  },
  aws_credentials_refused: {
    means: 'AWS does not know the credentials, or their secret is wrong',
    todo: 'Check AWS_PROFILE, AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY; `aws sts get-caller-identity` tells whose they are',
  },
  aws_no_region: {
    means: 'no AWS region is set',
    todo: 'Set AWS_DEFAULT_REGION to the region of the bucket that holds the models',
  },
  aws_wrong_region: {
    means: 'the bucket or the image is in another region than {region}',
    todo: 'Set AWS_DEFAULT_REGION to the region of the bucket, and take the image from a registry of that region',
  },
  aws_denied: {
    means: 'the credentials may not do {action}',
    todo: 'Allow {action} in the IAM policy of these credentials',
  },
  aws_throttled: {
    means: 'AWS asks for fewer requests, and still did after every wait',
    todo: 'Try again in some minutes',
  },
  aws_quota: {
    means: 'a quota of the account is used up',
    todo: 'Stop an endpoint that is not needed, take another instance type, or ask for more in the Service Quotas console (Amazon SageMaker, "... for endpoint usage", "... for training job usage")',
  },
  aws_unavailable: {
    means: 'AWS failed, and still did after every wait',
    todo: 'Try again later; https://health.aws.amazon.com tells the state of AWS',
  },
  aws_connection: {
    means: 'no answer came from {region}',
    todo: 'Check the network, the proxy settings, AWS_DEFAULT_REGION (there may be no such region) and AWS_ENDPOINT_URL',
  },
  aws_clock_skew: {
    means: 'the clock of this machine is wrong',
    todo: 'Set it, best by NTP: timedatectl set-ntp true',
  },
  aws_interrupted: { means: 'it was interrupted', todo: 'Start it again' },
  sagemaker_role_unusable: {
    means: 'SageMaker cannot take the role',
    todo: 'Check the ARN of the role (IAM_SAGEMAKER_ROLE); its trust policy must let sagemaker.amazonaws.com do sts:AssumeRole',
  },
  sagemaker_image_missing: {
    means: 'SageMaker finds no such container image',
    todo: 'Check the name and tag of the image (DOCKER_IMAGE): it must be in ECR in region {region}, and the role needs ecr:BatchGetImage, ecr:GetDownloadUrlForLayer and ecr:GetAuthorizationToken',
  },
  sagemaker_bundle_unreadable: {
    means: 'SageMaker cannot read the bundle',
    todo: 'The role (IAM_SAGEMAKER_ROLE) needs s3:GetObject on the bundle and s3:ListBucket on its bucket, which must be in region {region}; a KMS key needs kms:Decrypt',
  },
  sagemaker_not_found: {
    means: 'there is none in {region}',
    todo: 'Check its name and AWS_DEFAULT_REGION',
  },
  sagemaker_exists: {
    means: 'that name is taken',
    todo: 'Deploy again: each deploy has a new name',
  },
  sagemaker_busy: {
    means: 'it is being created, changed or deleted',
    todo: 'Wait until that is done, then try again',
  },
  sagemaker_failed: { means: 'AWS refused it', todo: 'Correct what it names, then try again' },
};

/** Faults whose own sentence says more than ours: which quota, which role, which image. */
const QUOTED: ReadonlySet<AwsFault> = new Set<AwsFault>([
  'aws_denied',
  'aws_quota',
  'aws_connection',
  'sagemaker_role_unusable',
  'sagemaker_image_missing',
  'sagemaker_bundle_unreadable',
  'aws_wrong_region',
  'sagemaker_failed',
]);

/** Faults that go away by themselves: what met one may be tried again. */
const PASSING: ReadonlySet<AwsFault> = new Set<AwsFault>([
  'aws_throttled',
  'aws_unavailable',
  'aws_connection',
]);

/** AWS could not do what was asked; `code` tells why, the message what to do. */
export class AwsError extends DeployError {
  override readonly name = 'AwsError';
  readonly fault: AwsFault;
  /** The IAM action that the request needed, `sagemaker:CreateModel`. */
  readonly action: string;
  /** Whether the same may succeed later without anybody's doing. */
  readonly retryable: boolean;

  constructor(
    fault: AwsFault,
    doing: string,
    details: { readonly action: string; readonly region: string; readonly cause: unknown },
  ) {
    const { cause, region } = details;
    const words = wordsOf(cause);
    // A request may need a second action, such as iam:PassRole: AWS's sentence names it
    const action = /perform:? ([a-z0-9-]+:[A-Za-z]+)/.exec(words)?.[1] ?? details.action;
    const fill = (text: string) =>
      text.replaceAll('{action}', action).replaceAll('{region}', region);
    const { means, todo } = MEANINGS[fault];
    const quoted = QUOTED.has(fault) ? ` (${words})` : '';
    super(fault, `${doing}: ${fill(means)}${quoted}. ${fill(todo)}.`, { cause });
    this.fault = fault;
    this.action = action;
    this.retryable = PASSING.has(fault);
  }
}

const SHOWN_CHARS = 400;

function wordsOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  const message = cause.message.replaceAll(/\s+/g, ' ').slice(0, SHOWN_CHARS).replace(/\.$/, '');
  return message === '' || message === 'UnknownError' ? cause.name : message;
}

/** A package that requests to AWS need is not installed. */
export class AwsClientMissingError extends DeployError {
  override readonly name = 'AwsClientMissingError';

  constructor(packageName: string, options: ErrorOptions) {
    super(
      'aws_client_missing',
      `Asking AWS: the package ${packageName} is needed, but is not installed. Install it: npm i ${packageName}`,
      options,
    );
  }
}

/** A thing in AWS that is left behind, and how to remove it. */
export interface Leftover {
  readonly what: 'endpoint' | 'endpoint config' | 'model' | 'scaling target' | 'update of endpoint';
  readonly name: string;
  /** Whether it costs money for as long as it is there. */
  readonly isBilled: boolean;
  /** The command that removes it. */
  readonly command: string;
}

/** What was left behind, as sentences; empty if nothing was. */
function describeLeftovers(left: readonly Leftover[]): string {
  return left
    .map(
      ({ what, name, isBilled, command }) =>
        `\nLeft behind${isBilled ? ', and billed' : ''}: the ${what} ${name}. ${what === 'update of endpoint' ? 'Undo it when SageMaker is done with it' : 'Remove it'}: ${command}`,
    )
    .join('');
}

/** How the message begins, and what SageMaker and the container said. */
interface FailureDetails {
  readonly endpoint: string;
  readonly reason: string;
  /** The last lines of the container's log in CloudWatch; empty if there are none. */
  readonly logTail: readonly string[];
}

/** SageMaker's reason and the end of the container's log, as sentences. */
export const saidOf = ({ reason, logTail }: Omit<FailureDetails, 'endpoint'>): string =>
  reason.replace(/\.?$/, '.') +
  (logTail.length === 0
    ? ' Its container left no log.'
    : `\nThe end of the container's log:\n${logTail.map((line) => `  ${line}`).join('\n')}`);

/** A new endpoint did not come into service. */
export class SageMakerEndpointFailedError extends DeployError {
  override readonly name = 'SageMakerEndpointFailedError';
  readonly failureReason: string;
  readonly logTail: readonly string[];

  constructor(details: FailureDetails, todo: string) {
    super(
      'sagemaker_endpoint_failed',
      `Creating endpoint ${details.endpoint}: SageMaker gave it up: ${saidOf(details)}\n${todo}`,
    );
    this.failureReason = details.reason;
    this.logTail = details.logTail;
  }
}

/** SageMaker did not take the new version, or took it back: the old one serves on. */
export class SageMakerRolledBackError extends DeployError {
  override readonly name = 'SageMakerRolledBackError';
  readonly failureReason: string;
  readonly logTail: readonly string[];

  constructor(details: FailureDetails) {
    super(
      'sagemaker_rolled_back',
      `Updating endpoint ${details.endpoint}: SageMaker went back to the version before, which serves on: ${saidOf(details)}\n` +
        'Mend what the reason names, then deploy again.',
    );
    this.failureReason = details.reason;
    this.logTail = details.logTail;
  }
}

/** An endpoint is in a state in which nothing can be done with it but to remove it. */
export class SageMakerEndpointBrokenError extends DeployError {
  override readonly name = 'SageMakerEndpointBrokenError';

  constructor(endpoint: string, status: string, reason: string) {
    super(
      'sagemaker_endpoint_broken',
      `Endpoint ${endpoint} is ${status}: ${reason.replace(/\.?$/, '.')} Stop it (lf endpoint stop ${endpoint}), then deploy again.`,
    );
  }
}

/** An endpoint was not ready in time; SageMaker may still be working on it. */
export class SageMakerTimeoutError extends DeployError {
  override readonly name = 'SageMakerTimeoutError';

  constructor(endpoint: string, status: string, waitedMs: number) {
    super(
      'sagemaker_timed_out',
      `Waiting for endpoint ${endpoint}: it is still ${status} after ${Math.round(waitedMs / 60_000)} minutes. ` +
        'Deploy again with a longer limit, or with a smaller model or a larger instance.',
    );
  }
}

/** A deploy was interrupted or failed and could not take back all that it had made. */
export class SageMakerLeftoversError extends DeployError {
  override readonly name = 'SageMakerLeftoversError';
  readonly left: readonly Leftover[];

  constructor(cause: unknown, left: readonly Leftover[]) {
    const message = cause instanceof Error ? cause.message : String(cause);
    const code = cause instanceof DeployError ? cause.code : 'sagemaker_left_behind';
    super(code, `${message}${describeLeftovers(left)}`, { cause });
    this.left = left;
  }
}

/** No endpoint of that name was made by this package in this region. */
export class SageMakerEndpointUnknownError extends DeployError {
  override readonly name = 'SageMakerEndpointUnknownError';

  constructor(endpoint: string, region: string, reason: string) {
    super(
      'sagemaker_endpoint_unknown',
      `Endpoint ${endpoint} in ${region}: ${reason}. lf endpoint list shows those that can be managed.`,
    );
  }
}

/** What was asked for does not go together, before anything was sent. */
export class SageMakerRequestError extends DeployError {
  override readonly name = 'SageMakerRequestError';

  constructor(reason: string) {
    super('sagemaker_request_invalid', reason);
  }
}
