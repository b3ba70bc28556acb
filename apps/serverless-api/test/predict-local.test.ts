import { readFile } from 'node:fs/promises';
import { parseRecConfig, trainRecommender } from '@lf/train-rec';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import {
  SKUS,
  bodyOf,
  someWeights,
  startLoopback,
  vocabularyBytes,
  worldOf,
  writeIntentBundle,
  writeRecBundle,
} from '@lf/test-doubles';
import { createApi } from '@lf/serving';
import { createIntentForward } from '@lf/serving';

const asking = (session: string) => ({ queryStringParameters: { session } });

async function ask(environment: Record<string, string>, session: string) {
  const world = worldOf(environment);
  const answer = await createApi(world)(asking(session));
  return { status: answer.statusCode, body: bodyOf(answer), detail: world.lines[0]?.detail };
}

/** A recommender after sessions in which each SKU is followed by the next one. */
async function recommenderFiles() {
  const runs = SKUS.slice(0, -2).flatMap((_, item) => [item, item + 1, item + 2]);
  const recommender = await trainRecommender({
    choice: 'MARKOV',
    train: {
      offsets: Uint32Array.from({ length: SKUS.length - 1 }, (_, session) => 3 * session),
      items: Uint32Array.from(runs),
    },
    itemCount: SKUS.length,
    config: parseRecConfig('MARKOV', {}),
  });
  return Object.fromEntries(
    [...recommender.serialize()].map(([name, bytes]) => [`recommender/${name}`, bytes]),
  );
}

describe('intent, predicted in the Lambda itself', () => {
  test('answers with what the weights say, and names the bundle', async () => {
    const weights = someWeights(48);
    const { status, body } = await ask(
      { LF_API_BUNDLE: await writeIntentBundle(weights) },
      'add,view,remove',
    );
    expect(status).toBe(200);
    expect(body).toEqual({
      prediction: createIntentForward(weights)([0, 2, 6, 3, 1]),
      scope: 'in_scope',
      time: expect.any(Number) as number,
      endpoint: expect.stringMatching(/^bundle:[0-9a-f]{12}$/) as string,
    });
  });

  test('answers the longest session that is allowed', async () => {
    const LF_API_BUNDLE = await writeIntentBundle(someWeights(48));
    const session = Array(2000).fill('add').join(',');
    const { status } = await ask({ LF_API_BUNDLE, LF_API_MAX_EVENTS: '2000' }, session);
    expect(status).toBe(200);
  });

  test('an endpoint comes first, unless LF_API_INFERENCE says bundle', async () => {
    const LF_API_BUNDLE = await writeIntentBundle(someWeights(4));
    const LF_ENDPOINT_URL = 'http://127.0.0.1:1';
    expect(await ask({ LF_API_BUNDLE, LF_ENDPOINT_URL }, 'add')).toMatchObject({ status: 502 });
    const settings = { LF_API_BUNDLE, LF_ENDPOINT_URL, LF_API_INFERENCE: 'bundle' };
    expect(await ask(settings, 'add')).toMatchObject({ status: 200 });
  });
});

describe('rec, predicted in the Lambda itself', () => {
  test('answers with what the recommender says, as an endpoint would', async () => {
    const files = { 'vocabulary.json': vocabularyBytes(), ...(await recommenderFiles()) };
    const { status, body } = await ask({ LF_API_BUNDLE: await writeRecBundle(files) }, 'boot,lace');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      fallback: false,
      unknown: ['boot'],
      endpoint: expect.stringMatching(/^bundle:/) as string,
    });
    const prediction = body['prediction'] as string[];
    expect(prediction[0]).toBe(SKUS[3]);
    expect(body['scores']).toHaveLength(prediction.length);
  });
});

describe('a bundle that cannot predict here: 500, and the log names the other two ways', () => {
  test.each<[string, () => Promise<string>, string]>([
    [
      'rec with a model.onnx alone',
      () => writeRecBundle({ 'vocabulary.json': vocabularyBytes(), 'model.onnx': Buffer.from('') }),
      'no files in recommender/',
    ],
    [
      'rec with files that are no recommender',
      () =>
        writeRecBundle({
          'vocabulary.json': vocabularyBytes(),
          'recommender/recommender.json': Buffer.from('{}'),
        }),
      'the files that serialize() gives',
    ],
    [
      'rec with the vocabulary of another model',
      async () =>
        writeRecBundle({
          'vocabulary.json': vocabularyBytes(['only']),
          ...(await recommenderFiles()),
        }),
      `its recommender has ${SKUS.length} items, its vocabulary 1`,
    ],
    [
      'intent with weights that are none',
      () => writeIntentBundle(someWeights(1), { 'weights.bin': Buffer.from('weights') }),
      "do not start with the format's mark",
    ],
  ])('%s', async (_, bundle, reason) => {
    const { status, body, detail } = await ask({ LF_API_BUNDLE: await bundle() }, 'add');
    expect(status).toBe(500);
    expect(body).toMatchObject({ code: 'setting_invalid' });
    expect(detail).toContain(reason);
    expect(detail).toContain('SAGEMAKER_ENDPOINT_NAME or LF_ENDPOINT_URL');
  });
});

describe('a bundle at an address', () => {
  test('is fetched once; while it cannot be, the answer is 503 and the next request tries again', async () => {
    const bytes = await readFile(await writeIntentBundle(someWeights(4)));
    let isThere = false;
    const store = await startLoopback((response) =>
      isThere ? response.end(bytes) : response.writeHead(404).end(),
    );
    onTestFinished(() => store.close());
    const world = worldOf({
      LF_API_BUNDLE: `${store.url}/model.tar.gz?signature=secret`,
      LF_API_BUNDLE_HTTP: 'loopback',
    });
    const predict = createApi(world);

    const unavailable = await predict(asking('add'));
    expect(unavailable.statusCode).toBe(503);
    expect(bodyOf(unavailable)).toMatchObject({ code: 'bundle_unavailable' });
    expect(unavailable.body).not.toContain(store.url);
    expect(world.lines[0]?.detail).toContain(`${store.url}/model.tar.gz: status 404`);
    expect(JSON.stringify(world.lines)).not.toContain('secret');

    isThere = true;
    const both = await Promise.all([predict(asking('add')), predict(asking('add'))]);
    expect(both.map(({ statusCode }) => statusCode)).toEqual([200, 200]);
    expect((await predict(asking('view'))).statusCode).toBe(200);
    expect(store.received).toHaveLength(2);
  });

  test('may be an object in S3', async () => {
    const bytes = await readFile(await writeIntentBundle(someWeights(4)));
    const store = await startLoopback((response) => response.end(bytes));
    onTestFinished(() => store.close());
    for (const [name, value] of Object.entries({
      AWS_ENDPOINT_URL_S3: store.url,
      AWS_REGION: 'eu-west-1',
      AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'secret',
    })) {
      vi.stubEnv(name, value);
    }
    onTestFinished(() => void vi.unstubAllEnvs());
    const location = 's3://shop-models/models/intent/1%202/model.tar.gz';
    expect(await ask({ LF_API_BUNDLE: location }, 'add')).toMatchObject({ status: 200 });
    expect(store.received[0]).toMatchObject({
      method: 'GET',
      path: '/shop-models/models/intent/1%202/model.tar.gz?x-id=GetObject',
    });
  });
});
