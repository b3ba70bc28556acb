import { containerLauncher, type Launcher } from '@lf/flow';
import { SettingsError, type SettingsProblem } from '../errors.ts';
import { outputKey } from '../params/output-key.ts';
import type { CliContext } from '../settings/context.ts';
import { TRAINING_STEP } from '../settings/child-environment.ts';
import type { PutCode } from './batch-steps.ts';
import { containerEnvironment } from './container-environment.ts';
import { trainingRunner } from './training-runner.ts';

const SECONDS_AN_HOUR = 3600;

/** What SageMaker can pull: a registry of its region. */
const IN_ECR = /^\d{12}\.dkr\.ecr\.[a-z0-9-]+\.amazonaws\.com(\.cn)?\//;

/**
 * Where trainings run: as training jobs of SageMaker if LF_TRAINING_INSTANCE says so, else undefined.
 *
 * @throws SettingsError that lists all that is missing
 */
export function trainingLauncher(
  { settings, store, environment }: CliContext,
  code: PutCode,
): Launcher | undefined {
  const {
    LF_TRAINING_INSTANCE: instanceType,
    IAM_SAGEMAKER_ROLE: role,
    BASE_IMAGE: image,
  } = settings;
  if (instanceType === undefined) return undefined;
  const region = environment['AWS_REGION'] || environment['AWS_DEFAULT_REGION'];
  const problems: SettingsProblem[] = [];
  const refuse = (setting: string, value: string, expected: string) =>
    void problems.push({ setting, value, expected: `LF_TRAINING_INSTANCE needs ${expected}` });
  if (role === undefined) {
    refuse('IAM_SAGEMAKER_ROLE', '', 'the ARN of the role that its training jobs take');
  }
  if (image === undefined || !IN_ECR.test(image)) {
    refuse('BASE_IMAGE', image ?? '', 'an image with Node in ECR, which SageMaker can pull');
  }
  if (settings.LF_BLAZINGTEXT_INSTANCE !== undefined) {
    const alone = 'LF_BLAZINGTEXT_INSTANCE unset: a training job would wait for another one';
    refuse('LF_BLAZINGTEXT_INSTANCE', settings.LF_BLAZINGTEXT_INSTANCE, alone);
  }
  if (!region) refuse('AWS_DEFAULT_REGION', '', 'the region of its training jobs');
  if (!store.url.startsWith('s3:')) {
    refuse('LF_DATASTORE_ROOT', settings.LF_DATASTORE_ROOT, 's3://<bucket>/<prefix>');
  }
  if (problems.length > 0 || role === undefined || image === undefined) {
    throw new SettingsError(problems);
  }
  return containerLauncher({
    isFor: ({ name }) => name === TRAINING_STEP,
    entryArgs: ['supervise', '--datastore', store.url],
    code,
    runner: trainingRunner({
      ...{ image, role, instanceType, datastore: store.url },
      isSpot: settings.LF_TRAINING_SPOT === 1,
      maxRunSeconds: settings.LF_TRAINING_HOURS * SECONDS_AN_HOUR,
      environment: containerEnvironment(environment),
      ...outputKey(settings),
    }),
  });
}
