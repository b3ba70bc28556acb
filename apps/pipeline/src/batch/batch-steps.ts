import type { Launcher } from '@lf/flow';
import { batchLauncher, type CodePackage } from '@lf/flow/aws-batch';
import { SettingsError, type SettingsProblem } from '../errors.ts';
import { TRAINING_STEP } from '../settings/child-environment.ts';
import type { CliContext } from '../settings/context.ts';
import { NO_FLOWS, type CarriedFlows } from './carried-flows.ts';
import { containerEnvironment } from './container-environment.ts';
import { sizedForTransform, transformProblems } from '../params/transform-params.ts';
import { trainingLauncher } from './training-steps.ts';

/** Where jobs of AWS Batch run and what they are, as the settings say. */
export interface JobPlace {
  readonly queue: string;
  readonly jobRole: string;
  readonly images: { readonly base: string; readonly rapids: string };
  readonly region: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** Puts the code package into the datastore. */
export type PutCode = () => Promise<CodePackage>;

/**
 * What the settings say of jobs of AWS Batch.
 *
 * @param wanted what needs it, to begin each problem with
 * @param others what else is missing for it, which is told at once
 * @throws SettingsError that lists all that is missing
 */
export function jobPlace(
  { settings, store, environment }: CliContext,
  wanted: string,
  others: readonly SettingsProblem[] = [],
): JobPlace {
  const {
    METAFLOW_BATCH_JOB_QUEUE: queue,
    METAFLOW_ECS_S3_ACCESS_IAM_ROLE: jobRole,
    BASE_IMAGE: base,
    RAPIDS_IMAGE: rapids,
  } = settings;
  const region = environment['AWS_REGION'] || environment['AWS_DEFAULT_REGION'];
  const needed = (setting: string, expected: string): SettingsProblem => ({
    ...{ setting, value: '', expected: `${wanted} needs ${expected}` },
  });
  const problems = [
    ...(queue === undefined
      ? [needed('METAFLOW_BATCH_JOB_QUEUE', 'the name or ARN of a job queue')]
      : []),
    ...(jobRole === undefined
      ? [needed('METAFLOW_ECS_S3_ACCESS_IAM_ROLE', 'the ARN of the role of the jobs')]
      : []),
    ...(base === undefined
      ? [
          needed(
            'BASE_IMAGE',
            'a container image with Node, such as public.ecr.aws/docker/library/node:24-slim',
          ),
        ]
      : []),
    ...transformProblems(settings, wanted),
    ...(region
      ? []
      : [needed('AWS_DEFAULT_REGION', 'the region of the queue, which its containers are told')]),
    ...(store.url.startsWith('s3:')
      ? []
      : [
          {
            setting: 'LF_DATASTORE_ROOT',
            value: settings.LF_DATASTORE_ROOT,
            expected: `s3://<bucket>/<prefix>, as ${wanted} shares it with other machines`,
          },
        ]),
    ...others,
  ];
  if (problems.length > 0 || queue === undefined || jobRole === undefined || base === undefined) {
    throw new SettingsError(problems);
  }
  const images = { base, rapids: rapids ?? base };
  const told = containerEnvironment(environment);
  return { queue, jobRole, images, region: region ?? '', environment: told };
}

/**
 * Where the steps that need resources run: trainings as jobs of SageMaker if LF_TRAINING_INSTANCE says so, the others on
 * AWS Batch if EN_BATCH=1, else here (undefined). AWS's clients are loaded when the first job is submitted.
 *
 * @param modules of LF_FLOWS that the steps are in; none: they are a part of this program
 * @throws SettingsError that lists all that is missing; PipelineError `flows_not_carried`
 */
export async function stepLauncher(
  context: CliContext,
  modules: readonly string[],
  say: (line: string) => void,
): Promise<Launcher | undefined> {
  let flows = NO_FLOWS;
  const code = async () =>
    (await import('./code-package.ts')).putCodePackage(context.store, say, flows);
  const training = trainingLauncher(context, code);
  const batch = jobLauncher(context, code);
  if (training === undefined && batch === undefined) return undefined;
  // Before the first step: what cannot be carried should cost no time
  flows = await carriedFlows(modules, say);
  if (training === undefined || batch === undefined) return training ?? batch;
  const launcherOf = (step: string) => (step === TRAINING_STEP ? training : batch);
  return {
    launch: (attempt) => launcherOf(attempt.step.name).launch(attempt),
    findUnderWay: (store, task) => launcherOf(task.step).findUnderWay(store, task),
    clean: (store, task) => launcherOf(task.step).clean(store, task),
  };
}

/**
 * What a code package carries for modules of LF_FLOWS.
 *
 * @throws PipelineError `flows_not_carried`
 */
export async function carriedFlows(
  modules: readonly string[],
  say: (line: string) => void,
): Promise<CarriedFlows> {
  if (modules.length === 0) return NO_FLOWS;
  const { carryFlows } = await import('./carry-flows.ts');
  return carryFlows(modules, say);
}

function jobLauncher(context: CliContext, code: PutCode): Launcher | undefined {
  if (context.settings.EN_BATCH !== 1) return undefined;
  const { store } = context;
  const { queue, jobRole, images, environment } = jobPlace(context, 'EN_BATCH=1');
  const onBatch = batchLauncher({
    ...{ queue, jobRole, images, environment },
    entryArgs: ['supervise', '--datastore', store.url],
    code,
  });
  return {
    ...onBatch,
    launch: (attempt) =>
      onBatch.launch({ ...attempt, step: sizedForTransform(attempt.step, context.settings) }),
  };
}
