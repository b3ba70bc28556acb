import { expect, it } from 'vitest';
import { servingEnvironment, stepEnvironment } from '../../src/settings/child-environment.ts';

const SYSTEM = { PATH: '/bin', HOME: '/home/me', TZ: 'UTC', NODE_OPTIONS: '--trace-warnings' };
const AWS = {
  AWS_SECRET_ACCESS_KEY: 'aws',
  AWS_PROFILE: 'shop',
  LF_S3_CACHE_MB: '100',
  HTTPS_PROXY: 'http://me:pw@proxy',
};
const SERVING = { LF_API_KEY: 'a-key-of-16-chars', LF_ENDPOINT_LOG: 'warn' };
const TRACKING = {
  TENSORBOARD_LOGDIR: '/logs',
  MLFLOW_TRACKING_URI: 'https://me:pw@mlflow',
  MLFLOW_TRACKING_TOKEN: 'mlflow',
  WANDB_API_KEY: 'wandb',
  WANDB_MODE: 'online',
  NEPTUNE_MODE: 'offline',
};
const PYTHON = { CONDA_PREFIX: '/opt/conda', DASK_TEMPORARY_DIRECTORY: '/tmp' };
const EVERYTHING = {
  ...SYSTEM,
  ...AWS,
  ...SERVING,
  ...TRACKING,
  ...PYTHON,
  DASK_GATEWAY__AUTH__API_TOKEN: 'dask',
  WANDB_SOMETHING_ELSE: 'wandb',
  NEPTUNE_API_TOKEN: 'neptune',
  GITHUB_TOKEN: 'github',
  NODE_AUTH_TOKEN: 'npm',
  npm_config__authToken: 'npm',
  LF_ENDPOINT_KEY: 'key-of-another-endpoint',
  DATABASE_URL: 'postgres://me:pw@db',
  LF_SEED: '7',
  LF_API_MODEL: '',
};

it('an endpoint gets its settings and its key, and no secret of anything else', () => {
  expect(servingEnvironment(EVERYTHING)).toEqual({ ...SYSTEM, ...SERVING });
});

it('a step gets the secrets that it needs', () => {
  const of = (step: string, datastore: string) => stepEnvironment(EVERYTHING, { step, datastore });
  expect(of('prepare_dataset', 'file:///lf')).toEqual(SYSTEM);
  expect(of('process_raw_data', 'file:///lf')).toEqual({ ...SYSTEM, ...PYTHON });
  expect(of('train_model', 'file:///lf')).toEqual({ ...SYSTEM, ...TRACKING });
  expect(of('evaluate_model', 'file:///lf')).toEqual({ ...SYSTEM, ...TRACKING });
  expect(of('deploy', 'file:///lf')).toEqual({ ...SYSTEM, ...SERVING });
  const s3 = { ...SYSTEM, ...AWS, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' };
  expect(of('prepare_dataset', 's3://shop/lf')).toEqual(s3);
  expect(of('train_model', 's3://shop/lf')).toEqual({ ...s3, ...TRACKING });
  expect(of('deploy', 's3://shop/lf')).toEqual({ ...s3, ...SERVING });
});
