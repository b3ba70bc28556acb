import { AwsRefusal } from '../aws/aws-caller.ts';
import { elementIn } from '../aws/aws-call.ts';
import type { Environment } from '@lf/deploy';
import {
  failed,
  ok,
  PURPOSES,
  warning,
  type Check,
  type Finding,
  type Surroundings,
} from './finding.ts';

/** A training on a laptop may take that long. */
const SOON_MS = 60 * 60 * 1000;

/** Whether anything of AWS is used with these settings. */
function needsAws({ purposes, read, datastore }: Surroundings): boolean {
  return (
    datastore.root.startsWith('s3:') ||
    purposes.includes('batch') ||
    purposes.includes('schedule') ||
    purposes.includes('deploy') ||
    (purposes.includes('serve') && read.settings.SAGEMAKER_ENDPOINT_NAME !== undefined)
  );
}

export const credentialsCheck: Check = {
  name: 'credentials',
  purposes: PURPOSES,
  appliesTo: needsAws,
  async find(surroundings) {
    const { aws, environment } = surroundings;
    const findings = [await identity(surroundings)];
    if ((await aws.region()) === undefined) {
      findings.push(
        warning(
          'no region is set: us-east-1 is taken',
          `AWS_DEFAULT_REGION in .env, or: aws configure set region <region>${profileFlag(environment)}`,
        ),
      );
    }
    return findings;
  },
};

async function identity({ aws, environment }: Surroundings): Promise<Finding> {
  const from = originIn(environment);
  try {
    const { expiration } = await aws.credentials();
    const answer = await aws.ask('sts', 'GetCallerIdentity');
    const arn = elementIn(answer, 'Arn') ?? 'somebody';
    const found = `${arn}, by ${from}; region ${(await aws.region()) ?? 'us-east-1'}`;
    const leftMs = expiration === undefined ? Infinity : expiration.getTime() - Date.now();
    return leftMs < SOON_MS
      ? warning(
          `${found}; they expire in ${Math.max(0, Math.round(leftMs / 60_000))} minutes`,
          login(environment),
        )
      : ok(found);
  } catch (error) {
    return explained(error, environment, from);
  }
}

function explained(error: unknown, environment: Environment, from: string): Finding {
  if (error instanceof AwsRefusal) {
    if (/^(InvalidClientTokenId|UnrecognizedClient|SignatureDoesNotMatch)/.test(error.code)) {
      return failed(
        `AWS does not know the credentials by ${from}, or their secret is wrong`,
        `aws sts get-caller-identity${profileFlag(environment)}`,
      );
    }
    if (error.code.startsWith('ExpiredToken')) {
      return failed(`the credentials by ${from} have expired`, login(environment));
    }
    if (/Skewed|InFuture|RequestExpired/.test(error.code)) {
      return failed('the clock of this machine is wrong', 'timedatectl set-ntp true');
    }
    return failed(error.message, `aws sts get-caller-identity${profileFlag(environment)}`);
  }
  const words = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
  if (error instanceof Error && /Credentials|TokenProvider|Profile/.test(error.name)) {
    return failed(`no credentials of AWS, by ${from} (${words})`, login(environment));
  }
  return failed(
    `AWS does not answer (${words})`,
    'check the network, the proxy settings and AWS_ENDPOINT_URL',
  );
}

/** Which link of the chain of AWS's SDK gives the credentials, as far as the environment tells. */
function originIn(environment: Environment): string {
  const profile = environment['AWS_PROFILE'];
  if (profile) return `the profile ${profile}`;
  if (environment['AWS_ACCESS_KEY_ID']) return 'AWS_ACCESS_KEY_ID';
  if (environment['AWS_WEB_IDENTITY_TOKEN_FILE']) return 'AWS_WEB_IDENTITY_TOKEN_FILE';
  if (
    environment['AWS_CONTAINER_CREDENTIALS_RELATIVE_URI'] ||
    environment['AWS_CONTAINER_CREDENTIALS_FULL_URI']
  ) {
    return "the container's role";
  }
  return "the profile default, or the machine's role";
}

function login(environment: Environment): string {
  return environment['AWS_PROFILE']
    ? `aws sso login${profileFlag(environment)}; without single sign-on: aws configure${profileFlag(environment)}`
    : 'set AWS_PROFILE in .env (aws configure list-profiles), or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY';
}

function profileFlag(environment: Environment): string {
  const profile = environment['AWS_PROFILE'];
  return profile ? ` --profile ${profile}` : '';
}
