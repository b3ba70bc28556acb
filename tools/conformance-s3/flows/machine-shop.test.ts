import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { scheduleIn, startMachines, type Machines } from './machines.ts';
import { Place } from './place.ts';

const ROLE = 'arn:aws:iam::123456789012:role/shop';

let machines: Machines;
beforeAll(async () => {
  machines = await startMachines({
    ...{ AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' },
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  });
}, 120_000);
afterAll(() => machines.close());

interface RunView {
  readonly status: string;
  readonly attempts: readonly { readonly error: unknown }[];
}

const FLOWS = [
  {
    flow: 'rec',
    flags: ['--sweep', 'sweep.json'],
    settings: { MODEL_CONFIG_PATH: '' },
    serves: /^recommendation-\d{13}-endpoint$/,
  },
  { flow: 'intent', flags: [], settings: {}, serves: /^intent-\d{13}-endpoint$/ },
] as const;

it.each(FLOWS)(
  '$flow as a state machine runs to its end without a process of ours: each step from the code package, a model that SageMaker serves, the bytes of a run in a folder',
  async ({ flow, flags, settings, serves }) => {
    const open = async (datastore: string) => {
      const place = await Place.open(datastore);
      onTestFinished(() => place.close());
      return place;
    };
    const onDisk = await open('file:.lf');
    const disk = await onDisk.lf(['run', flow, ...flags, '--run-id', 'whole', '--quiet'], settings);
    expect(disk.code, disk.stderr).toBe(0);

    const place = await open(`s3://bucket/machines/${randomUUID()}`);
    const inAws = {
      ...settings,
      AWS_ENDPOINT_URL: machines.url,
      AWS_ENDPOINT_URL_S3: machines.url,
      METAFLOW_BATCH_JOB_QUEUE: 'shop-queue',
      METAFLOW_ECS_S3_ACCESS_IAM_ROLE: ROLE,
      METAFLOW_SFN_IAM_ROLE: ROLE,
      METAFLOW_EVENTS_SFN_ACCESS_IAM_ROLE: ROLE,
      BASE_IMAGE: 'shop/base:1',
      IAM_SAGEMAKER_ROLE: ROLE,
      DOCKER_IMAGE: '123456789012.dkr.ecr.us-east-1.amazonaws.com/lf-endpoint:1',
      SAGEMAKER_INSTANCE: 'ml.t2.medium',
    };
    const create = ['create', 'step-functions', flow, ...flags];
    const created = await place.lf([...create, '--schedule', '0 4 * * ? *'], inAws);
    expect(created.code, created.stderr).toBe(0);
    expect(created.stdout).toMatch(/it runs by cron\(0 4 .* UTC \(schedule created\)/);
    expect(await scheduleIn(machines, `lf_${flow}`)).toMatchObject({
      ScheduleExpression: 'cron(0 4 * * ? *)',
    });
    const run = `${flow}-1`;
    const triggered = await place.lf(['trigger', flow, '--run-id', run], inAws);
    expect(triggered.code, triggered.stderr).toBe(0);
    const view = async (): Promise<RunView> => {
      const { stdout } = await place.lf(['runs', 'show', run, '--json'], inAws);
      return (stdout === '' ? { status: 'none' } : JSON.parse(stdout)) as RunView;
    };
    await expect
      .poll(async () => (await view()).status, { timeout: 550_000, interval: 5000 })
      .toMatch(/completed|failed/);
    const { status, attempts } = await view();
    expect(status, JSON.stringify(attempts.map(({ error }) => error))).toBe('completed');
    expect(await place.artifactsOf(run, inAws)).toEqual(await onDisk.artifactsOf('whole'));
    const served = [...machines.sageMaker.endpoints.keys()].filter((name) => serves.test(name));
    expect(served).toHaveLength(1);
    const invoked = machines.sageMaker.requests.filter(
      ({ operation, input }) =>
        operation === 'InvokeEndpoint' && input['EndpointName'] === served[0],
    );
    expect(invoked.length).toBeGreaterThan(0);

    const off = await place.lf([...create, '--schedule', 'off'], inAws);
    expect(off.stdout, off.stderr).toContain('its schedule is removed');
    expect(await scheduleIn(machines, `lf_${flow}`)).toBeNull();
  },
);
