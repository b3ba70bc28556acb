import type { IntentWeights } from '@lf/contract';
import { connectSageMaker, deployToSageMaker } from '@lf/deploy/sagemaker';
import { endpointCommand } from '@lf/endpoint';
import {
  SKUS,
  someWeights,
  vocabularyBytes,
  writeIntentBundle,
  writeRecBundle,
} from '@lf/test-doubles';
import { startFakeSageMaker, type FakeSageMaker } from '@lf/test-doubles/sagemaker';
import { exportIntent } from '@lf/train-intent';
import { exportRec, parseRecConfig, toItemSequences, trainRecommender } from '@lf/train-rec';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { tryInSageMaker } from '../../src/deploy/try-in-sagemaker.ts';

const ENVIRONMENT = {
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
  AWS_DEFAULT_REGION: 'us-east-1',
  AWS_CONFIG_FILE: '/dev/null',
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
};

let fake: FakeSageMaker;
/** The bundle that SageMaker fetches. */
let uploaded: string;
beforeEach(async () => {
  fake = await startFakeSageMaker({
    bundleAt: async () => uploaded,
    command: ({ folder, port }) => [
      ...[...endpointCommand(), '--bundle', folder, '--host', '127.0.0.1', '--port', port],
    ],
  });
  for (const [name, value] of Object.entries(ENVIRONMENT)) vi.stubEnv(name, value);
  vi.stubEnv('AWS_ENDPOINT_URL', fake.url);
});
afterEach(async () => {
  await fake.close();
  vi.unstubAllEnvs();
});

let deploys = 0;

/** Deploys the uploaded bundle and tries it by one that is here. */
async function tried(
  flow: 'intent' | 'rec',
  { bundlePath, session }: { readonly bundlePath: string; readonly session: readonly string[] },
) {
  const sagemaker = connectSageMaker();
  const said: string[] = [];
  const { verified } = await deployToSageMaker(sagemaker, {
    deployName: `${flow}-${(deploys += 1)}-endpoint`,
    model: {
      image: '123456789012.dkr.ecr.us-east-1.amazonaws.com/lf-endpoint:1',
      bundleUrl: 's3://bucket/model.tar.gz',
      role: 'arn:aws:iam::123456789012:role/serve',
    },
    hosting: { kind: 'instances', type: 'ml.t2.medium', count: 1 },
    owner: { flow, runId: 'run', datastore: 's3://bucket' },
    pollMs: 10,
    verify: (endpoint) =>
      tryInSageMaker(sagemaker, {
        ...{ endpoint, bundlePath, kind: flow, session },
        read: ({ prediction }) => prediction,
        log: (line) => void said.push(line),
      }),
  });
  return { verified, said };
}

const intentBundle = (weights: IntentWeights) => writeIntentBundle(weights, exportIntent(weights));

it('an intent model says there what it says here; another one is found out and removed', async () => {
  const session = ['add', 'view', 'remove'];
  uploaded = await intentBundle(someWeights(4, 1));
  const { verified, said } = await tried('intent', { bundlePath: uploaded, session });
  expect(verified).toBeGreaterThan(0);
  expect(verified).toBeLessThan(1);
  expect(said).toEqual([
    expect.stringMatching(
      /^intent-\d+-endpoint agrees with the bundle on 4 numbers of 4 sessions$/,
    ),
  ]);

  const bundlePath = await intentBundle(someWeights(4, 2));
  await expect(tried('intent', { bundlePath, session })).rejects.toMatchObject({
    code: 'prediction_mismatch',
  });
  expect([fake.models.size, fake.configs.size, fake.endpoints.size]).toEqual([1, 1, 1]);
}, 60_000);

it('a recommender without a SavedModel is tried by our image, item by item', async () => {
  const recommender = await trainRecommender({
    choice: 'VSKNN',
    itemCount: SKUS.length,
    config: parseRecConfig('VSKNN', {}),
    train: toItemSequences(
      SKUS.map((_, item) => [item, (item + 1) % SKUS.length, (item + 2) % SKUS.length]),
    ),
  });
  uploaded = await writeRecBundle({
    'vocabulary.json': vocabularyBytes(),
    ...exportRec(recommender.serialize()),
  });
  recommender.dispose();
  const session = ['shoe', 'hat, red'];
  const { verified, said } = await tried('rec', { bundlePath: uploaded, session });
  expect(verified).toContain('sock');
  expect(said).toEqual([
    expect.stringMatching(/^rec-\d+-endpoint agrees with the bundle on \d+ numbers of 3/),
  ]);
}, 60_000);
