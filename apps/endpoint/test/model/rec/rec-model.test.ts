import { serializeVocabulary, type BundleParts } from '@lf/contract';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadModel } from '@lf/serving/models';
import { DEFAULT_LIMITS } from '../../../src/limits.ts';
import {
  K,
  recommenderFiles,
  SKUS,
  steppedSessions,
  tinyRecBundle,
  tinyRecCases,
} from '../../tiny-rec-bundle.ts';
import { tinyBundle } from '../../tiny-bundle.ts';

const { parseRecConfig, trainRecommender } = await import('@lf/train-rec');

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lf-rec-model-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function load(bundle: Uint8Array) {
  const path = join(folder, 'model.tar.gz');
  await writeFile(path, bundle);
  return loadModel(path, 'rec');
}

const train = (itemCount: number = SKUS.length) =>
  trainRecommender({
    choice: 'POPULARITY',
    train: steppedSessions(),
    itemCount,
    config: parseRecConfig('POPULARITY', {}),
  });

interface Ranking {
  readonly items: readonly number[];
  readonly scores: readonly number[];
}

async function ask(
  model: Awaited<ReturnType<typeof load>>,
  instances: readonly (readonly number[])[],
) {
  const { predictions } = await model.answer({ instances }, DEFAULT_LIMITS);
  return predictions as readonly Ranking[];
}

describe('a bundle with model.onnx', () => {
  it("names the equations' best items, one session and all in one batch of mixed length", async () => {
    const model = await load(await tinyRecBundle());
    const cases = await tinyRecCases();
    const together = await ask(
      model,
      cases.map(({ session }) => session),
    );
    for (const [index, { session, items, scores }] of cases.entries()) {
      const [alone] = await ask(model, [session]);
      expect(together[index]).toEqual(alone);
      expect(alone?.items).toEqual(items);
      scores.forEach((score, place) => expect(alone?.scores[place]).toBeCloseTo(score, 5));
    }
    await model.close();
  });

  it('ignores padding and unknown ids wherever they stand', async () => {
    const model = await load(await tinyRecBundle());
    const [plain, dotted] = await ask(model, [
      [5, 10],
      [0, 5, 1, 0, 10, 1, 0],
    ]);
    expect(dotted).toEqual(plain);
    await model.close();
  });
});

describe('a bundle with the files of a recommender', () => {
  it('is ranked by the recommender, in the same form', async () => {
    const model = await load(await tinyRecBundle({}, recommenderFiles(await train())));
    const popular = Array.from({ length: K }, (_, item) => item + 2);
    const [known, empty] = await ask(model, [[7, 0, 9], [0]]);
    expect(known?.items).toEqual(popular);
    expect(known?.scores).toHaveLength(K);
    expect(empty?.items).toEqual(popular);
    await model.close();
  });

  it('has sessions of its training to show, where its model keeps them', async () => {
    const recommender = await trainRecommender({
      choice: 'VSKNN',
      train: steppedSessions(),
      itemCount: SKUS.length,
      config: parseRecConfig('VSKNN', {}),
    });
    const model = await load(await tinyRecBundle({}, recommenderFiles(recommender)));
    const { sessions } = model.showcase;
    expect(sessions).toHaveLength(12);
    for (const { events, next } of sessions) {
      expect(SKUS).toContain(next);
      expect(events).toEqual([next, next]);
    }
    await model.close();
  });
});

const files = async (changes: Record<string, Uint8Array | undefined>) => {
  const all: Record<string, Uint8Array | string | undefined> = {
    ...recommenderFiles(await train()),
    ...changes,
  };
  return Object.fromEntries(
    Object.entries(all).filter(([, bytes]) => bytes !== undefined),
  ) as BundleParts['files'];
};
const tensor = (name: string, dtype: 'int32' | 'float32', k: number | string) => ({
  name,
  dtype,
  shape: ['batch', k],
});

describe('loading a rec model refuses', () => {
  it.each<[string, () => Promise<Uint8Array>, string]>([
    ['an intent bundle', () => tinyBundle(), 'expected a bundle of kind "rec", got "intent"'],
    [
      'a bundle without a vocabulary',
      async () => tinyRecBundle({}, await files({ 'vocabulary.json': undefined })),
      'no vocabulary.json',
    ],
    [
      'a vocabulary that is none',
      async () => tinyRecBundle({}, await files({ 'vocabulary.json': Buffer.from('[]') })),
      'vocabulary.json: expected {"schemaVersion": 1',
    ],
    [
      'a vocabulary that names a SKU twice',
      async () =>
        tinyRecBundle({}, await files({ 'vocabulary.json': serializeVocabulary(['a', 'a']) })),
      'twice',
    ],
    [
      'a vocabulary of another model',
      async () => {
        const vocabulary = serializeVocabulary([...SKUS, 'one more']);
        return tinyRecBundle({}, await files({ 'vocabulary.json': vocabulary }));
      },
      'got 12 items instead of 13',
    ],
    [
      'a bundle without any model',
      () => tinyRecBundle({}, { 'vocabulary.json': serializeVocabulary(SKUS) }),
      'neither model.onnx nor files in recommender/',
    ],
    [
      'files that are no recommender',
      async () =>
        tinyRecBundle({}, await files({ 'recommender/recommender.json': Buffer.from('{}') })),
      'expected the files that serialize() gives',
    ],
    [
      'ids of another type',
      () => tinyRecBundle({ inputs: [tensor('ids', 'float32', 'time')] }),
      'expected one int32 input [batch, time], got ids float32 [batch, time]',
    ],
    [
      'no scores',
      () => tinyRecBundle({ outputs: [tensor('items', 'int32', K)] }),
      'expected the outputs items int32 [batch, <k>] and scores float32',
    ],
    [
      'more items than there are',
      () =>
        tinyRecBundle({ outputs: [tensor('items', 'int32', 13), tensor('scores', 'float32', 13)] }),
      'at most as many recommended items as the vocabulary has (12), got 13',
    ],
    [
      'a model that names fewer items than the manifest says',
      () =>
        tinyRecBundle({ outputs: [tensor('items', 'int32', 9), tensor('scores', 'float32', 9)] }),
      'its first prediction failed',
    ],
    [
      'a model that recommends what is no item',
      () =>
        tinyRecBundle(
          { outputs: [tensor('items', 'int32', 8), tensor('scores', 'float32', 8)] },
          {
            'model.onnx': join(import.meta.dirname, '../../fixtures/tiny-knn.onnx'),
            'vocabulary.json': serializeVocabulary(SKUS.slice(0, 8)),
          },
        ),
      'which is no item',
    ],
  ])('%s', async (_what, bundle, message) => {
    await expect(load(await bundle())).rejects.toMatchObject({
      code: 'model_refused',
      message: expect.stringContaining(message) as string,
    });
  });
});
