import { expect, it } from 'vitest';
import { containerEnvironment } from '../../src/batch/container-environment.ts';

const TOLD = {
  AWS_DEFAULT_REGION: 'eu-west-1',
  LF_S3_ENCRYPTION: 'aws:kms',
  MLFLOW_TRACKING_URI: 'https://mlflow.example',
};

it('a container is told the region, S3 settings and a tracker without a password, and no secret', () => {
  const secrets = {
    AWS_ACCESS_KEY_ID: 'id',
    AWS_SECRET_ACCESS_KEY: 'secret',
    AWS_SESSION_TOKEN: 'token',
    AWS_PROFILE: 'shop',
    MLFLOW_TRACKING_TOKEN: 'mlflow',
    WANDB_API_KEY: 'wandb',
    DATABASE_URL: 'postgres://me:pw@db',
    LF_API_KEY: 'a-key-of-16-chars',
  };
  expect(containerEnvironment({ ...TOLD, ...secrets, LF_S3_PATH_STYLE: '' })).toEqual(TOLD);
});

it('a container is not told an address with a password in it', () => {
  const addresses = {
    MLFLOW_TRACKING_URI: 'https://me:pw@mlflow.example',
    AWS_ENDPOINT_URL_S3: 'http://me:pw@127.0.0.1:9000',
  };
  expect(containerEnvironment(addresses)).toEqual({});
});
