import { FIRST_ITEM_ID } from '@lf/serverless-api';
import { ModelRefusedError } from '../../errors.ts';
import type { Ranker } from './recommendations.ts';

/**
 * Ranks by a recommender of `@lf/train-rec`, for models that have no ONNX form.
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
  const { restoreRecommender, TrainRecError } = await import('@lf/train-rec');
  const restore = () => {
    try {
      return restoreRecommender(files, { itemCount });
    } catch (error) {
      if (!(error instanceof TrainRecError)) throw error;
      throw new ModelRefusedError(error.message.replace(/\.$/, ''), { cause: error });
    }
  };
  const recommender = restore();
  return {
    async rank({ ids, batch, time }) {
      const offsets = Uint32Array.from({ length: batch + 1 }, (_, session) => session * time);
      // Padding and unknown ids become the largest numbers, which are no items: they are skipped
      const items = Uint32Array.from(ids, (id) => id - FIRST_ITEM_ID);
      const ranked = recommender.recommend({ offsets, items }, { k });
      return {
        k,
        items: ranked.items.map((item) => (item === -1 ? -1 : item + FIRST_ITEM_ID)),
        scores: ranked.scores,
      };
    },
    close: async () => recommender.dispose(),
  };
}
