import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { startMachines, type Machines } from './machines.ts';
import { Place } from './place.ts';

const ROLE = 'arn:aws:iam::123456789012:role/shop';

let home: Place;
let machines: Machines;
beforeAll(async () => {
  // Whose endpoints are stopped at the end: containers of the fake leave theirs behind
  home = await Place.open('file:.lf');
  machines = await startMachines({
    ...{ AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' },
    ...{ AWS_EC2_METADATA_DISABLED: 'true', HOME: join(home.folder, 'home') },
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  });
}, 120_000);
afterAll(async () => {
  await machines.close();
  await home.close();
});

it('rec as a state machine: each step is a job, each model of the sweep an item of a Map, and the run gives the bytes of one in a folder', async () => {
  const onDisk = await Place.open('file:.lf');
  onTestFinished(() => onDisk.close());
  const place = await Place.open(`s3://bucket/machines/${randomUUID()}`);
  onTestFinished(() => place.close());
  const settings = {
    METAFLOW_BATCH_JOB_QUEUE: 'shop-queue',
    METAFLOW_ECS_S3_ACCESS_IAM_ROLE: ROLE,
    METAFLOW_SFN_IAM_ROLE: ROLE,
    METAFLOW_EVENTS_SFN_ACCESS_IAM_ROLE: ROLE,
    BASE_IMAGE: 'shop/base:1',
    AWS_ENDPOINT_URL: machines.url,
    AWS_ENDPOINT_URL_S3: machines.url,
    MODEL_CONFIG_PATH: '',
  };
  const create = ['create', 'step-functions', 'rec', '--schedule', 'cron(0 4 * * ? *)'];
  const created = await place.lf(create, settings);
  expect(created.code, created.stderr).toBe(0);
  expect(created.stdout).toContain('state machine lf_rec of 15 states created');
  const again = await place.lf(create, settings);
  expect(again.stdout).toContain('updated');

  const [started, disk] = await Promise.all([
    place.lf(['trigger', 'rec', '--run-id', 'nightly'], settings),
    onDisk.lf(['run', 'rec', '--run-id', 'whole', '--quiet'], { MODEL_CONFIG_PATH: '' }),
  ]);
  expect(started.code, started.stderr).toBe(0);
  expect(disk.code, disk.stderr).toBe(0);
  await expect
    .poll(async () => (await place.lf(['runs', 'list'], settings)).stdout, {
      timeout: 500_000,
      interval: 2000,
    })
    .toMatch(/nightly +rec +(completed|failed)/);
  const shown = await place.lf(['runs', 'show', 'nightly'], settings);
  expect(shown.stdout).toContain('run nightly of flow rec: completed');
  expect(await place.artifactsOf('nightly', settings)).toEqual(await onDisk.artifactsOf('whole'));
  const log = await place.lf(['runs', 'log', 'nightly', 'train_model/0'], settings);
  expect(log.stdout).not.toBe('');
});
