import {
  BUNDLE_PATHS,
  FIRST_ITEM_ID,
  idBatch,
  maxEventsOf,
  recBorders,
  type Bundle,
  type IdBatch,
  type RecBorders,
  type Vocabulary,
} from '@lf/contract';
import { ModelRefusedError } from '../../errors.ts';
import type { ServedModel } from '../model.ts';
import { requireAnswer } from '../onnx-session.ts';
import { showcaseOf } from '../../showcase/showcase-of.ts';
import { refusing } from '../refused.ts';
import { encodeIds } from './encode-ids.ts';
import { openOnnxRanker } from './onnx-ranker.ts';
import { toPredictions, type Ranker, type Recommendations } from './recommendations.ts';
import { openRecommenderRanker } from './recommender-ranker.ts';
import { vocabularyOf } from './vocabulary.ts';

const { onnx: MODEL_PATH, recommender: RECOMMENDER_FOLDER } = BUNDLE_PATHS;

/** Which products come next? */
export interface RecModel extends ServedModel {
  readonly kind: 'rec';
  readonly vocabulary: Vocabulary;
  /** How many products of a session it reads, the latest ones. */
  readonly maxEvents: number;
  recommend(batch: IdBatch): Promise<Recommendations>;
}

function recommenderFiles(bundle: Bundle): ReadonlyMap<string, Uint8Array> {
  return new Map(
    [...bundle.files]
      .filter(([path]) => path.startsWith(RECOMMENDER_FOLDER))
      .map(([path, bytes]) => [path.slice(RECOMMENDER_FOLDER.length), bytes]),
  );
}

async function openRanker(bundle: Bundle, borders: RecBorders, itemCount: number): Promise<Ranker> {
  const onnx = bundle.files.get(MODEL_PATH);
  if (onnx !== undefined) return openOnnxRanker(onnx, borders, itemCount);
  const files = recommenderFiles(bundle);
  if (files.size > 0) return openRecommenderRanker(files, borders.k, itemCount);
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
  const borders = refusing(() => recBorders(manifest, itemCount));
  const maxEvents = maxEventsOf(manifest);
  const showcase = refusing(() => showcaseOf(bundle, vocabulary.skus));
  const ranker = await openRanker(bundle, borders, itemCount);
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
    showcase,
    vocabulary,
    maxEvents,
    example: {
      instances: [
        Array.from({ length: Math.min(5, itemCount) }, (_, item) => FIRST_ITEM_ID + item),
      ],
    },
    recommend: (batch) => ranker.rank(batch),
    answer: async (body, limits) => ({
      predictions: toPredictions(
        await ranker.rank(encodeIds(body, { itemCount, maxEvents, limits })),
      ),
    }),
    answerOne: async (ids) => ({
      predictions: toPredictions(
        await ranker.rank(
          idBatch(
            { offsets: Uint32Array.of(0, ids.length), items: Uint32Array.from(ids) },
            (id) => id,
          ),
        ),
      ),
    }),
    close: () => ranker.close(),
  };
}
