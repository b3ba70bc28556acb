import { withTestCredentials } from '@lf/test-doubles/s3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { endpointCheck } from '../../src/doctor/check-endpoint.ts';
import { imagesCheck } from '../../src/doctor/check-images.ts';
import { queueCheck } from '../../src/doctor/check-queue.ts';
import { quotasCheck } from '../../src/doctor/check-quotas.ts';
import { rolesCheck } from '../../src/doctor/check-roles.ts';
import type { Check, Purpose } from '../../src/doctor/finding.ts';
import { startFakeAws, type FakeAws } from './fake-aws.ts';
import { examine, told } from './patient.ts';

withTestCredentials();
let fake: FakeAws;
beforeEach(async () => {
  fake = await startFakeAws();
});
afterEach(() => fake.close());

async function look(
  check: Check,
  purpose: Purpose,
  settings: Readonly<Record<string, string>>,
): Promise<string> {
  const environment = {
    AWS_ENDPOINT_URL: fake.endpoint,
    AWS_DEFAULT_REGION: 'eu-west-1',
    ...settings,
  };
  return (await examine([check], environment, [purpose])).map(told).join('\n');
}

describe('the queue', () => {
  const QUEUE = { METAFLOW_BATCH_JOB_QUEUE: 'shop' };
  const answer = (queue: object | undefined) =>
    fake.answers.set('batch:describejobqueues', {
      body: { jobQueues: queue === undefined ? [] : [queue] },
    });

  it('is enabled and has a place for jobs', async () => {
    answer({
      jobQueueName: 'shop',
      state: 'ENABLED',
      status: 'VALID',
      computeEnvironmentOrder: [{ order: 1, computeEnvironment: 'arn' }],
    });
    expect(await look(queueCheck, 'batch', QUEUE)).toBe('ok queue: queue shop is enabled → ');
    expect(fake.asked).toEqual([
      { call: 'batch:describejobqueues', input: { jobQueues: ['shop'] } },
    ]);
  });

  it.each([
    [undefined, /^failed queue: there is no queue shop/],
    [{ state: 'DISABLED', status: 'VALID' }, /^failed queue: queue shop is DISABLED and VALID/],
    [{ state: 'ENABLED', status: 'VALID' }, /^failed queue: queue shop has no compute environment/],
  ])('is not: %o', async (queue, words) => {
    answer(queue);
    expect(await look(queueCheck, 'batch', QUEUE)).toMatch(words);
  });

  it('is not set', async () => {
    expect(await look(queueCheck, 'batch', {})).toMatch(
      /^failed .*no queue.* → METAFLOW_BATCH_JOB_QUEUE in .env/,
    );
  });

  it('may not be looked at, which is no fault', async () => {
    expect(await look(queueCheck, 'batch', QUEUE)).toMatch(
      /^warning queue: queue shop could not be looked at .*AccessDeniedException/,
    );
  });
});

describe('a role', () => {
  const trusting = (service: string): string => {
    const trust = { Statement: [{ Effect: 'Allow', Principal: { Service: service } }] };
    const encoded = encodeURIComponent(JSON.stringify(trust));
    return `<GetRoleResponse><GetRoleResult><Role><AssumeRolePolicyDocument>${encoded}</AssumeRolePolicyDocument></Role></GetRoleResult></GetRoleResponse>`;
  };
  const SERVE = { IAM_SAGEMAKER_ROLE: 'arn:aws:iam::123456789012:role/team/serve' };

  it('can be taken by the service that needs it', async () => {
    fake.answers.set('iam:GetRole', { body: trusting('sagemaker.amazonaws.com') });
    expect(await look(rolesCheck, 'deploy', SERVE)).toMatch(/^ok roles: role serve can be taken/);
    expect(fake.asked[0]?.input).toMatchObject({ RoleName: 'serve', Action: 'GetRole' });
  });

  it('cannot, and the command that lets it is told', async () => {
    fake.answers.set('iam:GetRole', { body: trusting('ec2.amazonaws.com') });
    expect(await look(rolesCheck, 'deploy', SERVE)).toMatch(
      /^failed .* → aws iam update-assume-role-policy --role-name serve .*sagemaker\.amazonaws\.com/,
    );
  });

  it('is not there, is no name of one, or is not set', async () => {
    const body = '<ErrorResponse><Error><Code>NoSuchEntity</Code></Error></ErrorResponse>';
    fake.answers.set('iam:GetRole', { status: 404, body });
    expect(await look(rolesCheck, 'deploy', SERVE)).toMatch(/^failed .*there is no role serve/);
    expect(await look(rolesCheck, 'deploy', { IAM_SAGEMAKER_ROLE: 'a role' })).toMatch(
      /^failed .*neither a role's name nor its ARN/,
    );
    expect(await look(rolesCheck, 'batch', {})).toMatch(
      /^failed .*no role for ecs-tasks.* → METAFLOW_ECS_S3_ACCESS_IAM_ROLE in .env/,
    );
  });
});

describe('the roles of a state machine', () => {
  const role = (name: string) => `arn:aws:iam::123456789012:role/${name}`;
  const ROLES = {
    METAFLOW_ECS_S3_ACCESS_IAM_ROLE: role('jobs'),
    METAFLOW_SFN_IAM_ROLE: role('machine'),
    METAFLOW_EVENTS_SFN_ACCESS_IAM_ROLE: role('scheduler'),
  };
  /** All roles are alike for the fake: taken by these. */
  const trusted = (...services: readonly string[]) => {
    const trust = { Statement: [{ Effect: 'Allow', Principal: { Service: services } }] };
    fake.answers.set('iam:GetRole', {
      body: `<AssumeRolePolicyDocument>${encodeURIComponent(JSON.stringify(trust))}</AssumeRolePolicyDocument>`,
    });
  };

  it('are each taken by the one service that works with it', async () => {
    trusted('ecs-tasks.amazonaws.com', 'states.amazonaws.com', 'scheduler.amazonaws.com');
    expect((await look(rolesCheck, 'schedule', ROLES)).split('\n')).toEqual([
      'ok roles: role jobs can be taken by ecs-tasks.amazonaws.com → ',
      'ok roles: role machine can be taken by states.amazonaws.com → ',
      'ok roles: role scheduler can be taken by scheduler.amazonaws.com → ',
    ]);
    expect(fake.asked.map(({ input }) => input['RoleName']).sort()).toEqual([
      ...['jobs', 'machine', 'scheduler'],
    ]);
  });

  it('are not, and each is told with what mends it', async () => {
    // That of EventBridge's rules, which older guides name
    trusted('ecs-tasks.amazonaws.com', 'events.amazonaws.com');
    const [jobs, machine, scheduler] = (await look(rolesCheck, 'schedule', ROLES)).split('\n');
    expect(jobs).toMatch(/^ok/);
    expect(machine).toMatch(
      /^failed .*machine cannot be taken by states\.amazonaws\.com → aws iam update-assume-role-policy --role-name machine .*"states\.amazonaws\.com"/,
    );
    expect(scheduler).toMatch(/^failed .*role-name scheduler .*"scheduler\.amazonaws\.com"/);
  });

  it('are missing: that of a schedule is a warning, as a machine may be started by hand', async () => {
    expect((await look(rolesCheck, 'schedule', {})).split('\n')).toEqual([
      expect.stringMatching(/^failed .*ecs-tasks/),
      expect.stringMatching(/^failed .*no role for states.* → METAFLOW_SFN_IAM_ROLE in \.env/),
      expect.stringMatching(
        /^warning .*scheduler\.amazonaws\.com, which --schedule needs → METAFLOW_EVENTS_SFN_ACCESS_IAM_ROLE/,
      ),
    ]);
  });

  it('are not looked at by who only launches on AWS Batch', async () => {
    trusted('ecs-tasks.amazonaws.com');
    expect(await look(rolesCheck, 'batch', ROLES)).not.toContain('\n');
  });
});

describe('an image', () => {
  const IN_ECR = '123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop/endpoint:1.2';
  const deploy = (image: string) => look(imagesCheck, 'deploy', { DOCKER_IMAGE: image });

  it('is looked for in ECR', async () => {
    fake.answers.set('ecr:DescribeImages', { body: { imageDetails: [{}] } });
    expect(await deploy(IN_ECR)).toBe(`ok images: DOCKER_IMAGE: ${IN_ECR} is there → `);
    expect(fake.asked[0]?.input).toEqual({
      registryId: '123456789012',
      repositoryName: 'shop/endpoint',
      imageIds: [{ imageTag: '1.2' }],
    });
  });

  it('is not there, or in another region', async () => {
    const __type = 'com.amazonaws.ecr#ImageNotFoundException';
    fake.answers.set('ecr:DescribeImages', { status: 400, body: { __type } });
    expect(await deploy(IN_ECR)).toMatch(/^failed .* → aws ecr describe-images --registry-id 1234/);
    expect(await deploy(IN_ECR.replace('eu-west-1', 'us-east-1'))).toMatch(
      /^warning .*is in us-east-1, and the region here is eu-west-1/,
    );
  });

  it.each([
    ['nvcr.io/nvidia/rapidsai/base:26.10-cuda12-py3.13', /^ok .*it is not in ECR/],
    ['registry:5000/shop@sha256:'.padEnd(90, 'a'), /^ok .*it is not in ECR/],
    ['Shop Image:1', /^failed .*no name of an image/],
  ])('has a name: %s', async (image, words) => {
    expect(await deploy(image)).toMatch(words);
    expect(fake.asked).toEqual([]);
  });
});

describe('a quota', () => {
  it('of GPU instances is none in a new account', async () => {
    fake.answers.set('servicequotas:GetServiceQuota', { body: { Quota: { Value: 0 } } });
    expect(await look(quotasCheck, 'batch', {})).toMatch(
      /^failed quotas: .*no GPU instance.* → aws service-quotas request-service-quota-increase/,
    );
    fake.answers.set('servicequotas:GetServiceQuota', { body: { Quota: { Value: 8 } } });
    expect(await look(quotasCheck, 'batch', {})).toMatch(/^ok quotas: this account may run 8 /);
  });

  it('of the instance of an endpoint is found by its name', async () => {
    const Quotas = [
      { QuotaName: 'ml.m5.large for endpoint usage', QuotaCode: 'L-1', Value: 4 },
      { QuotaName: 'ml.g5.xlarge for endpoint usage', QuotaCode: 'L-2', Value: 0 },
    ];
    fake.answers.set('servicequotas:ListServiceQuotas', { body: { Quotas } });
    const of = (SAGEMAKER_INSTANCE: string) => look(quotasCheck, 'deploy', { SAGEMAKER_INSTANCE });
    expect(await of('ml.m5.large')).toMatch(/^ok quotas: this account may run 4 ml.m5.large/);
    expect(await of('ml.g5.xlarge')).toMatch(/^failed .*--quota-code L-2 --desired-value 1/);
    expect(await of('ml.huge')).toMatch(/^warning .*no quota named 'ml.huge for endpoint usage'/);
  });
});

describe('the endpoint of the public API', () => {
  const ask = () => look(endpointCheck, 'serve', { SAGEMAKER_ENDPOINT_NAME: 'intent-1-endpoint' });

  it('is in service, is not, or is not there', async () => {
    fake.answers.set('sagemaker:DescribeEndpoint', { body: { EndpointStatus: 'InService' } });
    expect(await ask()).toMatch(/^ok endpoint: endpoint intent-1-endpoint is in service/);
    fake.answers.set('sagemaker:DescribeEndpoint', { body: { EndpointStatus: 'Failed' } });
    expect(await ask()).toMatch(/^failed .*is Failed → aws sagemaker describe-endpoint/);
    const body = { __type: 'ValidationException', message: 'Could not find endpoint' };
    fake.answers.set('sagemaker:DescribeEndpoint', { status: 400, body });
    expect(await ask()).toMatch(/^failed .*there is no endpoint intent-1-endpoint/);
  });
});
