import { FakeBatch } from '@lf/test-doubles';
import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { expect, it, onTestFinished } from 'vitest';
import { Place } from '../flows/place.ts';

/** Names of BASE_IMAGE and RAPIDS_IMAGE, built by build-on-stand-in.sh of tools/base-image and tools/rapids. */
const { LF_BUILT_IMAGE: base = '', LF_BUILT_RAPIDS_IMAGE: rapids = '' } = process.env;

const BUILDAH = { ...process.env, STORAGE_DRIVER: 'vfs', BUILDAH_ISOLATION: 'chroot' };

function buildah(...args: readonly string[]): string {
  return execFileSync('buildah', args, { env: BUILDAH, encoding: 'utf8' }).trim();
}

it('RAPIDS_IMAGE and BASE_IMAGE as they are built run the steps of intent, the transform on pandas, by the very command of their job definitions, not as root, and give the bytes of a run here', async () => {
  const containers = new Map([base, rapids].map((image) => [image, buildah('from', image)]));
  onTestFinished(() => void buildah('rm', ...containers.values()));
  const { AWS_ACCESS_KEY_ID = '', AWS_SECRET_ACCESS_KEY = '' } = process.env;
  const users: string[] = [];
  const batch = await FakeBatch.start({
    queues: ['shop-queue'],
    images: [base, rapids],
    platformEnvironment: { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY },
    container: ({ image, command, environment }) => {
      const container = containers.get(image) ?? '';
      users.push(buildah('run', '--network', 'host', container, '--', 'id', '-u'));
      return [
        ...['env', 'STORAGE_DRIVER=vfs', 'BUILDAH_ISOLATION=chroot'],
        ...['buildah', 'run', '--network', 'host'],
        ...Object.entries(environment).flatMap(([name, value]) => ['--env', `${name}=${value}`]),
        ...[container, '--', ...command],
      ];
    },
  });
  onTestFinished(() => batch.close());
  const [onDisk, place] = [
    await Place.open('file:.lf'),
    await Place.open(`s3://bucket/image/${randomUUID()}`),
  ];
  onTestFinished(() => onDisk.close());
  onTestFinished(() => place.close());
  const disk = await onDisk.lf(['run', 'intent', '--run-id', 'whole', '--quiet']);
  expect(disk.code, disk.stderr).toBe(0);
  const ran = await place.lf(['run', 'intent', '--run-id', 'r1'], {
    EN_BATCH: '1',
    METAFLOW_BATCH_JOB_QUEUE: 'shop-queue',
    METAFLOW_ECS_S3_ACCESS_IAM_ROLE: 'arn:aws:iam::123456789012:role/shop',
    BASE_IMAGE: base,
    RAPIDS_IMAGE: rapids,
    LF_TRANSFORM_ENGINE: 'pandas',
    AWS_ENDPOINT_URL_BATCH: batch.url,
    AWS_ENDPOINT_URL_CLOUDWATCH_LOGS: batch.url,
  });
  expect(ran.code, ran.stderr).toBe(0);
  expect(batch.jobs.map(({ status }) => status)).toEqual(['SUCCEEDED', 'SUCCEEDED']);
  expect(users).toEqual(['1001', '1000']);
  // The table's rows are those of DuckDB, in another file: all that is made of it is the same
  const [{ process_raw_data: table, ...after }, { process_raw_data: tableHere, ...afterHere }] = [
    await place.artifactsOf('r1'),
    await onDisk.artifactsOf('whole'),
  ];
  expect({ ...after, description: table?.[0] }).toEqual({
    ...afterHere,
    description: tableHere?.[0],
  });
});
