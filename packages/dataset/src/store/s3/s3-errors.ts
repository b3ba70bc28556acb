import { DatasetError } from '../../errors.ts';
import type { S3Fault } from './s3-fault.ts';

/** What each fault means and what to do about it; `{bucket}`, `{region}` and `{skew}` are filled in. */
const MEANINGS: Readonly<Record<S3Fault, { readonly means: string; readonly todo: string }>> = {
  s3_no_credentials: {
    means: 'this machine has no AWS credentials',
    todo: 'Set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY; with single sign-on: aws sso login',
  },
  s3_credentials_expired: {
    means: 'the AWS credentials have expired',
    todo: 'Get new ones (with single sign-on: aws sso login) and go on where it stopped: what was stored is kept',
  },
  s3_credentials_refused: {
    means: 'S3 does not know the AWS credentials, or their secret is wrong',
    todo: 'Check AWS_PROFILE, AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY; `aws sts get-caller-identity` tells whose they are',
  },
  s3_wrong_region: {
    means: 'the bucket {bucket} is in another region{region}',
    todo: 'Set AWS_DEFAULT_REGION to the region of the bucket; `aws s3api head-bucket --bucket {bucket}` tells it',
  },
  s3_bucket_not_found: {
    means: 'there is no bucket {bucket}',
    todo: 'Check the name in LF_DATASTORE_ROOT, or make it: aws s3 mb s3://{bucket}',
  },
  s3_denied: {
    means: 'the credentials may not do that',
    todo: 'They need s3:GetObject, s3:PutObject, s3:DeleteObject and s3:AbortMultipartUpload on the prefix, and s3:ListBucket and s3:ListBucketMultipartUploads on the bucket {bucket}. A bucket whose requester pays needs LF_S3_REQUESTER_PAYS=1, an encrypted one the use of its KMS key',
  },
  s3_throttled: {
    means: 'S3 asks for fewer requests, and still did after every wait',
    todo: 'Go on later, or with fewer workers (LF_MAX_WORKERS)',
  },
  s3_unavailable: {
    means: 'S3 failed, and still did after every wait',
    todo: 'Go on later; https://health.aws.amazon.com tells the state of AWS',
  },
  s3_connection: {
    means: 'no answer came: the connection could not be made, was cut or was silent',
    todo: 'Check the network, AWS_ENDPOINT_URL and the proxy settings, then go on where it stopped',
  },
  s3_clock_skew: {
    means: 'the clock of this machine is wrong{skew}',
    todo: 'Set it, best by NTP: timedatectl set-ntp true',
  },
  s3_unsupported: {
    means: 'this S3 server does not know the request',
    todo: 'Use AWS S3 or a server that has multipart uploads, ranges and conditional writes',
  },
  s3_unconditional: {
    means:
      'this S3 server ignores conditional writes (If-None-Match), so two machines could own one run',
    todo: 'Use AWS S3 or a server that honours them for a datastore of runs',
  },
  s3_failed: { means: 'S3 refused it', todo: 'The cause of this error has its words' },
};

/** Faults that go away by themselves: a task that met one may be tried again. */
const PASSING: ReadonlySet<S3Fault> = new Set(['s3_throttled', 's3_unavailable', 's3_connection']);

/** S3 could not do what was asked; `code` tells why, the message what to do. */
export class S3Error extends DatasetError {
  override readonly name = 'S3Error';
  /** Whether the same may succeed later without anybody's doing. */
  readonly retryable: boolean;

  constructor(
    fault: S3Fault,
    doing: string,
    details: {
      readonly bucket: string;
      readonly region?: string | undefined;
      readonly skewMs?: number;
      readonly cause: unknown;
    },
  ) {
    const { bucket, region, skewMs, cause } = details;
    const fill = (text: string): string =>
      text
        .replaceAll('{bucket}', bucket)
        .replaceAll('{region}', region === undefined ? '' : ` (${region})`)
        .replaceAll('{skew}', skewMs === undefined ? '' : ` by ${describeSkew(skewMs)}`);
    const { means, todo } = MEANINGS[fault];
    const words = fault === 's3_failed' || fault === 's3_connection' ? ` (${wordsOf(cause)})` : '';
    super(fault, `${doing}: ${fill(means)}${words}. ${fill(todo)}.`, { cause });
    this.retryable = PASSING.has(fault);
  }
}

/** A difference of clocks for people. */
export function describeSkew(skewMs: number): string {
  const minutes = Math.round(Math.abs(skewMs) / 60_000);
  return `${minutes} minutes (it is ${skewMs > 0 ? 'behind' : 'ahead'})`;
}

function wordsOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  const message = cause.message.split('\n')[0]?.slice(0, 200) ?? '';
  return message === '' || message === 'UnknownError' ? cause.name : `${cause.name}: ${message}`;
}
