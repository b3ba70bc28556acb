import { FIRST_ITEM_ID } from '@lf/contract';
import { ModelOutputError, ModelRefusedError } from '../../errors.ts';
import { runInSlices } from '../run-in-slices.ts';
import type { Ranker } from './recommendations.ts';

/** A session takes from .1 to 1 ms. */
const SESSIONS_A_SLICE = 8;

/**
 * Ranks by a recommender of `@lf/recommenders`, for models that have no ONNX form.
 *
 * @param files as its `serialize()` gave them
 * @param itemCount how many items the vocabulary has
 * @throws ModelRefusedError
 */
export async function openRecommenderRanker(
  files: ReadonlyMap<string, Uint8Array>,
  k: number,
  itemCount: number,
): Promise<Ranker> {
  const { restoreRecommender, RecommenderError, RecommenderOutputError } =
    await import('@lf/recommenders');
  const recommender = await restoreRecommender(files, { itemCount }).catch((error: unknown) => {
    if (!(error instanceof RecommenderError)) throw error;
    throw new ModelRefusedError(error.message.replace(/\.$/, ''), { cause: error });
  });
  const recommend: typeof recommender.recommend = (sessions, options) => {
    try {
      return recommender.recommend(sessions, options);
    } catch (error) {
      if (!(error instanceof RecommenderOutputError)) throw error;
      throw new ModelOutputError(error.message, { cause: error });
    }
  };
  return {
    async rank({ ids, batch, time }) {
      const ranked = {
        k,
        items: new Int32Array(batch * k),
        scores: new Float32Array(batch * k),
      };
      await runInSlices(batch, SESSIONS_A_SLICE, ({ start, rows }) => {
        const offsets = Uint32Array.from({ length: rows + 1 }, (_, session) => session * time);
        // Padding and unknown ids become the largest numbers, which are no items: they are skipped
        const items = Uint32Array.from(
          ids.subarray(start * time, (start + rows) * time),
          (id) => id - FIRST_ITEM_ID,
        );
        const part = recommend({ offsets, items }, { k });
        ranked.items.set(
          part.items.map((item) => (item === -1 ? -1 : item + FIRST_ITEM_ID)),
          start * k,
        );
        ranked.scores.set(part.scores, start * k);
      });
      return ranked;
    },
    close: async () => recommender.dispose(),
  };
}
