/** Why AWS did not do what was asked, in the terms of what a person does about it. */
export type AwsFault =
  | 'aws_no_credentials'
  | 'aws_credentials_expired'
  | 'aws_credentials_refused'
  | 'aws_no_region'
  | 'aws_wrong_region'
  | 'aws_denied'
  | 'aws_throttled'
  | 'aws_quota'
  | 'aws_unavailable'
  | 'aws_connection'
  | 'aws_clock_skew'
  | 'aws_interrupted'
  | 'sagemaker_role_unusable'
  | 'sagemaker_image_missing'
  | 'sagemaker_bundle_unreadable'
  | 'sagemaker_not_found'
  | 'sagemaker_exists'
  | 'sagemaker_busy'
  | 'sagemaker_failed';

/** By the names of AWS's error codes and of the SDK's own errors. */
const BY_NAME: Readonly<Record<string, AwsFault>> = {
  CredentialsProviderError: 'aws_no_credentials',
  TokenProviderError: 'aws_no_credentials',
  ProfileNotFoundError: 'aws_no_credentials',
  MissingAuthenticationTokenException: 'aws_no_credentials',
  ExpiredToken: 'aws_credentials_expired',
  ExpiredTokenException: 'aws_credentials_expired',
  UnrecognizedClientException: 'aws_credentials_refused',
  InvalidClientTokenId: 'aws_credentials_refused',
  IncompleteSignature: 'aws_credentials_refused',
  AccessDenied: 'aws_denied',
  AccessDeniedException: 'aws_denied',
  NotAuthorized: 'aws_denied',
  OptInRequired: 'aws_denied',
  Throttling: 'aws_throttled',
  ThrottlingException: 'aws_throttled',
  TooManyRequestsException: 'aws_throttled',
  RequestLimitExceeded: 'aws_throttled',
  ResourceLimitExceeded: 'aws_quota',
  LimitExceededException: 'aws_quota',
  ServiceQuotaExceededException: 'aws_quota',
  RequestExpired: 'aws_clock_skew',
  RequestInTheFuture: 'aws_clock_skew',
  ResourceNotFound: 'sagemaker_not_found',
  ResourceNotFoundException: 'sagemaker_not_found',
  ObjectNotFoundException: 'sagemaker_not_found',
  ResourceInUse: 'sagemaker_exists',
  ConflictException: 'sagemaker_busy',
  TimeoutError: 'aws_connection',
  AbortError: 'aws_interrupted',
};

/**
 * SageMaker says ValidationException to nearly everything, and only the sentence tells what it means. First match wins.
 * A sentence that none of these knows is shown as it is.
 */
const BY_SENTENCE: readonly (readonly [RegExp, AwsFault])[] = [
  [/already exist/i, 'sagemaker_exists'],
  [/in-progress|currently being (created|updated|deleted)/i, 'sagemaker_busy'],
  [/could not assume role|role .*(does not exist|not found|invalid)/i, 'sagemaker_role_unusable'],
  [
    /(requested )?image .*not found|ecr .*(image|repository)|image .*does not exist/i,
    'sagemaker_image_missing',
  ],
  [/scoped to a valid region|(bucket|image|repository).* region/i, 'aws_wrong_region'],
  [
    /could not (find|access|download) model data|model data .*(denied|not found)/i,
    'sagemaker_bundle_unreadable',
  ],
  [
    /could not find|does not exist|no scalable target|requested resource not found/i,
    'sagemaker_not_found',
  ],
  [/security token .*expired/i, 'aws_credentials_expired'],
  [/signature expired|signature not yet current/i, 'aws_clock_skew'],
  [/not authorized to perform/i, 'aws_denied'],
  [/region is missing/i, 'aws_no_region'],
];

/** What Node's errors of the network have as their `code`. */
const NETWORK_CODE =
  /^(ECONN\w+|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|E(HOST|NET)UNREACH|ENETDOWN|ERR_SOCKET\w*|ERR_TLS\w*|\w*CERT\w*)$/;

/** Takes an error of the SDK for what it means. */
export function awsFaultOf(error: unknown): AwsFault {
  if (!(error instanceof Error)) return 'sagemaker_failed';
  const named = BY_NAME[error.name];
  if (named !== undefined) return named;
  if ('code' in error && NETWORK_CODE.test(String(error.code))) return 'aws_connection';
  const said = faultInSentence(error.message);
  if (said !== undefined) return said;
  if (error.name === 'InvalidSignatureException') return 'aws_credentials_refused';
  if (/socket hang up|aborted|premature close/i.test(error.message)) return 'aws_connection';
  const status = statusOf(error);
  if (status === 403) return 'aws_denied';
  if (status === 429) return 'aws_throttled';
  return status !== undefined && status >= 500 ? 'aws_unavailable' : 'sagemaker_failed';
}

/** What a sentence of SageMaker's means; undefined if it is none that is known. */
export function faultInSentence(sentence: string): AwsFault | undefined {
  return BY_SENTENCE.find(([pattern]) => pattern.test(sentence))?.[1];
}

/** How often the SDK sent a request: past one, an earlier try may have been carried out though no answer said so. */
export function attemptsOf(error: unknown): number {
  const attempts = metadataOf(error)?.['attempts'];
  return typeof attempts === 'number' ? attempts : 1;
}

function statusOf(error: Error): number | undefined {
  const status = metadataOf(error)?.['httpStatusCode'];
  return typeof status === 'number' ? status : undefined;
}

function metadataOf(error: unknown): Readonly<Record<string, unknown>> | undefined {
  if (!(error instanceof Error) || !('$metadata' in error)) return undefined;
  const { $metadata } = error;
  return typeof $metadata === 'object' && $metadata !== null ? { ...$metadata } : undefined;
}
