import type { ObjectStore } from '@lf/dataset';
import type { StepDefinition } from '@lf/flow';
import { expect, it } from 'vitest';
import { stepLauncher } from '../../src/batch/batch-steps.ts';
import { intentFlow } from '../../src/flows/intent-flow.ts';
import { loadSettings } from '../../src/settings/load.ts';
import { sizedForTransform, transformParams } from '../../src/params/transform-params.ts';

const settingsOf = (environment: Readonly<Record<string, string>>) =>
  loadSettings(environment, '/dev/null');

it('gives workers to the engines that have them, and refuses them for the others', () => {
  expect(transformParams(settingsOf({}))).toEqual({ engine: 'duckdb' });
  expect(
    transformParams(settingsOf({ LF_TRANSFORM_ENGINE: 'dask', LF_TRANSFORM_WORKERS: '3' })),
  ).toEqual({ engine: 'dask', workers: 3 });
  for (const engine of ['duckdb', 'pandas', 'cudf']) {
    expect(() =>
      transformParams(settingsOf({ LF_TRANSFORM_ENGINE: engine, LF_TRANSFORM_WORKERS: '3' })),
    ).toThrow(
      `LF_TRANSFORM_WORKERS="3": unset, since LF_TRANSFORM_ENGINE=${engine} has no workers`,
    );
  }
});

it('refuses an engine that it does not know, naming those that there are', () => {
  expect(() => settingsOf({ LF_TRANSFORM_ENGINE: 'spark' })).toThrow(
    /LF_TRANSFORM_ENGINE="spark": .*duckdb.*pandas.*dask.*cudf.*dask-cudf/,
  );
});

it('needs RAPIDS_IMAGE on AWS Batch for every engine but DuckDB', async () => {
  const launcher = (engine: string, image?: string) => {
    const environment = {
      LF_DATASTORE_ROOT: 's3://bucket/shop',
      AWS_DEFAULT_REGION: 'eu-west-1',
      EN_BATCH: '1',
      METAFLOW_BATCH_JOB_QUEUE: 'queue',
      METAFLOW_ECS_S3_ACCESS_IAM_ROLE: 'arn:aws:iam::123456789012:role/jobs',
      BASE_IMAGE: 'shop/base:1',
      LF_TRANSFORM_ENGINE: engine,
      ...(image !== undefined && { RAPIDS_IMAGE: image }),
    };
    const store = { url: environment.LF_DATASTORE_ROOT } as ObjectStore;
    const context = { settings: settingsOf(environment), environment, store };
    return stepLauncher(context, [], () => undefined);
  };
  expect(await launcher('duckdb')).toBeDefined();
  expect(await launcher('dask-cudf', 'shop/rapids:1')).toBeDefined();
  await expect(launcher('dask-cudf')).rejects.toThrow(
    /RAPIDS_IMAGE="": EN_BATCH=1 with LF_TRANSFORM_ENGINE=dask-cudf needs a container image with Python/,
  );
});

it.each([
  [{}, { cpu: 4, memoryMb: 8000, image: 'rapids' }],
  [
    { LF_TRANSFORM_ENGINE: 'pandas', LF_TRANSFORM_MEMORY_MB: '64000' },
    { cpu: 4, memoryMb: 64_000, image: 'rapids' },
  ],
  [
    { LF_TRANSFORM_ENGINE: 'dask', LF_TRANSFORM_WORKERS: '16' },
    { cpu: 16, memoryMb: 8000, image: 'rapids' },
  ],
  [{ LF_TRANSFORM_ENGINE: 'cudf' }, { cpu: 4, memoryMb: 8000, image: 'rapids', gpu: 1 }],
  [{ LF_TRANSFORM_ENGINE: 'dask-cudf' }, { cpu: 4, memoryMb: 8000, image: 'rapids', gpu: 1 }],
  [
    { LF_TRANSFORM_ENGINE: 'dask-cudf', LF_TRANSFORM_WORKERS: '8' },
    { cpu: 8, memoryMb: 8000, image: 'rapids', gpu: 8 },
  ],
])(
  'gives the job of the transform what %j needs, and leaves the other steps',
  (environment, resources) => {
    const settings = settingsOf(environment);
    const sized = (name: string): StepDefinition | undefined => {
      const step = intentFlow.steps.find((each) => each.name === name);
      return step && sizedForTransform(step, settings);
    };
    expect(sized('process_raw_data')?.resources).toEqual(resources);
    expect(sized('train_model')?.resources).toEqual({ cpu: 8, memoryMb: 16_000 });
  },
);
