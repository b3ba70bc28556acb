import { describe, expect, it } from 'vitest';
import { sageMakerParams } from '../../src/params/sagemaker-params.ts';
import { loadSettings } from '../../src/settings/load.ts';

const COMPLETE = {
  LF_DATASTORE_ROOT: 's3://bucket/shop',
  IAM_SAGEMAKER_ROLE: 'arn:aws:iam::123456789012:role/serve',
  SAGEMAKER_INSTANCE: 'ml.t2.medium',
  DOCKER_IMAGE: '123456789012.dkr.ecr.us-east-1.amazonaws.com/lf-endpoint:1',
};
const SERVERLESS = { SAGEMAKER_INSTANCE: '', LF_SAGEMAKER_SERVERLESS_MB: '2048' };

const read = (change: Readonly<Record<string, string>> = {}) =>
  sageMakerParams(loadSettings({ ...COMPLETE, ...change }, '/dev/null'));

describe('sageMakerParams', () => {
  it('is null where nothing is said of SageMaker, though a build machine has a DOCKER_IMAGE', () => {
    const { LF_DATASTORE_ROOT, DOCKER_IMAGE } = COMPLETE;
    expect(sageMakerParams(loadSettings({}, '/dev/null'))).toBeNull();
    expect(
      sageMakerParams(loadSettings({ LF_DATASTORE_ROOT, DOCKER_IMAGE }, '/dev/null')),
    ).toBeNull();
  });

  it('is null where the role is that of trainings, and no instance serves', () => {
    const training = { SAGEMAKER_INSTANCE: '', LF_BLAZINGTEXT_INSTANCE: 'ml.c5.xlarge' };
    expect(read(training)).toBeNull();
    expect(read({ LF_BLAZINGTEXT_INSTANCE: 'ml.c5.xlarge' })).not.toBeNull();
  });

  it('needs role, image and instance, and has one instance and no alarms by default', () => {
    expect(read()).toEqual({
      image: COMPLETE.DOCKER_IMAGE,
      role: COMPLETE.IAM_SAGEMAKER_ROLE,
      hosting: { kind: 'instances', type: 'ml.t2.medium', count: 1 },
      rollOut: { alarms: [], bakeSeconds: 0 },
      autoscaling: null,
    });
  });

  it('takes alarms, a canary, autoscaling and serverless', () => {
    expect(
      read({
        LF_SAGEMAKER_INSTANCES: '2',
        LF_SAGEMAKER_MAX_INSTANCES: '8',
        LF_SAGEMAKER_INVOCATIONS: '900',
        LF_SAGEMAKER_ALARMS: 'errors, latency',
        LF_SAGEMAKER_CANARY_PERCENT: '50',
      }),
    ).toMatchObject({
      hosting: { count: 2 },
      rollOut: { alarms: ['errors', 'latency'], bakeSeconds: 300, canaryPercent: 50 },
      autoscaling: { minInstances: 2, maxInstances: 8, invocationsPerInstance: 900 },
    });
    expect(read(SERVERLESS)).toMatchObject({
      hosting: { kind: 'serverless', memoryMb: 2048, maxConcurrency: 5 },
    });
  });

  it('takes a queue, with one instance that may come to none', () => {
    const queued = { LF_SAGEMAKER_ASYNC: '1', LF_SAGEMAKER_MAX_CONCURRENCY: '8' };
    expect(read(queued)).toMatchObject({ asynchronous: { maxConcurrency: 8 }, autoscaling: null });
    expect(
      read({ ...queued, LF_SAGEMAKER_INSTANCES: '0', LF_SAGEMAKER_MAX_INSTANCES: '3' }),
    ).toMatchObject({
      hosting: { count: 1 },
      autoscaling: { minInstances: 0, maxInstances: 3, backlogPerInstance: 5 },
    });
    const kms = { LF_S3_ENCRYPTION: 'aws:kms', LF_S3_KMS_KEY_ID: 'alias/shop' };
    expect(read({ ...queued, ...kms })?.asynchronous).toEqual({
      maxConcurrency: 8,
      kmsKeyId: 'alias/shop',
    });
    expect(read()).not.toHaveProperty('asynchronous');
  });

  it.each([
    [{ SAGEMAKER_INSTANCE: '' }, /SAGEMAKER_INSTANCE.*set it too, or unset the others/],
    [{ DOCKER_IMAGE: '' }, /DOCKER_IMAGE.*set it too/],
    [{ IAM_SAGEMAKER_ROLE: '' }, /IAM_SAGEMAKER_ROLE.*set it too/],
    [{ LF_DATASTORE_ROOT: 'file:.lf' }, /LF_DATASTORE_ROOT.*an s3: datastore/],
    [{ LF_SAGEMAKER_SERVERLESS_MB: '2048' }, /SAGEMAKER_INSTANCE.*endpoint has no instances/],
    [{ ...SERVERLESS, LF_SAGEMAKER_MAX_INSTANCES: '4' }, /MAX_INSTANCES.*scales by itself/],
    [{ ...SERVERLESS, LF_SAGEMAKER_ASYNC: '1' }, /LF_SAGEMAKER_ASYNC="1": .*has no queue/],
    [
      { LF_SAGEMAKER_ASYNC: '1', LF_CHALLENGER_SHARE: '0.1' },
      /LF_CHALLENGER_SHARE="0.1": 0 with LF_SAGEMAKER_ASYNC=1: .* cannot be tried/,
    ],
    [
      { LF_SAGEMAKER_ASYNC: '1', LF_SAGEMAKER_INSTANCES: '0' },
      /LF_SAGEMAKER_INSTANCES="0": at least 1; only LF_SAGEMAKER_ASYNC=1 with/,
    ],
    [
      { LF_SAGEMAKER_INSTANCES: '0', LF_SAGEMAKER_MAX_INSTANCES: '3' },
      /LF_SAGEMAKER_INSTANCES="0": at least 1/,
    ],
    [{ ...SERVERLESS, LF_CHALLENGER_SHARE: '0.1' }, /CHALLENGER_SHARE.*no challenger/],
    [
      { LF_SAGEMAKER_INSTANCES: '4', LF_SAGEMAKER_MAX_INSTANCES: '2' },
      /LF_SAGEMAKER_MAX_INSTANCES="2": at least LF_SAGEMAKER_INSTANCES, which is 4/,
    ],
    [{ IAM_SAGEMAKER_ROLE: 'serve' }, /IAM_SAGEMAKER_ROLE="serve": must match pattern/],
    [{ SAGEMAKER_INSTANCE: 't2.medium' }, /SAGEMAKER_INSTANCE="t2.medium": must match pattern/],
  ])('refuses what does not go together: %j', (change, says) => {
    expect(() => read(change)).toThrow(says);
  });
});
