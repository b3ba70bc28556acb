import type { Fault } from '@lf/test-doubles/sagemaker';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { connectSageMaker, deployToSageMaker, stopSageMakerEndpoint } from '../../src/sagemaker.ts';
import { DATASTORE, imageOf, withSageMaker } from './place.ts';

const at = withSageMaker();

/** One refusal a fault, in the words that AWS documents or is known to use; `at` is the operation that meets it. */
const REFUSALS: readonly {
  readonly at: string;
  readonly fault: Fault;
  readonly code: string;
  readonly says: RegExp;
}[] = [
  {
    at: 'CreateModel',
    fault: {
      code: 'ExpiredTokenException',
      message: 'The security token included in the request is expired',
    },
    code: 'aws_credentials_expired',
    says: /credentials have expired\. Get new ones .*aws sso login/,
  },
  {
    at: 'CreateModel',
    fault: {
      code: 'UnrecognizedClientException',
      message: 'The security token included in the request is invalid.',
    },
    code: 'aws_credentials_refused',
    says: /Check AWS_PROFILE/,
  },
  {
    at: 'CreateModel',
    fault: {
      code: 'InvalidSignatureException',
      message: 'Signature expired: 20261130T160000Z is now earlier than 20261130T165500Z',
    },
    code: 'aws_clock_skew',
    says: /the clock of this machine is wrong.*timedatectl/,
  },
  {
    at: 'CreateEndpointConfig',
    fault: {
      code: 'AccessDeniedException',
      message:
        'User: arn:aws:iam::123456789012:user/x is not authorized to perform: sagemaker:CreateEndpointConfig on resource: arn',
    },
    code: 'aws_denied',
    says: /Allow sagemaker:CreateEndpointConfig in the IAM policy/,
  },
  {
    at: 'CreateModel',
    fault: {
      code: 'AccessDeniedException',
      message:
        'User: arn:aws:iam::1:user/x is not authorized to perform: iam:PassRole on resource: arn',
    },
    code: 'aws_denied',
    says: /Allow iam:PassRole in the IAM policy/,
  },
  {
    at: 'CreateEndpoint',
    fault: { code: 'ThrottlingException', message: 'Rate exceeded', status: 400 },
    code: 'aws_throttled',
    says: /Try again in some minutes/,
  },
  {
    at: 'CreateEndpoint',
    fault: { code: 'InternalFailure', message: 'x', status: 500 },
    code: 'aws_unavailable',
    says: /health\.aws\.amazon\.com/,
  },
  {
    at: 'CreateModel',
    fault: {
      code: 'ValidationException',
      message:
        'The S3 bucket must be in the same region as the endpoint: bucket is in region eu-west-1',
    },
    code: 'aws_wrong_region',
    says: /another region than us-east-1.*AWS_DEFAULT_REGION/s,
  },
  { at: 'DescribeEndpoint', fault: 'reset', code: 'aws_connection', says: /Check the network/ },
];

describe('a fault of AWS', () => {
  it.each(REFUSALS)(
    '$code at $at: one message with the next action, nothing left',
    async (refusal) => {
      const { place } = at;
      place.fake.fail(refusal.at, refusal.fault, 2);
      const deploying = place.deploy({ patienceMs: 0 });
      await expect(deploying).rejects.toMatchObject({ code: refusal.code });
      await expect(deploying).rejects.toThrow(refusal.says);
      expect(place.there()).toEqual([]);
    },
  );

  it('that passes is tried again, unnoticed', async () => {
    const { place } = at;
    place.fake.fail('CreateEndpoint', { code: 'ThrottlingException', message: 'Rate exceeded' });
    place.fake.fail('DescribeEndpoint', { code: 'InternalFailure', message: 'x', status: 500 });
    place.fake.fail('InvokeEndpoint', 'reset');
    await place.deploy();
    expect(place.there()).toHaveLength(3);
  });

  it('that lasts while an endpoint is made ends nothing, even after an hour asleep', async () => {
    const { place } = at;
    const now = performance.now.bind(performance);
    let sleptMs = 0;
    vi.spyOn(performance, 'now').mockImplementation(() => now() + sleptMs);
    onTestFinished(() => void vi.restoreAllMocks());
    place.fake.looksBeforeReady = 6;
    let looks = 0;
    place.fake.before = (operation) => {
      if (operation !== 'DescribeEndpoint') return;
      looks += 1;
      if (looks !== 2) return;
      sleptMs = 60 * 60_000;
      place.fake.fail('DescribeEndpoint', 'reset', 7);
    };
    // SageMaker itself has not slept: of its time, none has passed
    await place.deploy({ timeoutMs: 2 * 60 * 60_000 });
    expect(place.notes).toEqual([
      'SageMaker cannot be asked now; it goes on with the endpoint, and so does the waiting',
    ]);
    expect(place.there()).toHaveLength(3);
  });

  it.each([
    ['the quota', 'aws_quota', /'ml\.t2\.medium for endpoint usage' is 0 .*Service Quotas/s],
    ['the image', 'sagemaker_image_missing', /lf-endpoint:serves not found.*DOCKER_IMAGE/s],
    ['the role', 'sagemaker_role_unusable', /IAM_SAGEMAKER_ROLE.*sts:AssumeRole/s],
    ['the bundle', 'sagemaker_bundle_unreadable', /s3:GetObject/],
  ])('about %s', async (what, code, says) => {
    const { place } = at;
    const { fake } = place;
    if (what === 'the quota') fake.instanceQuota = 0;
    if (what === 'the image') fake.images = new Set();
    if (what === 'the role') fake.roles = new Set();
    const { model } = place.options();
    const bundleUrl = what === 'the bundle' ? `${DATASTORE}/no.tar.gz` : model.bundleUrl;
    const deploying = place.deploy({ model: { ...model, bundleUrl } });
    await expect(deploying).rejects.toMatchObject({ code });
    await expect(deploying).rejects.toThrow(says);
    expect(place.there()).toEqual([]);
  });

  it('no credentials, no region and no such region are told before anything is made', async () => {
    const { place } = at;
    vi.stubEnv('AWS_ACCESS_KEY_ID', undefined);
    const options = place.options();
    await expect(deployToSageMaker(connectSageMaker(), options)).rejects.toMatchObject({
      code: 'aws_no_credentials',
    });
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
    vi.stubEnv('AWS_DEFAULT_REGION', undefined);
    await expect(deployToSageMaker(connectSageMaker(), options)).rejects.toMatchObject({
      code: 'aws_no_region',
    });
    // The port of a server that has gone: as a region whose address nobody answers at
    vi.stubEnv('AWS_ENDPOINT_URL', 'http://127.0.0.1:9');
    const sagemaker = connectSageMaker({ attempts: 1, region: 'eu-nowhere-1' });
    await expect(deployToSageMaker(sagemaker, options)).rejects.toThrow(
      /no answer came from eu-nowhere-1/,
    );
    expect(place.fake.requests).toEqual([]);
  });

  it('what cannot be removed again is named, with what it costs and the command', async () => {
    const { place } = at;
    place.fake.fail('DeleteEndpoint', { code: 'AccessDeniedException', message: 'no' }, 9);
    await expect(place.deploy({ behaviour: 'crashes' })).rejects.toThrow(
      /did not pass.*Left behind, and billed: the endpoint (intent-\d+-endpoint)\. Remove it: aws sagemaker delete-endpoint --endpoint-name \1 --region us-east-1$/s,
    );
  });
});

const PHASES = [
  'CreateModel',
  'CreateEndpointConfig',
  'CreateEndpoint',
  'DescribeEndpoint',
  'RegisterScalableTarget',
  'InvokeEndpoint',
];

describe('Ctrl-C', () => {
  it.each(PHASES)('at %s of a new endpoint leaves nothing', async (phase) => {
    const { place } = at;
    const controller = new AbortController();
    place.fake.before = (operation) => {
      if (operation === phase) controller.abort('SIGINT');
    };
    await expect(
      place.deploy({
        signal: controller.signal,
        autoscaling: { minInstances: 1, maxInstances: 2, invocationsPerInstance: 60 },
      }),
    ).rejects.toMatchObject({ code: 'aws_interrupted' });
    expect(place.there()).toEqual([]);
  });

  it.each(['CreateModel', 'CreateEndpointConfig'])(
    'at %s of an update leaves the endpoint as it was',
    async (phase) => {
      const { place } = at;
      const { endpoint, config } = await place.deploy();
      const before = place.there();
      const controller = new AbortController();
      place.fake.before = (operation) => {
        if (operation === phase) controller.abort('SIGINT');
      };
      await expect(
        place.deploy({ replaces: endpoint, signal: controller.signal }),
      ).rejects.toMatchObject({ code: 'aws_interrupted' });
      expect(place.there()).toEqual(before);
      expect(place.fake.endpoints.get(endpoint)).toMatchObject({ configName: config });
    },
  );

  it('while SageMaker updates says that it goes on, and how to undo it', async () => {
    const { place } = at;
    const { endpoint } = await place.deploy();
    const controller = new AbortController();
    place.fake.before = (operation) => {
      if (operation === 'UpdateEndpoint') controller.abort('SIGINT');
    };
    await expect(place.deploy({ replaces: endpoint, signal: controller.signal })).rejects.toThrow(
      new RegExp(
        `the update of endpoint ${endpoint}\\. Undo it .*lf endpoint rollback ${endpoint}$`,
        's',
      ),
    );
  });

  it('names an endpoint that SageMaker does not delete while it is being created', async () => {
    const { place } = at;
    place.fake.refusesDeleteWhileBusy = true;
    const controller = new AbortController();
    place.fake.before = (operation) => {
      if (operation === 'DescribeEndpoint') controller.abort('SIGINT');
    };
    await expect(place.deploy({ signal: controller.signal })).rejects.toThrow(
      /Left behind, and billed: the endpoint intent-/,
    );
    const [endpoint = ''] = place.fake.endpoints.keys();
    const managed = { name: endpoint, datastore: DATASTORE };
    place.fake.refusesDeleteWhileBusy = false;
    await stopSageMakerEndpoint(place.sagemaker, managed);
    expect(place.fake.endpoints.size).toBe(0);
  });
});

it('an endpoint that is not ready in time is removed, and said to be slow', async () => {
  const { place } = at;
  const { model } = place.options();
  await expect(
    place.deploy({ model: { ...model, image: imageOf('unready') }, timeoutMs: 0 }),
  ).rejects.toMatchObject({ code: 'sagemaker_timed_out' });
  expect(place.there()).toEqual([]);
});
