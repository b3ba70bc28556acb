import type { SageMaker } from '../sagemaker/connection.ts';
import { SageMakerRequestError } from '../sagemaker/errors.ts';
import { CHAMPION } from '../sagemaker/hosting.ts';
import { readLogTailIn } from '../sagemaker/log-tail.ts';
import { requireOurs } from '../sagemaker/manage.ts';
import { tagsOf } from '../sagemaker/tags.ts';
import { createNamed, describeConfig } from '../sagemaker/version-requests.ts';
import { followJob, type FollowJobOptions } from '../training/follow-job.ts';
import { TransformJobFailedError, TransformJobStoppedError } from './transform-errors.ts';

/** A batch transform by the model of an endpoint. */
export interface TransformJob {
  /** Letters, digits and hyphens, at most 63; never used before. */
  readonly name: string;
  /** Whose champion predicts. The endpoint itself gets no request, and may be stopped meanwhile. */
  readonly endpoint: string;
  /** URL of the datastore that it was deployed from: another's is not touched. */
  readonly datastore: string;
  /** Every object whose URL begins so: a body of `POST /invocations` a line. */
  readonly inputUrl: string;
  /** Below it each file comes as `<name>.out`: an answer a line, in the same order. */
  readonly outputUrl: string;
  /** Of KMS: encrypts the answers; undefined: as the bucket does by default. */
  readonly kmsKeyId?: string;
  readonly instances: { readonly type: string; readonly count: number };
}

/** SageMaker sends no longer line. */
const MOST_LINE_MB = 6;

const LOG_GROUP = '/aws/sagemaker/TransformJobs';

/**
 * Runs a batch transform to its end: SageMaker starts the model's container on machines of its own, sends it each line, and
 * writes the answers.
 *
 * @throws SageMakerRequestError, SageMakerEndpointUnknownError, TransformJobFailedError, AwsError; TransformJobStoppedError
 * when `signal` aborts
 */
export async function runTransformJob(
  sagemaker: SageMaker,
  job: TransformJob,
  options: FollowJobOptions = {},
): Promise<void> {
  const { name, inputUrl, outputUrl, instances, kmsKeyId } = job;
  for (const url of [inputUrl, outputUrl]) {
    if (/^s3:\/\/[^/]+\/./.test(url)) continue;
    throw new SageMakerRequestError(
      `A batch transform reads and writes S3: expected s3://<bucket>/<prefix>, got ${JSON.stringify(url)}.`,
    );
  }
  const { state, owner } = await requireOurs(sagemaker, { ...job, name: job.endpoint });
  const { variants } = await describeConfig(sagemaker, state.configName);
  const served = variants.find((variant) => variant.name === CHAMPION) ?? variants[0];
  if (options.signal?.aborted === true) throw new TransformJobStoppedError(name);
  await createNamed(
    sagemaker,
    { doing: `Creating batch transform ${name}`, action: 'sagemaker:CreateTransformJob' },
    ({ client, sdk }) =>
      client.send(
        new sdk.CreateTransformJobCommand({
          TransformJobName: name,
          ModelName: served?.modelName ?? '',
          BatchStrategy: 'SingleRecord',
          MaxPayloadInMB: MOST_LINE_MB,
          TransformInput: {
            DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: inputUrl } },
            ContentType: 'application/json',
            SplitType: 'Line',
          },
          TransformOutput: {
            S3OutputPath: outputUrl,
            Accept: 'application/json',
            AssembleWith: 'Line',
            ...(kmsKeyId !== undefined && { KmsKeyId: kmsKeyId }),
          },
          TransformResources: {
            InstanceType: instances.type as 'ml.m5.large',
            InstanceCount: instances.count,
          },
          Tags: tagsOf(owner),
        }),
      ),
  );
  options.onNote?.(`batch transform ${name} on ${instances.count} ${instances.type}`);
  const { status, failureReason } = await followJob({
    name,
    describe: () => describeTransform(sagemaker, name),
    stop: () => stop(sagemaker, name),
    options,
  });
  if (status === 'Completed') return;
  throw new TransformJobFailedError(name, {
    reason: failureReason || `it is ${status}`,
    logTail: await readLogTailIn(sagemaker, {
      ...{ group: LOG_GROUP, prefix: `${name}/`, of: `batch transform ${name}` },
    }),
  });
}

async function describeTransform(sagemaker: SageMaker, name: string) {
  const answer = await sagemaker.control(
    { doing: `Describing batch transform ${name}`, action: 'sagemaker:DescribeTransformJob' },
    ({ client, sdk }) =>
      client.send(new sdk.DescribeTransformJobCommand({ TransformJobName: name })),
  );
  return {
    status: answer.TransformJobStatus ?? 'unknown',
    doing: '',
    failureReason: answer.FailureReason ?? '',
  };
}

async function stop(sagemaker: SageMaker, name: string): Promise<never> {
  try {
    await sagemaker.control(
      { doing: `Ending batch transform ${name}`, action: 'sagemaker:StopTransformJob' },
      ({ client, sdk }) => client.send(new sdk.StopTransformJobCommand({ TransformJobName: name })),
    );
  } catch (cause) {
    const state = await describeTransform(sagemaker, name).catch(() => null);
    if (state === null || state.status === 'InProgress') {
      const region = await sagemaker.region();
      const command = `aws sagemaker stop-transform-job --transform-job-name ${name} --region ${region}`;
      throw new TransformJobStoppedError(name, { cause, command });
    }
  }
  throw new TransformJobStoppedError(name);
}
