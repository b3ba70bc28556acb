import { packBundleFile } from '@lf/contract';
import { startFakeSageMaker, type FakeSageMaker } from '@lf/test-doubles/sagemaker';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, vi } from 'vitest';
import {
  connectSageMaker,
  deployToSageMaker,
  invokeSageMaker,
  type DeployToSageMakerOptions,
  type SageMaker,
} from '../../src/sagemaker.ts';
import { bundleParts } from '../bundle-parts.ts';

const SERVER = join(import.meta.dirname, '../local/server.js');
const CREDENTIALS: Readonly<Record<string, string | undefined>> = {
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
  AWS_SESSION_TOKEN: undefined,
  AWS_PROFILE: undefined,
  AWS_REGION: undefined,
  AWS_DEFAULT_REGION: 'us-east-1',
  AWS_CONFIG_FILE: '/dev/null',
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
};

export const DATASTORE = 's3://bucket/shop';
export const OWNER = { flow: 'intent', runId: 'run-1', datastore: DATASTORE } as const;
const ROLE = 'arn:aws:iam::123456789012:role/serve';

/** What follows the colon of an image's name is how its server behaves: see ../local/server.js. */
export const imageOf = (behaviour: string): string =>
  `123456789012.dkr.ecr.us-east-1.amazonaws.com/lf-endpoint:${behaviour}`;

/** A fake of SageMaker with a bundle in its bucket, and a connection to it. */
export class SageMakerPlace {
  readonly fake: FakeSageMaker;
  readonly sagemaker: SageMaker;
  readonly notes: string[] = [];
  #deploys = 0;

  constructor(fake: FakeSageMaker, sagemaker: SageMaker) {
    this.fake = fake;
    this.sagemaker = sagemaker;
  }

  /** Options of a deploy that succeeds; each test changes what it is about. */
  options(
    changes: Partial<DeployToSageMakerOptions<unknown>> & { readonly behaviour?: string } = {},
  ): DeployToSageMakerOptions<unknown> {
    const { behaviour = 'serves', ...rest } = changes;
    return {
      deployName: this.nextName(),
      model: { image: imageOf(behaviour), bundleUrl: `${DATASTORE}/model.tar.gz`, role: ROLE },
      hosting: { kind: 'instances', type: 'ml.t2.medium', count: 1 },
      owner: OWNER,
      pollMs: 1,
      onNote: (line) => void this.notes.push(line),
      verify: ({ name, variant }) =>
        invokeSageMaker(this.sagemaker, {
          endpoint: name,
          instances: [[[1, 0]]],
          ...(variant !== undefined && { variant }),
        }),
      ...rest,
    };
  }

  nextName(): string {
    this.#deploys += 1;
    return `intent-${1_700_000_000_000 + this.#deploys}-endpoint`;
  }

  deploy(changes?: Parameters<SageMakerPlace['options']>[0]) {
    return deployToSageMaker(this.sagemaker, this.options(changes));
  }

  /** Everything that is there, by name. */
  there(): readonly string[] {
    const { models, configs, endpoints, scaling } = this.fake;
    return [models, configs, endpoints, scaling].flatMap((each) => [...each.keys()]);
  }

  operations(): readonly string[] {
    return this.fake.requests.map(({ operation }) => operation);
  }
}

/** Gives each test a place of its own. */
export function withSageMaker(): { readonly place: SageMakerPlace } {
  let place: SageMakerPlace | undefined;
  let folder: string;
  beforeEach(async () => {
    for (const [name, value] of Object.entries(CREDENTIALS)) vi.stubEnv(name, value);
    folder = await mkdtemp(join(tmpdir(), 'lf-sagemaker-'));
    const bundlePath = join(folder, 'model.tar.gz');
    await packBundleFile(bundleParts(), bundlePath);
    const fake = await startFakeSageMaker({
      bundleAt: async (url) => (url === `${DATASTORE}/model.tar.gz` ? bundlePath : null),
      command: ({ image, folder: bundle, port }) => [
        ...[process.execPath, SERVER, image.split(':')[1] ?? 'serves'],
        ...['--bundle', bundle, '--host', '127.0.0.1', '--port', port],
      ],
    });
    vi.stubEnv('AWS_ENDPOINT_URL', fake.url);
    place = new SageMakerPlace(fake, connectSageMaker({ attempts: 2 }));
  });
  afterEach(async () => {
    await place?.fake.close();
    await rm(folder, { recursive: true, force: true });
    vi.unstubAllEnvs();
  });
  return {
    get place() {
      if (place === undefined) throw new Error('no test runs');
      return place;
    },
  };
}
