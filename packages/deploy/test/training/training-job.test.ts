import type { Train } from '@lf/test-doubles/sagemaker';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  runTrainingJob,
  TRAINING_ACCESS,
  type RunTrainingJobOptions,
  type TrainingJob,
} from '../../src/sagemaker.ts';
import { DATASTORE, OWNER, withSageMaker } from '../sagemaker/place.ts';

const at = withSageMaker();

const MODEL = { modelUrl: `${DATASTORE}/out/lf-prod2vec-1/output/model.tar.gz` };

const JOB: TrainingJob = {
  name: 'lf-prod2vec-1',
  image: '685385470294.dkr.ecr.eu-west-1.amazonaws.com/blazingtext:1',
  role: 'arn:aws:iam::123456789012:role/serve',
  hyperparameters: { mode: 'batch_skipgram' },
  channels: [{ name: 'train', url: `${DATASTORE}/train.txt`, contentType: 'text/plain' }],
  outputUrl: `${DATASTORE}/out`,
  instances: { type: 'ml.c5.4xlarge', count: 2, volumeGb: 30 },
  maxRunSeconds: 3600,
  owner: OWNER,
};

const run = (changes: Partial<TrainingJob> = {}, options: RunTrainingJobOptions = {}) =>
  runTrainingJob(at.place.sagemaker, { ...JOB, ...changes }, { pollMs: 1, ...options });

/** A container that goes on until it is stopped. */
const endless: Train = (_job, { signal }) =>
  new Promise((resolve) => signal.addEventListener('abort', () => resolve({})));

describe('a training job', () => {
  it('is made as documented, followed to its end and tagged with run and flow', async () => {
    at.place.fake.train = async () => MODEL;
    const told: string[] = [];
    const notes: string[] = [];
    const state = await run(
      {
        spot: { maxWaitSeconds: 7200 },
        checkpointsUrl: `${DATASTORE}/checkpoints`,
        kmsKeyId: 'alias/shop',
      },
      {
        onProgress: ({ status }) => void told.push(status),
        onNote: (line) => void notes.push(line),
      },
    );
    expect(state).toMatchObject({ status: 'Completed', ...MODEL });
    expect(told.at(-1)).toBe('Completed');
    expect(told).toContain('Training');
    expect(notes).toEqual([
      'training job lf-prod2vec-1 on 2 ml.c5.4xlarge of spot capacity',
      'training job lf-prod2vec-1: 90 s on each instance, billed for 30 s',
    ]);
    expect(at.place.fake.trainings.get('lf-prod2vec-1')?.request).toEqual({
      TrainingJobName: 'lf-prod2vec-1',
      RoleArn: JOB.role,
      AlgorithmSpecification: { TrainingImage: JOB.image, TrainingInputMode: 'File' },
      HyperParameters: { mode: 'batch_skipgram' },
      InputDataConfig: [
        {
          ChannelName: 'train',
          ContentType: 'text/plain',
          DataSource: {
            S3DataSource: {
              S3DataType: 'S3Prefix',
              S3Uri: 's3://bucket/shop/train.txt',
              S3DataDistributionType: 'FullyReplicated',
            },
          },
        },
      ],
      OutputDataConfig: { S3OutputPath: 's3://bucket/shop/out', KmsKeyId: 'alias/shop' },
      ResourceConfig: { InstanceType: 'ml.c5.4xlarge', InstanceCount: 2, VolumeSizeInGB: 30 },
      StoppingCondition: { MaxRuntimeInSeconds: 3600, MaxWaitTimeInSeconds: 7200 },
      EnableManagedSpotTraining: true,
      CheckpointConfig: {
        S3Uri: 's3://bucket/shop/checkpoints',
        LocalPath: '/opt/ml/checkpoints',
      },
      Tags: [
        { Key: 'lf:flow', Value: 'intent' },
        { Key: 'lf:run', Value: 'run-1' },
        { Key: 'lf:datastore', Value: DATASTORE },
      ],
    });
  });

  it("that fails tells SageMaker's reason and the last lines of its log", async () => {
    at.place.fake.train = async (_job, { print }) => {
      print('Reading the channel');
      print('ERROR: line 3 has no words');
      return { failureReason: 'ClientError: Unable to read the data channel' };
    };
    await expect(run()).rejects.toMatchObject({
      code: 'sagemaker_training_failed',
      failureReason: 'ClientError: Unable to read the data channel',
      logTail: ['Reading the channel', 'ERROR: line 3 has no words'],
      message: expect.stringMatching(
        /lf-prod2vec-1.*Unable to read.*\n.*\n {2}Reading/s,
      ) as unknown,
    });
  });

  it('tells what no reason is given for: no spot capacity, too long, stopped by hand', async () => {
    for (const [secondary, says] of [
      ['MaxWaitTimeExceeded', /no spot capacity.*LF_TRAINING_SPOT=0/s],
      ['MaxRuntimeExceeded', /longer than it may.*LF_TRAINING_HOURS/s],
      ['Stopped', /somebody stopped it/],
    ] as const) {
      at.place.fake.train = async () => ({ secondary });
      await expect(run({ name: `lf-${secondary}` })).rejects.toThrow(says);
    }
  });

  it('that is under way or done is found again, and one that failed leaves its name', async () => {
    const { fake } = at.place;
    fake.train = async () => ({ failureReason: 'InternalServerError' });
    await expect(run()).rejects.toMatchObject({ code: 'sagemaker_training_failed' });
    fake.train = async () => MODEL;
    expect((await run()).name).toBe('lf-prod2vec-1-2');
    expect((await run()).name).toBe('lf-prod2vec-1-2');
    expect(fake.trainings.size).toBe(2);
  });

  it('is ended on an abort; where that fails, the error has the command', async () => {
    const { fake } = at.place;
    fake.train = endless;
    const interrupt = (): RunTrainingJobOptions => {
      const controller = new AbortController();
      return { signal: controller.signal, onProgress: () => controller.abort() };
    };
    await expect(run({}, interrupt())).rejects.toMatchObject({
      code: 'sagemaker_training_stopped',
      message:
        'Training job lf-prod2vec-1 was ended, as it was interrupted. Resume the run to do it again.',
    });
    expect(fake.trainings.get('lf-prod2vec-1')?.controller.signal.aborted).toBe(true);
    fake.fail('StopTrainingJob', { code: 'AccessDeniedException', message: 'no' }, 2);
    await expect(run({ name: 'lf-2' }, interrupt())).rejects.toThrow(
      /could not be ended and is billed until it is: aws sagemaker stop-training-job --training-job-name lf-2 --region us-east-1/,
    );
  });

  it('takes a request that was carried out but not answered for done, and waits through an outage', async () => {
    const { fake } = at.place;
    fake.train = async () => MODEL;
    fake.fail('CreateTrainingJob', 'lost');
    const notes: string[] = [];
    fake.before = (operation) => {
      if (operation !== 'CreateTrainingJob') return;
      fake.before = () => undefined;
      fake.fail('DescribeTrainingJob', { code: 'ThrottlingException', message: 'Rate' }, 4);
    };
    const state = await run({}, { onNote: (line) => void notes.push(line) });
    expect(state.status).toBe('Completed');
    expect(notes).toContain(
      'SageMaker cannot be asked now; the job goes on, and so does the waiting',
    );
    expect(fake.trainings.size).toBe(1);
  });

  it('tells a quota that is used up, and a job that goes on though nobody follows it', async () => {
    const { fake } = at.place;
    fake.instanceQuota = 1;
    await expect(run()).rejects.toMatchObject({
      code: 'aws_quota',
      message: expect.stringMatching(/ml\.c5\.4xlarge for training job usage/) as unknown,
    });
    fake.instanceQuota = 2;
    fake.train = endless;
    fake.before = (operation) => {
      if (operation !== 'CreateTrainingJob') return;
      fake.fail('DescribeTrainingJob', { code: 'ThrottlingException', message: 'Rate' }, 100);
    };
    await expect(run({}, { patienceMs: 0 })).rejects.toThrow(
      /lf-prod2vec-1 goes on and is billed; resume the run/,
    );
  });
});

it('names every call that the code makes, and no other', () => {
  const read = (path: string) => readFileSync(join(import.meta.dirname, '../../src', path), 'utf8');
  const training = readdirSync(join(import.meta.dirname, '../../src/training'));
  const text = [...training.map((name) => `training/${name}`), 'sagemaker/log-tail.ts']
    .map(read)
    .join('\n');
  const commands = [...text.matchAll(/new sdk\.(\w+)Command\(/g)].map(([, name]) => name);
  expect([...new Set(commands)].sort()).toEqual(Object.keys(TRAINING_ACCESS).sort());
});
