import { trainWord2Vec } from '@lf/kernels';
import { tarGz } from '@lf/test-doubles';
import { startFakeS3, type FakeS3 } from '@lf/test-doubles/s3';
import { startFakeSageMaker, type FakeSageMaker, type Train } from '@lf/test-doubles/sagemaker';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { finished, Workplace } from './workplace.ts';

let folder: string;
let s3: FakeS3;
let sageMaker: FakeSageMaker;
let place: Workplace;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lf-blazing-text-'));
  s3 = await startFakeS3();
  sageMaker = await startFakeSageMaker({ bundleAt: async () => null, command: () => [] });
  sageMaker.looksBeforeReady = 0;
  place = await Workplace.open(null, {
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_DEFAULT_REGION: 'us-east-1',
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_ENDPOINT_URL: sageMaker.url,
    AWS_ENDPOINT_URL_S3: s3.endpoint,
    HOME: folder,
    LF_S3_CACHE_DIR: join(folder, 'cache'),
    LF_DATASTORE_ROOT: 's3://bucket/shop',
    MODEL_CHOICE: 'KNN',
    IAM_SAGEMAKER_ROLE: 'arn:aws:iam::123456789012:role/train',
    LF_BLAZINGTEXT_INSTANCE: 'ml.c5.4xlarge',
    LF_BLAZINGTEXT_INSTANCES: '2',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    FORCE_COLOR: '0',
  });
});
afterEach(async () => {
  await place.close();
  await sageMaker.close();
  await s3.close();
  await rm(folder, { recursive: true, force: true });
});

/** BlazingText as documented: one session a line comes in, word2vec's text format goes out. */
const blazingText: Train = async ({ name, request }, { print }) => {
  const { HyperParameters, InputDataConfig, OutputDataConfig } = request as {
    readonly HyperParameters: Readonly<Record<string, string>>;
    readonly InputDataConfig: readonly {
      readonly ChannelName: string;
      readonly DataSource: { readonly S3DataSource: { readonly S3Uri: string } };
    }[];
    readonly OutputDataConfig: { readonly S3OutputPath: string };
  };
  const keyOf = (url: string) => url.replace('s3://bucket/', '');
  const prefix = keyOf(InputDataConfig[0]?.DataSource.S3DataSource.S3Uri ?? '');
  const files = [...s3.bucket.objects].filter(([key]) => key.startsWith(prefix));
  const text = files.map(([, { body }]) => body.toString('utf8')).join('');
  const sentences = text
    .trimEnd()
    .split('\n')
    .map((line) => line.split(' '));
  const words = [...new Set(sentences.flat())];
  print(`Number of words: ${words.length}`);
  const numbers = new Map(words.map((word, at) => [word, at]));
  const setting = (key: string) => Number(HyperParameters[key]);
  const size = setting('vector_dim');
  const learnt = await trainWord2Vec({
    sentences: {
      offsets: Uint32Array.from([0, ...sentences.map(({ length }) => length)]).map(
        (
          (sum) => (length) =>
            (sum += length)
        )(0),
      ),
      items: Uint32Array.from(sentences.flat(), (word) => numbers.get(word) ?? 0),
    },
    itemCount: words.length,
    size,
    window: setting('window_size'),
    minCount: setting('min_count'),
    epochs: setting('epochs'),
    architecture: 'skip-gram',
    threads: 1,
  });
  const rows = [...learnt.items].map((item, row) =>
    [words[item], ...learnt.inputs.subarray(row * size, (row + 1) * size)].join(' '),
  );
  const end = ['</s>', ...new Float32Array(size)].join(' ');
  const vectors = [`${rows.length + 1} ${size}`, end, ...rows, ''].join('\n');
  const key = `${keyOf(OutputDataConfig.S3OutputPath)}/${name}/output/model.tar.gz`;
  s3.bucket.put(
    key,
    Buffer.from(tarGz({ 'vectors.bin': Buffer.from([1]), 'vectors.txt': Buffer.from(vectors) })),
    {},
  );
  return { modelUrl: `s3://bucket/${key}` };
};

interface Report {
  readonly scores: {
    readonly models: readonly { readonly name: string; readonly evaluation: unknown }[];
  };
  readonly served: {
    readonly url: string;
    readonly session: string;
    readonly prediction: readonly string[];
  };
}

it('learns the vectors of KNN on two instances: interrupted, failed, then judged and served as any other', async () => {
  sageMaker.train = (_job, { signal }) =>
    new Promise((resolve) => signal.addEventListener('abort', () => resolve({})));
  const started = place.start(['run', 'rec', '--run-id', 'first']);
  sageMaker.before = (operation) => {
    const [job] = sageMaker.trainings.values();
    if (operation !== 'DescribeTrainingJob' || job === undefined) return;
    sageMaker.before = () => undefined;
    started.kill('SIGINT');
  };
  const interrupted = await finished(started);
  expect(interrupted.code).not.toBe(0);
  const [job] = sageMaker.trainings.values();
  expect(interrupted.stderr).toContain(`training job ${job?.name} on 2 ml.c5.4xlarge`);
  expect(job?.controller.signal.aborted).toBe(true);

  sageMaker.train = async (_job, { print }) => {
    print('line 7 is empty');
    return { failureReason: 'ClientError: Unable to read data channel' };
  };
  const failed = await place.lf(['resume', 'first']);
  expect(failed.code).not.toBe(0);
  expect(failed.stderr).toMatch(/gave it up: ClientError: Unable to read data channel\./);
  expect(failed.stderr).toContain('line 7 is empty');

  sageMaker.train = blazingText;
  const { code, stdout, stderr } = await place.lf(['resume', 'first', '--force', '--json']);
  expect(code, stderr).toBe(0);
  const { scores, served } = JSON.parse(stdout) as Report;
  expect(scores.models[0]?.name).toBe('KNN');
  expect(served.prediction).toHaveLength(10);
  const url = new URL(`/predict?session=${served.session}`, served.url);
  const answer: unknown = await (await fetch(url)).json();
  expect(answer).toMatchObject({ prediction: served.prediction });

  const last = [...sageMaker.trainings.values()].at(-1);
  expect(last?.name).toMatch(/^lf-prod2vec-[0-9a-f]{16}-3$/);
  expect(last?.request).toMatchObject({
    RoleArn: 'arn:aws:iam::123456789012:role/train',
    AlgorithmSpecification: {
      TrainingImage: '811284229777.dkr.ecr.us-east-1.amazonaws.com/blazingtext:1',
    },
    HyperParameters: { mode: 'batch_skipgram', batch_size: '11', vector_dim: '96', min_count: '1' },
    StoppingCondition: { MaxRuntimeInSeconds: 86_400 },
  });
  expect(sageMaker.tags.get(`training-job/${last?.name}`)?.get('lf:run')).toBe('first');
  const left = [...s3.bucket.objects.keys()].filter((key) => key.includes('/_training/'));
  expect(left.every((key) => key.startsWith('shop/runs/rec/first/_training/'))).toBe(true);
});

it('tells before a run begins what BlazingText cannot do, and what is not set', async () => {
  const config = await place.write('knn.json', JSON.stringify({ CANDIDATES: 'output' }));
  const refused = await place.lf(['run', 'rec', '--config', config]);
  expect(refused.stderr).toMatch(/CANDIDATES.*BlazingText gives no output vectors/s);
  const unset = await place.lf(['run', 'rec'], {
    AWS_DEFAULT_REGION: 'eu-isoe-west-1',
    IAM_SAGEMAKER_ROLE: '',
    LF_DATASTORE_ROOT: 'file:.lf',
  });
  expect(unset.stderr).toMatch(
    /IAM_SAGEMAKER_ROLE.*LF_BLAZINGTEXT_IMAGE.*the image of BlazingText in eu-isoe-west-1.*LF_DATASTORE_ROOT/s,
  );
  expect([...sageMaker.trainings]).toEqual([]);
});
