import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  ACTION_CODES,
  BUNDLE_PATHS,
  describeIntentModel,
  describeRecModel,
  encodeSequences,
  FIRST_ITEM_ID,
  intentCodes,
  intentInstance,
  packBundleFile,
  serializeVocabulary,
  SHOPPER_ACTIONS,
  type ActionSequences,
  type BundleParts,
  type IntentWeights,
} from '@lf/contract';
import { DEFAULT_LIMITS, type Serving } from '@lf/endpoint';
import { createApi, encodeSession } from '@lf/serving';
import { loadModel } from '@lf/serving/models';
import { exportIntent, predictIntent } from '@lf/train-intent';
import {
  exportRec,
  listLength,
  parseRecConfig,
  toItemSequences,
  trainRecommender,
} from '@lf/train-rec';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serveBundle } from '../serve-bundle.ts';

/**
 * One idea, how a session becomes what a model reads, on every way to a prediction: sessions shorter and longer than
 * what the model reads get one answer.
 */

const ORIGIN = {
  metrics: {},
  config: {},
  seed: 1,
  dataDigest: `sha256:${'0'.repeat(64)}`,
  versions: {},
} as const;

let folder: string;
const servers: Serving[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lf-parity-'));
});
afterAll(async () => {
  await Promise.all(servers.map((server) => server.drain()));
  await rm(folder, { recursive: true, force: true });
});

async function packed(name: string, parts: BundleParts): Promise<string> {
  const path = join(folder, `${name}.tar.gz`);
  await packBundleFile(parts, path);
  return path;
}

async function served(bundle: string): Promise<string> {
  const server = await serveBundle(bundle);
  servers.push(server);
  return `http://127.0.0.1:${server.port}`;
}

/** The Lambda under these settings, asked about a session. */
function lambda(environment: Readonly<Record<string, string>>) {
  const handler = createApi({
    environment,
    nowMs: () => performance.now(),
    sleep: async () => undefined,
    random: Math.random,
    newId: randomUUID,
    log: () => undefined,
  });
  return async (session: readonly string[]): Promise<unknown> => {
    const rawQueryString = `session=${encodeSession(session)}`;
    const { body } = await handler({ rawPath: '/predict', rawQueryString });
    return JSON.parse(body);
  };
}

async function json(url: string, init?: RequestInit): Promise<unknown> {
  const response = await fetch(url, init);
  return response.json();
}

const post = (instances: readonly unknown[]): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ instances }),
});

/** Numbers in [-1, 1) from a fixed seed: Numerical Recipes' linear congruential generator. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 31 - 1;
  };
}

describe.each([200, 7])('an intent model that reads %i events', (maxEvents) => {
  const UNITS = 12;
  const draw = numbers(maxEvents);
  const values = (length: number) => Float32Array.from({ length }, () => 0.7 * draw());
  const weights: IntentWeights = {
    units: UNITS,
    actions: 7,
    kernel: values(7 * 4 * UNITS),
    recurrent: values(UNITS * 4 * UNITS),
    bias: values(4 * UNITS),
    dense: values(UNITS),
    denseBias: values(1),
  };
  /** The same actions in another order for each length, so that the first ones matter where they are read. */
  const sessionOf = (events: number) =>
    Array.from(
      { length: events },
      () => SHOPPER_ACTIONS[Math.floor((draw() + 1) * 2.5)] ?? SHOPPER_ACTIONS[0],
    );
  const codesOf = (session: readonly (keyof typeof ACTION_CODES)[]) =>
    session.map((action) => ACTION_CODES[action]);
  const columns = (session: readonly number[]): ActionSequences => ({
    offsets: Uint32Array.of(0, session.length),
    actions: Uint8Array.from(session),
  });

  let bundle: string;
  let url: string;
  beforeAll(async () => {
    bundle = await packed(`intent-${maxEvents}`, {
      manifest: describeIntentModel(ORIGIN, { maxEvents }),
      files: exportIntent(weights, { maxEvents }),
    });
    url = await served(bundle);
  });

  it.each([1, 6, 7, 8, 199, 200, 201, 300, 1_000])(
    'gives a session of %i events one prediction, whoever is asked',
    async (events) => {
      const session = sessionOf(events);
      const codes = codesOf(session);
      const [trained] = await predictIntent(weights, columns(codes), { MAX_LEN: maxEvents });
      const uncut = intentInstance(intentCodes(codes, Infinity));
      const model = await loadModel(bundle, 'intent');
      // As it is: the exported graph cuts, too
      const [graph] = await model.predict(encodeSequences(columns(codes), Infinity));
      await model.close();
      expect(graph).toBeCloseTo(trained ?? NaN, 5);
      const near = { prediction: expect.closeTo(trained ?? NaN, 5) as number };
      // The two marks are events to it
      if (uncut.length <= DEFAULT_LIMITS.maxEvents) {
        expect(await json(`${url}/invocations`, post([uncut]))).toEqual({
          predictions: [[near.prediction]],
        });
      }
      expect(await json(`${url}/predict?session=${encodeSession(session)}`)).toMatchObject(near);
      expect(await lambda({ LF_ENDPOINT_URL: url })(session)).toMatchObject(near);
      expect(
        await lambda({ LF_API_BUNDLE: bundle, LF_API_INFERENCE: 'bundle' })(session),
      ).toMatchObject(near);
    },
  );
});

describe.each(['KNN', 'VSKNN', 'PRODB'] as const)('a rec model, %s', (choice) => {
  const ITEMS = 30;
  const draw = numbers(3);
  const item = () => Math.floor(((draw() + 1) / 2) * ITEMS);
  const skus = Array.from({ length: ITEMS }, (_, sku) => `p${sku}`);

  let bundle: string;
  let url: string;
  let expected: (session: readonly number[]) => readonly string[];
  beforeAll(async () => {
    const recommender = await trainRecommender({
      choice,
      train: toItemSequences(Array.from({ length: 400 }, () => [item(), item(), item(), item()])),
      itemCount: ITEMS,
      config: parseRecConfig(choice, choice === 'PRODB' ? { EPOCHS: 1 } : {}),
      seed: 1,
    });
    expected = (session) => {
      const { items } = recommender.recommend(toItemSequences([session]), { k: 10 });
      return Array.from(items)
        .filter((found) => found >= 0)
        .map((found) => skus[found] ?? '');
    };
    const own = Object.fromEntries(
      [...recommender.serialize()].map(([name, bytes]) => [
        `${BUNDLE_PATHS.recommender}${name}`,
        bytes,
      ]),
    );
    bundle = await packed(`rec-${choice}`, {
      manifest: describeRecModel(ORIGIN, { k: listLength(ITEMS) }),
      // A model that has an ONNX form is packed with its own files as well, for the Lambda
      files: {
        [BUNDLE_PATHS.vocabulary]: serializeVocabulary(skus),
        ...exportRec(recommender.serialize()),
        ...own,
      },
    });
    url = await served(bundle);
  });

  it.each([1, 50, 99, 100, 101, 300, 990])(
    'names the same products after a session of %i events, whoever is asked',
    async (events) => {
      const items = Array.from({ length: events }, item);
      const session = items.map((known) => skus[known] ?? '');
      const prediction = expected(items);
      expect(prediction.length).toBeGreaterThan(0);
      const ids = items.map((known) => known + FIRST_ITEM_ID);
      expect(await json(`${url}/invocations`, post([ids]))).toMatchObject({
        predictions: [
          {
            items: expect.toSatisfy(
              (found: readonly number[]) =>
                found
                  .slice(0, prediction.length)
                  .map((id) => skus[id - FIRST_ITEM_ID])
                  .join() === prediction.join(),
            ) as unknown,
          },
        ],
      });
      const asked = await json(`${url}/predict?session=${encodeSession(session)}`);
      expect(asked).toMatchObject({ prediction });
      const byUrl = lambda({ LF_ENDPOINT_URL: url, LF_API_MODEL: 'rec', LF_API_BUNDLE: bundle });
      expect(await byUrl(session)).toMatchObject({ prediction });
      const byItself = lambda({ LF_API_BUNDLE: bundle, LF_API_INFERENCE: 'bundle' });
      expect(await byItself(session)).toMatchObject({ prediction });
    },
  );
});
