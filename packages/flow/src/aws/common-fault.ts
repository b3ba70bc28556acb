/** What goes wrong with any service of AWS, in the terms of what a person or a program does about it. */
export type CommonFault =
  | 'no_region'
  | 'no_credentials'
  | 'credentials_refused'
  | 'clock_skew'
  | 'denied'
  | 'throttled'
  | 'unavailable'
  | 'connection';

/** What a fault means, and what to do about it. */
export interface FaultMeaning {
  readonly means: string;
  readonly todo: string;
  /** Whether the same may succeed later without anybody's doing. */
  readonly retryable?: boolean;
}

/** Those that mean the same of every service. */
export const COMMON_MEANINGS = {
  no_credentials: {
    means: 'this machine has no AWS credentials, or they have expired',
    todo: 'Set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY; with single sign-on: aws sso login',
  },
  credentials_refused: {
    means: 'AWS does not know the credentials, or their secret is wrong',
    todo: 'Check AWS_PROFILE; `aws sts get-caller-identity` tells whose they are',
  },
  clock_skew: {
    means: 'the clock of this machine is wrong',
    todo: 'Set it, best by NTP: timedatectl set-ntp true',
  },
} satisfies Partial<Record<CommonFault, FaultMeaning>>;

const BY_NAME: Readonly<Record<string, CommonFault>> = {
  CredentialsProviderError: 'no_credentials',
  TokenProviderError: 'no_credentials',
  ProfileNotFoundError: 'no_credentials',
  ExpiredToken: 'no_credentials',
  ExpiredTokenException: 'no_credentials',
  UnrecognizedClientException: 'credentials_refused',
  InvalidClientTokenId: 'credentials_refused',
  MissingAuthenticationTokenException: 'credentials_refused',
  RequestExpired: 'clock_skew',
  RequestInTheFuture: 'clock_skew',
  AccessDeniedException: 'denied',
  TooManyRequestsException: 'throttled',
  ThrottlingException: 'throttled',
  RequestLimitExceeded: 'throttled',
  ServerException: 'unavailable',
  InternalServerException: 'unavailable',
  TimeoutError: 'connection',
  AbortError: 'connection',
};

/** Takes an error of the SDK for what it means; undefined for what only its service knows. */
export function commonFaultOf(error: Error): CommonFault | undefined {
  const { name, message } = error;
  if (/not authorized|access ?denied/i.test(message)) return 'denied';
  const named = BY_NAME[name];
  if (named !== undefined) return named;
  // AWS has one name for a wrong secret and for a time that is too far from its own
  if (/signature expired|signature not yet current/i.test(message)) return 'clock_skew';
  if (name === 'InvalidSignatureException') return 'credentials_refused';
  if (/region is missing/i.test(message)) return 'no_region';
  const status = statusOf(error);
  if (status === 403) return 'denied';
  if (status === 429) return 'throttled';
  if (status !== undefined && status >= 500) return 'unavailable';
  if ('code' in error && /^(E[A-Z_]+|ERR_TLS\w*|\w*CERT\w*)$/.test(String(error.code))) {
    return 'connection';
  }
  return /socket hang up|terminated|premature close/i.test(message) ? 'connection' : undefined;
}

function statusOf(error: Error): number | undefined {
  if (!('$metadata' in error) || typeof error.$metadata !== 'object') return undefined;
  const metadata: Readonly<Record<string, unknown>> = { ...error.$metadata };
  const status = metadata['httpStatusCode'];
  return typeof status === 'number' ? status : undefined;
}
