import type { AsynchronousInference, Autoscaling, Hosting, RollOut } from '@lf/deploy/sagemaker';
import { SettingsError, type SettingsProblem } from '../errors.ts';
import type { Settings } from '../settings/load.ts';
import { outputKey } from './output-key.ts';

/** How a run's model is served in SageMaker. */
export interface SageMakerParams {
  readonly image: string;
  readonly role: string;
  readonly hosting: Hosting;
  /** Set: requests wait in a queue, whose places are in the datastore. */
  readonly asynchronous?: Pick<AsynchronousInference, 'maxConcurrency' | 'kmsKeyId'>;
  readonly rollOut: RollOut;
  /** Null: the number of instances stays. */
  readonly autoscaling: Autoscaling | null;
}

/**
 * What the settings say of SageMaker.
 *
 * @returns null if they say nothing: models are served on this machine
 * @throws SettingsError that names what is missing, or does not go together
 */
export function sageMakerParams(settings: Settings): SageMakerParams | null {
  const {
    IAM_SAGEMAKER_ROLE: role,
    DOCKER_IMAGE: image,
    SAGEMAKER_INSTANCE: type,
    LF_SAGEMAKER_SERVERLESS_MB: memoryMb,
    LF_SAGEMAKER_MAX_INSTANCES: maxInstances,
    LF_SAGEMAKER_MAX_CONCURRENCY: maxConcurrency,
  } = settings;
  const isAsynchronous = settings.LF_SAGEMAKER_ASYNC === 1;
  // DOCKER_IMAGE alone is in the environment of many a build machine, where it means something else
  const isForTraining =
    settings.LF_BLAZINGTEXT_INSTANCE !== undefined || settings.LF_TRAINING_INSTANCE !== undefined;
  if (type === undefined && memoryMb === undefined && (role === undefined || isForTraining)) {
    return null;
  }
  const problems: SettingsProblem[] = [];
  const refuse = (setting: string, value: string, expected: string) =>
    void problems.push({ setting, value, expected });
  const wanted =
    'models are served in SageMaker if IAM_SAGEMAKER_ROLE, DOCKER_IMAGE and SAGEMAKER_INSTANCE (or LF_SAGEMAKER_SERVERLESS_MB) are set; set it too, or unset the others to serve on this machine';
  if (role === undefined) refuse('IAM_SAGEMAKER_ROLE', '', wanted);
  if (image === undefined) refuse('DOCKER_IMAGE', '', wanted);
  if (type === undefined && memoryMb === undefined) refuse('SAGEMAKER_INSTANCE', '', wanted);
  if (!settings.LF_DATASTORE_ROOT.startsWith('s3:')) {
    refuse(
      'LF_DATASTORE_ROOT',
      settings.LF_DATASTORE_ROOT,
      'an s3: datastore, since SageMaker fetches the bundle from S3',
    );
  }
  if (memoryMb !== undefined) {
    const alone = 'unset it, or LF_SAGEMAKER_SERVERLESS_MB: a serverless endpoint';
    if (type !== undefined) refuse('SAGEMAKER_INSTANCE', type, `${alone} has no instances`);
    if (isAsynchronous) refuse('LF_SAGEMAKER_ASYNC', '1', `${alone} has no queue`);
    if (maxInstances !== undefined) {
      refuse('LF_SAGEMAKER_MAX_INSTANCES', String(maxInstances), `${alone} scales by itself`);
    }
    if (settings.LF_CHALLENGER_SHARE > 0) {
      const share = String(settings.LF_CHALLENGER_SHARE);
      refuse('LF_CHALLENGER_SHARE', share, `${alone} has one variant, so no challenger`);
    }
  }
  if (isAsynchronous && settings.LF_CHALLENGER_SHARE > 0) {
    refuse(
      'LF_CHALLENGER_SHARE',
      String(settings.LF_CHALLENGER_SHARE),
      '0 with LF_SAGEMAKER_ASYNC=1: a request in a queue cannot name its version, so a challenger cannot be tried',
    );
  }
  const count = settings.LF_SAGEMAKER_INSTANCES;
  if (count === 0 && !(isAsynchronous && maxInstances !== undefined)) {
    refuse(
      'LF_SAGEMAKER_INSTANCES',
      '0',
      'at least 1; only LF_SAGEMAKER_ASYNC=1 with LF_SAGEMAKER_MAX_INSTANCES scales to 0',
    );
  }
  if (maxInstances !== undefined && maxInstances < count) {
    refuse(
      'LF_SAGEMAKER_MAX_INSTANCES',
      String(maxInstances),
      `at least LF_SAGEMAKER_INSTANCES, which is ${count}`,
    );
  }
  if (problems.length > 0 || role === undefined || image === undefined) {
    throw new SettingsError(problems);
  }
  const hosting: Hosting =
    memoryMb === undefined
      ? // It begins with one where it may come to none: somebody has to answer the trial
        { kind: 'instances', type: type ?? '', count: Math.max(1, count) }
      : { kind: 'serverless', memoryMb, maxConcurrency };
  return {
    ...{ role, image, hosting, rollOut: rollOutIn(settings) },
    ...(isAsynchronous && { asynchronous: { maxConcurrency, ...outputKey(settings) } }),
    autoscaling:
      maxInstances === undefined
        ? null
        : {
            minInstances: count,
            maxInstances,
            ...(isAsynchronous
              ? { backlogPerInstance: settings.LF_SAGEMAKER_BACKLOG }
              : { invocationsPerInstance: settings.LF_SAGEMAKER_INVOCATIONS }),
          },
  };
}

function rollOutIn(settings: Settings): RollOut {
  const alarms = (settings.LF_SAGEMAKER_ALARMS ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  const canaryPercent = settings.LF_SAGEMAKER_CANARY_PERCENT;
  return {
    alarms,
    // Nobody looks at the new version where no alarm is named
    bakeSeconds: alarms.length > 0 ? settings.LF_SAGEMAKER_BAKE_SECONDS : 0,
    ...(canaryPercent !== undefined && { canaryPercent }),
  };
}
