import { SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import type { Environment } from '@lf/serving';
import { PREDICTORS } from './deployed-environment.ts';
import { CommandError } from './errors.ts';

/**
 * Whether AWS credentials can be found, by the SDK's own chain: environment, profile, SSO, process, container, instance.
 *
 * @returns undefined if they are there, else the SDK's reason
 */
export async function findCredentialsProblem(): Promise<string | undefined> {
  const client = new SageMakerRuntimeClient({ region: 'us-east-1' });
  try {
    await client.config.credentials();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    client.destroy();
  }
}

/**
 * Refuses to deploy while anything is missing, naming all of it at once.
 *
 * @param environment - with `.env` over it
 * @param credentialsProblem - see findCredentialsProblem
 * @throws CommandError
 */
export function requireDeployable(
  environment: Environment,
  credentialsProblem: string | undefined,
): void {
  const missing: string[] = [];
  if (!PREDICTORS.some((name) => environment[name])) {
    missing.push(
      'SAGEMAKER_ENDPOINT_NAME: the SageMaker endpoint that the API may ask. Set it in .env, or set LF_ENDPOINT_URL ' +
        'to an endpoint elsewhere, or LF_API_BUNDLE to a bundle from which the Lambda itself predicts.',
    );
  }
  if (credentialsProblem !== undefined) {
    missing.push(
      'AWS credentials: set AWS_PROFILE in .env to a profile of ~/.aws, or AWS_ACCESS_KEY_ID and ' +
        `AWS_SECRET_ACCESS_KEY (the SDK says: ${credentialsProblem}).`,
    );
  }
  if (missing.length === 0) return;
  const list = missing.map((line) => `  ${line}`).join('\n');
  throw new CommandError(
    `Deploying the API: nothing was packaged or sent, since this is missing:\n${list}`,
  );
}
