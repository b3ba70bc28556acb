import { describeRecModel, packBundle, serializeVocabulary, type BundleParts } from '@lf/contract';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ItemSequences, Recommender } from '@lf/train-rec';

const FIXTURES = join(import.meta.dirname, 'fixtures');
const ONNX = join(FIXTURES, 'tiny-knn.onnx');

/** As many as the items of fixtures/tiny-knn.onnx; a SKU may hold a comma. */
export const SKUS = Array.from(
  { length: 12 },
  (_, item) => `sku-${item}${item === 3 ? ', red' : ''}`,
);

/** The best items that the model names. */
export const K = 8;

const ORIGIN = {
  metrics: {},
  config: {},
  seed: 20261124,
  dataDigest: `sha256:${'0'.repeat(64)}`,
  versions: {},
} as const;

/** The files of a bundle around fixtures/tiny-knn.onnx, for these names of its items. */
export function knnFiles(skus: readonly string[]): BundleParts['files'] {
  return { 'model.onnx': ONNX, 'vocabulary.json': serializeVocabulary(skus) };
}

/** A bundle around fixtures/tiny-knn.onnx; each test changes what it is about. */
export async function tinyRecBundle(
  changes: Partial<BundleParts['manifest']> = {},
  files: BundleParts['files'] = knnFiles(SKUS),
): Promise<Uint8Array> {
  return packBundle({
    manifest: {
      ...describeRecModel(ORIGIN, { k: K }),
      ...changes,
    },
    files,
  });
}

/** The files of a bundle whose model has no ONNX form. */
export function recommenderFiles(recommender: Recommender): BundleParts['files'] {
  return {
    'vocabulary.json': serializeVocabulary(SKUS),
    ...Object.fromEntries(
      [...recommender.serialize()].map(([name, bytes]) => [`recommender/${name}`, bytes]),
    ),
  };
}

/** Sessions in which item 0 is the most frequent, then 1, and so on to the last. */
export function steppedSessions(): ItemSequences {
  const sessions = SKUS.flatMap((_, item) =>
    Array.from({ length: SKUS.length - item }, () => [item, item, item]),
  );
  return {
    offsets: Uint32Array.from({ length: sessions.length + 1 }, (_, index) => 3 * index),
    items: Uint32Array.from(sessions.flat()),
  };
}

export interface RecCase {
  /** Token ids. */
  readonly session: readonly number[];
  /** Token ids, best first. */
  readonly items: readonly number[];
  readonly scores: readonly number[];
}

/** Sessions whose best items were computed from the equations, without a runtime. */
export async function tinyRecCases(): Promise<RecCase[]> {
  return JSON.parse(await readFile(join(FIXTURES, 'tiny-knn.json'), 'utf8')) as RecCase[];
}
