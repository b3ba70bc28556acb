import { FakeBatch } from '@lf/test-doubles';
import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { expect, it, onTestFinished } from 'vitest';
import { Place } from '../flows/place.ts';

/** Name of BASE_IMAGE, built by tools/base-image/build-on-stand-in.sh. */
const { LF_BUILT_IMAGE: image = '' } = process.env;

const BUILDAH = { ...process.env, STORAGE_DRIVER: 'vfs', BUILDAH_ISOLATION: 'chroot' };

function buildah(...args: readonly string[]): string {
  return execFileSync('buildah', args, { env: BUILDAH, encoding: 'utf8' }).trim();
}

it('BASE_IMAGE as it is built runs the steps of intent by the very command of their job definitions, as user 1000, and gives the bytes of a run here', async () => {
  const container = buildah('from', image);
  onTestFinished(() => void buildah('rm', container));
  const { AWS_ACCESS_KEY_ID = '', AWS_SECRET_ACCESS_KEY = '' } = process.env;
  const users: string[] = [];
  const batch = await FakeBatch.start({
    queues: ['shop-queue'],
    images: [image],
    platformEnvironment: { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY },
    container: ({ command, environment }) => {
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
    BASE_IMAGE: image,
    AWS_ENDPOINT_URL_BATCH: batch.url,
    AWS_ENDPOINT_URL_CLOUDWATCH_LOGS: batch.url,
  });
  expect(ran.code, ran.stderr).toBe(0);
  expect(batch.jobs.map(({ status }) => status)).toEqual(['SUCCEEDED', 'SUCCEEDED']);
  expect(users).toEqual(['1000', '1000']);
  expect(await place.artifactsOf('r1')).toEqual(await onDisk.artifactsOf('whole'));
});
