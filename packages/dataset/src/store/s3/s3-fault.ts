/** Why a request failed, in the terms of what a person or a program does about it. */
export type S3Fault =
  | 's3_no_credentials'
  | 's3_credentials_expired'
  | 's3_credentials_refused'
  | 's3_wrong_region'
  | 's3_bucket_not_found'
  | 's3_denied'
  | 's3_throttled'
  | 's3_unavailable'
  | 's3_connection'
  | 's3_clock_skew'
  | 's3_unsupported'
  | 's3_unconditional'
  | 's3_failed';

/** How a failed request is taken: as an answer that a caller waits for, or as a fault. */
export type S3Failure = 'not_found' | 'precondition' | 'conflict' | 'damaged' | S3Fault;

/** By the names of S3's error codes and of the SDK's and Node's own errors. */
const BY_NAME: Readonly<Record<string, S3Failure>> = {
  CredentialsProviderError: 's3_no_credentials',
  TokenProviderError: 's3_no_credentials',
  ProfileNotFoundError: 's3_no_credentials',
  ExpiredToken: 's3_credentials_expired',
  ExpiredTokenException: 's3_credentials_expired',
  TokenRefreshRequired: 's3_credentials_expired',
  InvalidAccessKeyId: 's3_credentials_refused',
  SignatureDoesNotMatch: 's3_credentials_refused',
  InvalidToken: 's3_credentials_refused',
  InvalidClientTokenId: 's3_credentials_refused',
  PermanentRedirect: 's3_wrong_region',
  AuthorizationHeaderMalformed: 's3_wrong_region',
  IllegalLocationConstraintException: 's3_wrong_region',
  TemporaryRedirect: 's3_unavailable',
  NoSuchBucket: 's3_bucket_not_found',
  NoSuchKey: 'not_found',
  NotFound: 'not_found',
  AccessDenied: 's3_denied',
  AllAccessDisabled: 's3_denied',
  AccountProblem: 's3_denied',
  InvalidObjectState: 's3_denied',
  PreconditionFailed: 'precondition',
  ConditionalRequestConflict: 'conflict',
  OperationAborted: 'conflict',
  BadDigest: 'damaged',
  InvalidDigest: 'damaged',
  XAmzContentSHA256Mismatch: 'damaged',
  XAmzContentChecksumMismatch: 'damaged',
  IncompleteBody: 'damaged',
  SlowDown: 's3_throttled',
  Throttling: 's3_throttled',
  ThrottlingException: 's3_throttled',
  TooManyRequestsException: 's3_throttled',
  RequestLimitExceeded: 's3_throttled',
  RequestTimeTooSkewed: 's3_clock_skew',
  RequestExpired: 's3_clock_skew',
  RequestInTheFuture: 's3_clock_skew',
  RequestTimeout: 's3_connection',
  TimeoutError: 's3_connection',
  NetworkingError: 's3_connection',
  AbortError: 's3_connection',
  NotImplemented: 's3_unsupported',
  MethodNotAllowed: 's3_unsupported',
};

/** What Node's errors of the network have as their `code`. */
const NETWORK_CODE =
  /^(ECONN\w+|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ENETDOWN|ERR_STREAM_PREMATURE_CLOSE|ERR_SOCKET\w*|ERR_TLS\w*|\w*CERT\w*)$/;

const BY_STATUS: Readonly<Record<number, S3Failure>> = {
  301: 's3_wrong_region',
  403: 's3_denied',
  404: 'not_found',
  409: 'conflict',
  412: 'precondition',
  416: 'precondition',
  429: 's3_throttled',
  501: 's3_unsupported',
  503: 's3_throttled',
};

/** Takes an error of the SDK for what it means. */
export function failureOf(error: unknown): S3Failure {
  if (!(error instanceof Error)) return 's3_failed';
  const named = BY_NAME[error.name] ?? ('Code' in error ? BY_NAME[String(error.Code)] : undefined);
  if (named !== undefined) return named;
  if ('code' in error && NETWORK_CODE.test(String(error.code))) return 's3_connection';
  if (/checksum|content length mismatch/i.test(error.message)) return 'damaged';
  if (/socket hang up|aborted|premature close|terminated/i.test(error.message))
    return 's3_connection';
  // The answer's date told the SDK the right time: the next request has it.
  if (metadataOf(error)?.['clockSkewCorrected'] === true) return 's3_clock_skew';
  const status = statusOf(error);
  const known = status === undefined ? undefined : BY_STATUS[status];
  if (known !== undefined) return known;
  if (status !== undefined && status >= 500) return 's3_unavailable';
  // Text that is no XML, from a proxy that stands between.
  if (error instanceof SyntaxError || /deserialization error/i.test(error.message)) {
    return 's3_unavailable';
  }
  return error.cause instanceof Error ? failureOf(error.cause) : 's3_failed';
}

/** The HTTP status of an answer that failed. */
export function statusOf(error: unknown): number | undefined {
  const status = metadataOf(error)?.['httpStatusCode'];
  return typeof status === 'number' ? status : undefined;
}

function metadataOf(error: unknown): Readonly<Record<string, unknown>> | undefined {
  if (!(error instanceof Error) || !('$metadata' in error)) return undefined;
  const { $metadata } = error;
  return typeof $metadata === 'object' && $metadata !== null ? { ...$metadata } : undefined;
}

/** Whether the same request may succeed when it is made again. */
export function isWorthRetrying(failure: S3Failure): boolean {
  return (
    failure === 's3_throttled' ||
    failure === 's3_unavailable' ||
    failure === 's3_connection' ||
    failure === 's3_clock_skew' ||
    failure === 'conflict' ||
    failure === 'damaged'
  );
}
