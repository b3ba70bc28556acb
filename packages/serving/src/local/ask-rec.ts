import { FIRST_ITEM_ID } from '@lf/contract';
import type { Ask } from '../ask.ts';

/** Items that a model names at most, as its ONNX form does: enough to leave out what was seen. */
const MAX_NAMED = 100;

/**
 * Ranks in this process, by the recommender of a rec bundle.
 *
 * @param files - as its `serialize()` gave them
 * @returns how to ask it, and how many items it knows
 * @throws RecommenderError of `@lf/recommenders`
 */
export async function createRecAsk(
  files: ReadonlyMap<string, Uint8Array>,
): Promise<{ readonly ask: Ask; readonly itemCount: number }> {
  const { restoreRecommender } = await import('@lf/recommenders');
  const recommender = await restoreRecommender(files);
  const { itemCount } = recommender;
  const k = Math.min(MAX_NAMED, itemCount);
  const ask: Ask = async (ids) => {
    const items = Uint32Array.from(ids, (id) => id - FIRST_ITEM_ID);
    const best = recommender.recommend({ offsets: Uint32Array.of(0, items.length), items }, { k });
    const missing = best.items.indexOf(-1);
    const named = missing === -1 ? k : missing;
    return {
      predictions: [
        {
          items: Array.from(best.items.subarray(0, named), (item) => item + FIRST_ITEM_ID),
          scores: Array.from(best.scores.subarray(0, named)),
        },
      ],
    };
  };
  return { ask, itemCount };
}
