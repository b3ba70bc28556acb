import { FlowError } from '../errors.ts';

/** Why Step Functions or its scheduler did not do what was asked. */
export type MachineFault =
  | 'machine_client_missing'
  | 'machine_no_region'
  | 'machine_no_credentials'
  | 'machine_credentials_refused'
  | 'machine_denied'
  | 'machine_not_found'
  | 'machine_invalid'
  | 'machine_execution_exists'
  | 'machine_connection'
  | 'machine_refused';

const MEANINGS: Readonly<Record<MachineFault, { readonly means: string; readonly todo: string }>> =
  {
    machine_client_missing: {
      means: "AWS's clients for Step Functions are not installed",
      todo: 'Install them: npm i @aws-sdk/client-sfn @aws-sdk/client-scheduler',
    },
    machine_no_region: { means: 'no AWS region is set', todo: 'Set AWS_DEFAULT_REGION' },
    machine_no_credentials: {
      means: 'this machine has no AWS credentials, or they have expired',
      todo: 'Set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY; with single sign-on: aws sso login',
    },
    machine_credentials_refused: {
      means: 'AWS does not know the credentials, or their secret is wrong',
      todo: 'Check AWS_PROFILE; `aws sts get-caller-identity` tells whose they are',
    },
    machine_denied: {
      means: 'the credentials may not do that',
      todo: '`lf iam --for schedule` writes the policy that they need',
    },
    machine_not_found: {
      means: 'there is no such state machine in this region',
      todo: 'Make it: lf create step-functions <flow>; or check AWS_DEFAULT_REGION and METAFLOW_SFN_IAM_ROLE, whose account it is in',
    },
    machine_invalid: { means: 'AWS refuses the definition', todo: 'Correct what its words say' },
    machine_execution_exists: {
      means: 'an execution of this name exists, or ended in the last 90 days',
      todo: 'Choose another run id',
    },
    machine_connection: {
      means: 'no answer came: the connection could not be made, was cut or was silent',
      todo: 'Check the network, AWS_ENDPOINT_URL and the proxy settings',
    },
    machine_refused: { means: 'AWS refused it', todo: 'Correct what its words say' },
  };

/** Step Functions or its scheduler could not do what was asked; `code` tells why, the message what to do. */
export class MachineError extends FlowError {
  override readonly name = 'MachineError';

  /** @param words what AWS said */
  constructor(fault: MachineFault, doing: string, words: string, options?: ErrorOptions) {
    const { means, todo } = MEANINGS[fault];
    const said = words === '' ? '' : ` (${words.replaceAll(/\s+/g, ' ').slice(0, 400)})`;
    super(fault, `${doing}: ${means}${said}. ${todo}.`, options);
  }
}

const BY_NAME: Readonly<Record<string, MachineFault>> = {
  CredentialsProviderError: 'machine_no_credentials',
  TokenProviderError: 'machine_no_credentials',
  ExpiredTokenException: 'machine_no_credentials',
  UnrecognizedClientException: 'machine_credentials_refused',
  InvalidSignatureException: 'machine_credentials_refused',
  AccessDeniedException: 'machine_denied',
  StateMachineDoesNotExist: 'machine_not_found',
  InvalidDefinition: 'machine_invalid',
  ExecutionAlreadyExists: 'machine_execution_exists',
  TimeoutError: 'machine_connection',
};

/** Takes an error of the SDK for what it means. */
export function machineFaultOf(error: unknown): MachineFault {
  if (!(error instanceof Error)) return 'machine_refused';
  const named = BY_NAME[error.name];
  if (named !== undefined) return named;
  if (/not authorized|access ?denied/i.test(error.message)) return 'machine_denied';
  if (/region is missing/i.test(error.message)) return 'machine_no_region';
  const isCut = 'code' in error && /^(E[A-Z_]+|ERR_TLS\w*|\w*CERT\w*)$/.test(String(error.code));
  return isCut || /socket hang up|terminated/i.test(error.message)
    ? 'machine_connection'
    : 'machine_refused';
}
