import {
  arnOf,
  listIn,
  objectIn,
  textIn,
  type FakeAccount,
  type FakeTraining,
  type Fields,
} from './account.ts';
import { newName, tagged } from './control-operations.ts';
import { invalid, Refusal } from './refusal.ts';

type Operation = (account: FakeAccount, input: Fields) => Promise<Fields> | Fields;

/** SageMaker's limits of the characters of a value. */
const MOST_CHARACTERS = { HyperParameters: 2500, Environment: 512, argument: 256 } as const;

/** The operations of training jobs: what a job does is `train` of the account. */
export const TRAINING_OPERATIONS: Readonly<Record<string, Operation>> = {
  CreateTrainingJob(account, input) {
    const name = newName(input, 'TrainingJobName');
    if (account.trainings.has(name)) {
      throw new Refusal(
        'ResourceInUse',
        'Training job names must be unique within an AWS account and region, and a training job with this name already exists',
      );
    }
    requireAsDocumented(account, input);
    const controller = new AbortController();
    const job: FakeTraining = {
      ...{ name, request: input, controller, looks: 0 },
      ...{ status: 'InProgress', secondary: 'Starting' },
    };
    account.trainings.set(name, job);
    const lines: string[] = [];
    account.logs.set(`training-job/${name}`, lines);
    const training = account
      .train(job, { signal: controller.signal, print: (line) => void lines.push(line) })
      .catch((error: unknown) => ({ failureReason: `AlgorithmError: ${String(error)}` }))
      .then((outcome) => {
        job.outcome = outcome;
        account.starting.delete(training);
      });
    account.starting.add(training);
    return tagged(account, 'training-job', name, input, 'TrainingJobArn');
  },

  DescribeTrainingJob(account, input) {
    const job = foundJob(account, input);
    lookAtJob(account, job);
    const { name, status, secondary, failureReason, modelUrl, request } = job;
    return {
      TrainingJobName: name,
      TrainingJobArn: arnOf('training-job', name),
      TrainingJobStatus: status,
      SecondaryStatus: secondary,
      ...(failureReason !== undefined && { FailureReason: failureReason }),
      ...(modelUrl !== undefined && {
        ModelArtifacts: { S3ModelArtifacts: modelUrl },
        TrainingTimeInSeconds: 90,
        BillableTimeInSeconds: request['EnableManagedSpotTraining'] === true ? 30 : 90,
      }),
    };
  },

  StopTrainingJob(account, input) {
    const job = foundJob(account, input);
    if (job.status !== 'InProgress') {
      throw invalid(
        `The request was rejected because the training job is in status ${job.status}.`,
      );
    }
    job.status = 'Stopping';
    job.secondary = 'Stopping';
    job.controller.abort();
    return {};
  },
};

function foundJob({ trainings }: FakeAccount, input: Fields): FakeTraining {
  const job = trainings.get(textIn(input, 'TrainingJobName'));
  if (job === undefined) throw invalid('Requested resource not found.');
  return job;
}

function lookAtJob(account: FakeAccount, job: FakeTraining): void {
  if (job.status === 'Stopping') {
    job.status = 'Stopped';
    job.secondary = 'Stopped';
  }
  if (job.status !== 'InProgress') return;
  job.looks += 1;
  if (job.looks > 1) job.secondary = 'Training';
  const { outcome } = job;
  if (outcome === undefined || job.looks <= account.looksBeforeReady) return;
  if ('modelUrl' in outcome) {
    job.status = 'Completed';
    job.secondary = 'Completed';
    job.modelUrl = outcome.modelUrl;
    return;
  }
  job.status = outcome.secondary === undefined ? 'Failed' : 'Stopped';
  job.secondary = outcome.secondary ?? 'Failed';
  if (outcome.failureReason !== undefined) job.failureReason = outcome.failureReason;
}

function requireAsDocumented(account: FakeAccount, input: Fields): void {
  const algorithm = objectIn(input, 'AlgorithmSpecification');
  const role = textIn(input, 'RoleArn');
  if (account.roles !== undefined && !account.roles.has(role)) {
    throw invalid(
      `Could not assume role ${role}. Please ensure that the role exists and allows principal 'sagemaker.amazonaws.com' to assume the role.`,
    );
  }
  const image = textIn(algorithm, 'TrainingImage');
  if (account.images !== undefined && !account.images.has(image)) {
    throw invalid(`Requested image ${image} not found.`);
  }
  for (const key of ['HyperParameters', 'Environment'] as const) {
    for (const [name, value] of Object.entries(objectIn(input, key))) {
      if (typeof value === 'string' && value.length <= MOST_CHARACTERS[key]) continue;
      throw invalid(`1 validation error detected: Value at '${key}.${name}' is too long`);
    }
  }
  for (const key of ['ContainerEntrypoint', 'ContainerArguments']) {
    const values = algorithm[key];
    if (values === undefined) continue;
    const isFine =
      Array.isArray(values) &&
      values.length > 0 &&
      values.length <= 100 &&
      values.every(
        (value) => typeof value === 'string' && value.length <= MOST_CHARACTERS.argument,
      );
    if (!isFine) throw invalid(`1 validation error detected: Value at '${key}' is not valid`);
  }
  const stopping = objectIn(input, 'StoppingCondition');
  const longest = Number(stopping['MaxRuntimeInSeconds']);
  if (input['EnableManagedSpotTraining'] === true) {
    if (!(Number(stopping['MaxWaitTimeInSeconds']) >= longest)) {
      throw invalid(
        'Invalid MaxWaitTimeInSeconds. It must be present and be greater than or equal to MaxRuntimeInSeconds',
      );
    }
  } else if (stopping['MaxWaitTimeInSeconds'] !== undefined) {
    throw invalid('MaxWaitTimeInSeconds above 0 is supported only for managed spot training');
  }
  const resources = objectIn(input, 'ResourceConfig');
  const asked = Number(resources['InstanceCount']);
  if (asked > account.instanceQuota) {
    throw new Refusal(
      'ResourceLimitExceeded',
      `The account-level service limit '${textIn(resources, 'InstanceType')} for training job usage' is ${account.instanceQuota} Instances, with current utilization of 0 Instances and a request delta of ${asked} Instances. Please use AWS Service Quotas to request an increase for this quota.`,
    );
  }
  if (!textIn(objectIn(input, 'OutputDataConfig'), 'S3OutputPath').startsWith('s3://')) {
    throw invalid('1 validation error detected: S3OutputPath must be an S3 URI');
  }
  for (const channel of listIn(input, 'InputDataConfig')) {
    const source = objectIn(objectIn(channel, 'DataSource'), 'S3DataSource');
    if (!textIn(source, 'S3Uri').startsWith('s3://')) {
      throw invalid('1 validation error detected: S3Uri must be an S3 URI');
    }
  }
}
