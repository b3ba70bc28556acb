import {
  COMMON_MEANINGS,
  commonFaultOf,
  type CommonFault,
  type FaultMeaning,
} from '../aws/common-fault.ts';
import { FlowError } from '../errors.ts';

/** Why Step Functions or its scheduler did not do what was asked. */
export type MachineFault =
  | `machine_${CommonFault}`
  | 'machine_client_missing'
  | 'machine_not_found'
  | 'machine_invalid'
  | 'machine_execution_exists'
  | 'machine_refused';

const MEANINGS: Readonly<Record<MachineFault, FaultMeaning>> = {
  machine_client_missing: {
    means: "AWS's clients for Step Functions are not installed",
    todo: 'Install them: npm i @aws-sdk/client-sfn @aws-sdk/client-scheduler',
  },
  machine_no_region: { means: 'no AWS region is set', todo: 'Set AWS_DEFAULT_REGION' },
  machine_no_credentials: COMMON_MEANINGS.no_credentials,
  machine_credentials_refused: COMMON_MEANINGS.credentials_refused,
  machine_clock_skew: COMMON_MEANINGS.clock_skew,
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
  machine_throttled: {
    means: 'AWS asks for fewer requests, and still did after every wait',
    todo: 'Try again in some minutes',
  },
  machine_unavailable: {
    means: 'the service failed, and still did after every wait',
    todo: 'Try again later; https://health.aws.amazon.com tells the state of AWS',
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

/** What only Step Functions and its scheduler say. */
const BY_NAME: Readonly<Record<string, MachineFault>> = {
  StateMachineDoesNotExist: 'machine_not_found',
  InvalidDefinition: 'machine_invalid',
  ExecutionAlreadyExists: 'machine_execution_exists',
};

/** Takes an error of the SDK for what it means. */
export function machineFaultOf(error: unknown): MachineFault {
  if (!(error instanceof Error)) return 'machine_refused';
  const named = BY_NAME[error.name];
  if (named !== undefined) return named;
  const common = commonFaultOf(error);
  return common === undefined ? 'machine_refused' : `machine_${common}`;
}
