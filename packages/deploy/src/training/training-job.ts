import type { SageMaker } from '../sagemaker/connection.ts';
import { AwsError } from '../sagemaker/errors.ts';
import { readLogTailIn } from '../sagemaker/log-tail.ts';
import { tagsOf, type Ownership } from '../sagemaker/tags.ts';
import { createNamed } from '../sagemaker/version-requests.ts';
import { followJob, type FollowJobOptions } from './follow-job.ts';
import { TrainingJobFailedError, TrainingJobStoppedError } from './training-errors.ts';

/** What of S3 a training job finds below `/opt/ml/input/data/<name>`. */
export interface TrainingChannel {
  readonly name: string;
  /** Every object whose URL begins so. Each instance gets all of them. */
  readonly url: string;
  readonly contentType?: string;
}

/** A training job of SageMaker. */
export interface TrainingJob {
  /** Letters, digits and hyphens, at most 55: tries of the same name get a number after it. */
  readonly name: string;
  readonly image: string;
  /** ARN of the role that SageMaker takes: for the image, for S3 and for the log. */
  readonly role: string;
  readonly hyperparameters?: Readonly<Record<string, string>>;
  readonly environment?: Readonly<Record<string, string>>;
  /** What the container runs; absent: what the image says. */
  readonly command?: { readonly entrypoint: readonly string[]; readonly args: readonly string[] };
  readonly channels: readonly TrainingChannel[];
  /** Below it SageMaker writes `<job>/output/model.tar.gz`. */
  readonly outputUrl: string;
  /** Of KMS: encrypts that; undefined: as the bucket does by default. */
  readonly kmsKeyId?: string;
  readonly instances: {
    readonly type: string;
    readonly count: number;
    readonly volumeGb: number;
  };
  /** How long the container may run. */
  readonly maxRunSeconds: number;
  /** Spare capacity at a lower price: how long the job may take in all, the waits for a machine included. */
  readonly spot?: { readonly maxWaitSeconds: number };
  /** Where SageMaker keeps what the container writes to `/opt/ml/checkpoints`, which a job of the same URL finds there. */
  readonly checkpointsUrl?: string;
  /** Of any flow. */
  readonly owner: Omit<Ownership, 'flow'> & { readonly flow: string };
}

/** A training job as SageMaker describes it. */
export interface TrainingJobState {
  readonly name: string;
  /** `InProgress`, `Completed`, `Failed`, `Stopping`, `Stopped`. */
  readonly status: string;
  /** What it does now: `Starting`, `Downloading`, `Training`, `Interrupted`, `Uploading` ... */
  readonly doing: string;
  readonly failureReason: string;
  /** URL of `model.tar.gz`; empty before there is one. */
  readonly modelUrl: string;
  /** Undefined before SageMaker tells it. */
  readonly billedSeconds?: number;
  readonly trainedSeconds?: number;
}

export type RunTrainingJobOptions = FollowJobOptions;

/** Names of jobs are taken for ever: a job that failed leaves its name, and the next try takes the next number. */
const MOST_TRIES = 100;

/** Where SageMaker keeps what the containers of training jobs print, a stream an instance. */
const LOG_GROUP = '/aws/sagemaker/TrainingJobs';

/**
 * Runs a training job to its end. One of the same name that is under way is followed, and one that is done is taken: so
 * whoever was killed while waiting finds its job again, and pays once.
 *
 * @returns the state of the job, which is `Completed`
 * @throws TrainingJobFailedError with SageMaker's reason and the end of the container's log; TrainingJobStoppedError when
 * `signal` aborts; AwsError
 */
export async function runTrainingJob(
  sagemaker: SageMaker,
  job: TrainingJob,
  options: RunTrainingJobOptions = {},
): Promise<TrainingJobState> {
  const { signal, onNote } = options;
  const name = await begin(sagemaker, job, options);
  const state = await followJob({
    name,
    describe: () => describeJob(sagemaker, name),
    stop: () => stop(sagemaker, name),
    options,
  });
  if (state.status === 'Completed') {
    const { billedSeconds, trainedSeconds } = state;
    if (billedSeconds !== undefined) {
      onNote?.(
        `training job ${name}: ${trainedSeconds ?? billedSeconds} s on each instance, billed for ${billedSeconds} s`,
      );
    }
    return state;
  }
  if (signal?.aborted === true) throw new TrainingJobStoppedError(name);
  const logTail = await readLogTailIn(sagemaker, {
    group: LOG_GROUP,
    prefix: `${name}/`,
    of: `training job ${name}`,
  });
  throw new TrainingJobFailedError(name, {
    reason: state.failureReason || REASONS[state.doing] || `it is ${state.status}`,
    logTail,
    todo: NEXT_ACTIONS[state.doing] ?? 'Mend what the reason names, then resume the run.',
  });
}

/** What SageMaker calls the end of a job that it gives no reason for. */
const REASONS: Readonly<Record<string, string>> = {
  MaxRuntimeExceeded: 'it took longer than it may',
  MaxWaitTimeExceeded: 'there was no spot capacity for so long as it may wait',
  Stopped: 'somebody stopped it',
};

const NEXT_ACTIONS: Readonly<Record<string, string>> = {
  MaxRuntimeExceeded:
    'Let it run longer (LF_TRAINING_HOURS) or take a larger instance, then resume the run.',
  MaxWaitTimeExceeded:
    'Resume the run later, let it wait longer (LF_TRAINING_HOURS), or train without spot (LF_TRAINING_SPOT=0).',
  Stopped: 'Resume the run to do it again.',
};

/**
 * The job of a name, or of the last of its tries, that is under way.
 *
 * @returns null: there is none; else what ends it
 * @throws AwsError
 */
export async function findTrainingJob(
  sagemaker: SageMaker,
  name: string,
): Promise<{ readonly name: string; readonly cancel: () => Promise<void> } | null> {
  for (let tries = 1; tries <= MOST_TRIES; tries += 1) {
    const tried = nameOfTry(name, tries);
    const there = await describeIfThere(sagemaker, tried);
    if (there === null) return null;
    if (there.status !== 'InProgress') continue;
    return { name: tried, cancel: () => requestEnd(sagemaker, tried) };
  }
  return null;
}

const nameOfTry = (name: string, tries: number): string =>
  tries === 1 ? name : `${name}-${tries}`;

/** @returns the name of the job that is under way or done */
async function begin(
  sagemaker: SageMaker,
  job: TrainingJob,
  { signal, onNote }: RunTrainingJobOptions,
): Promise<string> {
  for (let tries = 1; tries <= MOST_TRIES; tries += 1) {
    const name = nameOfTry(job.name, tries);
    const there = await describeIfThere(sagemaker, name);
    if (there?.status === 'InProgress' || there?.status === 'Completed') {
      onNote?.(
        `training job ${name} ${there.status === 'Completed' ? 'is done already' : 'goes on: followed again'}`,
      );
      return name;
    }
    if (there !== null) continue;
    if (signal?.aborted === true) throw new TrainingJobStoppedError(name);
    await create(sagemaker, { ...job, name });
    const { type, count } = job.instances;
    onNote?.(
      `training job ${name} on ${count} ${type}${job.spot === undefined ? '' : ' of spot capacity'}`,
    );
    return name;
  }
  throw new TrainingJobFailedError(job.name, {
    reason: `${MOST_TRIES} jobs of that name have failed`,
    logTail: [],
    todo: 'Begin a new run.',
  });
}

async function create(sagemaker: SageMaker, job: TrainingJob): Promise<void> {
  const { name, image, role, command, channels, instances, spot, checkpointsUrl, kmsKeyId } = job;
  await createNamed(
    sagemaker,
    { doing: `Creating training job ${name}`, action: 'sagemaker:CreateTrainingJob' },
    ({ client, sdk }) =>
      client.send(
        new sdk.CreateTrainingJobCommand({
          TrainingJobName: name,
          RoleArn: role,
          AlgorithmSpecification: {
            TrainingImage: image,
            TrainingInputMode: 'File',
            ...(command && {
              ContainerEntrypoint: [...command.entrypoint],
              ContainerArguments: [...command.args],
            }),
          },
          ...(job.hyperparameters && { HyperParameters: { ...job.hyperparameters } }),
          ...(job.environment && { Environment: { ...job.environment } }),
          ...(channels.length > 0 && { InputDataConfig: channels.map(inputOf) }),
          OutputDataConfig: {
            S3OutputPath: job.outputUrl,
            ...(kmsKeyId !== undefined && { KmsKeyId: kmsKeyId }),
          },
          ResourceConfig: {
            InstanceType: instances.type as 'ml.m5.large',
            InstanceCount: instances.count,
            VolumeSizeInGB: instances.volumeGb,
          },
          StoppingCondition: {
            MaxRuntimeInSeconds: job.maxRunSeconds,
            ...(spot && { MaxWaitTimeInSeconds: spot.maxWaitSeconds }),
          },
          ...(spot && { EnableManagedSpotTraining: true }),
          ...(checkpointsUrl !== undefined && {
            CheckpointConfig: { S3Uri: checkpointsUrl, LocalPath: '/opt/ml/checkpoints' },
          }),
          Tags: tagsOf(job.owner),
        }),
      ),
  );
}

function inputOf({ name, url, contentType }: TrainingChannel) {
  return {
    ChannelName: name,
    ...(contentType !== undefined && { ContentType: contentType }),
    DataSource: {
      S3DataSource: {
        S3DataType: 'S3Prefix' as const,
        S3Uri: url,
        S3DataDistributionType: 'FullyReplicated' as const,
      },
    },
  };
}

async function describeJob(sagemaker: SageMaker, name: string): Promise<TrainingJobState> {
  const answer = await sagemaker.control(
    { doing: `Describing training job ${name}`, action: 'sagemaker:DescribeTrainingJob' },
    ({ client, sdk }) => client.send(new sdk.DescribeTrainingJobCommand({ TrainingJobName: name })),
  );
  const { BillableTimeInSeconds: billed, TrainingTimeInSeconds: trained } = answer;
  return {
    name,
    status: answer.TrainingJobStatus ?? 'unknown',
    doing: answer.SecondaryStatus ?? '',
    failureReason: answer.FailureReason ?? '',
    modelUrl: answer.ModelArtifacts?.S3ModelArtifacts ?? '',
    ...(billed !== undefined && { billedSeconds: billed }),
    ...(trained !== undefined && { trainedSeconds: trained }),
  };
}

async function describeIfThere(
  sagemaker: SageMaker,
  name: string,
): Promise<TrainingJobState | null> {
  try {
    return await describeJob(sagemaker, name);
  } catch (error) {
    if (error instanceof AwsError && error.fault === 'sagemaker_not_found') return null;
    throw error;
  }
}

/** Ends a job, and does not wait for it: SageMaker gives its container two minutes. */
async function stop(sagemaker: SageMaker, name: string): Promise<never> {
  try {
    await requestEnd(sagemaker, name);
  } catch (cause) {
    const region = await sagemaker.region();
    const command = `aws sagemaker stop-training-job --training-job-name ${name} --region ${region}`;
    throw new TrainingJobStoppedError(name, { cause, command });
  }
  throw new TrainingJobStoppedError(name);
}

/** @throws AwsError for a job that goes on */
async function requestEnd(sagemaker: SageMaker, name: string): Promise<void> {
  try {
    await sagemaker.control(
      { doing: `Ending training job ${name}`, action: 'sagemaker:StopTrainingJob' },
      ({ client, sdk }) => client.send(new sdk.StopTrainingJobCommand({ TrainingJobName: name })),
    );
  } catch (error) {
    // One that has ended meanwhile is not ended again
    const state = await describeIfThere(sagemaker, name).catch(() => null);
    if (state === null || state.status === 'InProgress') throw error;
  }
}
