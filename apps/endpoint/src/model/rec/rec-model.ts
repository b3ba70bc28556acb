import type { Bundle } from '@lf/deploy';
import { FIRST_ITEM_ID, type Vocabulary } from '@lf/serverless-api';
import { ModelRefusedError } from '../../errors.ts';
import type { ServedModel } from '../model.ts';
import { MODEL_PATH, requireAnswer } from '../onnx-session.ts';
import { recContract, type RecContract } from './contract.ts';
import { encodeIds, type IdBatch } from './encode-ids.ts';
import { openOnnxRanker } from './onnx-ranker.ts';
import { toPredictions, type Ranker, type Recommendations } from './recommendations.ts';
import { openRecommenderRanker } from './recommender-ranker.ts';
import { vocabularyOf } from './vocabulary.ts';

/** Where a bundle keeps the files of a recommender that has no ONNX form. */
export const RECOMMENDER_FOLDER = 'recommender/';

/** Which products come next? */
export interface RecModel extends ServedModel {
  readonly kind: 'rec';
  readonly vocabulary: Vocabulary;
  recommend(batch: IdBatch): Promise<Recommendations>;
}

function recommenderFiles(bundle: Bundle): ReadonlyMap<string, Uint8Array> {
  return new Map(
    [...bundle.files]
      .filter(([path]) => path.startsWith(RECOMMENDER_FOLDER))
      .map(([path, bytes]) => [path.slice(RECOMMENDER_FOLDER.length), bytes]),
  );
}

async function openRanker(
  bundle: Bundle,
  contract: RecContract,
  itemCount: number,
): Promise<Ranker> {
  const onnx = bundle.files.get(MODEL_PATH);
  if (onnx !== undefined) return openOnnxRanker(onnx, contract, itemCount);
  const files = recommenderFiles(bundle);
  if (files.size > 0) return openRecommenderRanker(files, contract.k, itemCount);
  throw new ModelRefusedError(
    `the bundle has neither ${MODEL_PATH} nor files in ${RECOMMENDER_FOLDER}`,
  );
}

/**
 * Opens the model of a rec bundle, `model.onnx` or else the recommender's own files, and lets it answer once.
 *
 * @throws ModelRefusedError
 */
export async function openRecModel(bundle: Bundle): Promise<RecModel> {
  const { manifest } = bundle;
  const vocabulary = vocabularyOf(bundle);
  const itemCount = vocabulary.skus.length;
  const contract = recContract(manifest, itemCount);
  const ranker = await openRanker(bundle, contract, itemCount);
  await requireAnswer(
    async () => {
      const { items } = await ranker.rank({
        ids: Int32Array.of(FIRST_ITEM_ID, 0),
        batch: 1,
        time: 2,
      });
      const foreign = items.find(
        (id) => id !== -1 && (id < FIRST_ITEM_ID || id >= FIRST_ITEM_ID + itemCount),
      );
      if (foreign !== undefined) throw new Error(`it recommends ${foreign}, which is no item's id`);
    },
    () => ranker.close(),
  );
  return {
    kind: 'rec',
    manifest,
    vocabulary,
    example: {
      instances: [
        Array.from({ length: Math.min(5, itemCount) }, (_, item) => FIRST_ITEM_ID + item),
      ],
    },
    recommend: (batch) => ranker.rank(batch),
    answer: async (body, limits) => ({
      predictions: toPredictions(await ranker.rank(encodeIds(body, { itemCount, limits }))),
    }),
    close: () => ranker.close(),
  };
}
