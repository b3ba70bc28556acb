import {
  BUNDLE_PATHS,
  describeIntentModel,
  describeRecModel,
  packBundle,
  serializeVocabulary,
  unpackBundle,
} from '@lf/contract';
import { join } from 'node:path';
import {
  exportRec,
  MODEL_CHOICES,
  parseRecConfig,
  toItemSequences,
  trainRecommender,
} from '@lf/train-rec';

const FACTS = {
  metrics: {},
  config: {},
  seed: 0,
  dataDigest: `sha256:${'0'.repeat(64)}`,
  versions: {},
};

const ITEMS = 8;
/** Each item is followed by the next. */
const SESSIONS = Array.from({ length: 64 }, (_, session) =>
  Array.from({ length: 4 }, (__, event) => (session + event) % ITEMS),
);

/** The model of the endpoint's own tests, as SageMaker unpacks it. */
export async function unpackIntentModel(root: string, target: string): Promise<void> {
  const onnx = join(root, 'apps', 'endpoint', 'test', 'fixtures', 'tiny-lstm.onnx');
  const bundle = await packBundle({
    manifest: describeIntentModel(FACTS),
    files: { 'model.onnx': onnx },
  });
  await unpackBundle(bundle, target);
}

/**
 * Trains and unpacks a recommender of every choice, since each may load other code when it is served.
 *
 * @returns name -> folder
 */
export async function unpackRecModels(target: string): Promise<ReadonlyMap<string, string>> {
  const folders = new Map<string, string>();
  for (const choice of MODEL_CHOICES) {
    const recommender = await trainRecommender({
      choice,
      train: toItemSequences(SESSIONS),
      itemCount: ITEMS,
      config: parseRecConfig(choice, {}),
      seed: 1,
    });
    const skus = Array.from({ length: ITEMS }, (_, item) => `sku-${item}`);
    const bundle = await packBundle({
      manifest: describeRecModel(FACTS, { k: ITEMS }),
      files: {
        [BUNDLE_PATHS.vocabulary]: serializeVocabulary(skus),
        ...exportRec(recommender.serialize()),
      },
    });
    recommender.dispose();
    const folder = join(target, choice);
    await unpackBundle(bundle, folder);
    folders.set(choice, folder);
  }
  return folders;
}
