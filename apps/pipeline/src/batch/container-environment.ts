import type { Environment } from '@lf/deploy';

/**
 * What a container is told of this machine's environment: nothing else, and no secret, since whoever may read job
 * definitions reads it. Its credentials come by the role of the jobs.
 */
const TOLD =
  /^(AWS_(DEFAULT_)?REGION|AWS_ENDPOINT_URL(_S3)?|LF_S3_(ENCRYPTION|KMS_KEY_ID|REQUESTER_PAYS|PATH_STYLE)|MLFLOW_TRACKING_URI|MLFLOW_EXPERIMENT_NAME)$/;

/** The environment of the containers: of an address with a password in it, nothing is told. */
export function containerEnvironment(environment: Environment): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(environment).filter(
      (entry): entry is [string, string] =>
        Boolean(entry[1]) && TOLD.test(entry[0]) && !/^\w+:\/\/[^/]*@/.test(entry[1] ?? ''),
    ),
  );
}
