import { SHARED_PROPERTIES_ALL_SESSIONS } from '../config/shared-properties.ts';
import { defineModel, type RestoredModel } from '../define-model.ts';
import type { ModelFiles } from '../files/model-files.ts';
import { rankByScore } from '../rank/rank-by-score.ts';
import { listsOf } from './item-lists.ts';

/** Keys of both models. */
const PROPERTIES = {
  ...SHARED_PROPERTIES_ALL_SESSIONS,
  LIST_LENGTH: {
    type: 'integer',
    minimum: 1,
    maximum: 100_000,
    default: 500,
    description: 'Items that are kept for each item, the best ones.',
  },
} as const;

/** First-order Markov chain: what followed the session's last item most often. */
export const MARKOV = defineModel({
  choice: 'MARKOV',
  properties: PROPERTIES,
  restore: byLastItem,
});

/** Item-to-item nearest neighbours: what stands in the same sessions as the last item (cosine). */
export const ITEM_KNN = defineModel({
  choice: 'ITEM_KNN',
  properties: {
    ...PROPERTIES,
    SHRINKAGE: {
      type: 'number',
      minimum: 0,
      maximum: 1e9,
      default: 20,
      description:
        'Added to how many sessions hold an item: chance meetings of rare items weigh less.',
    },
  },
  restore: byLastItem,
});

/** Looks up the last known item of a session, and nothing else of it. */
function byLastItem(files: ModelFiles): RestoredModel {
  const lists = listsOf(files);
  return {
    columns: { ...lists },
    recommend: rankByScore(files.itemCount, (known, sheet) => {
      const last = known.at(-1);
      if (last === undefined) return;
      const end = lists.offsets[last + 1] ?? 0;
      for (let entry = lists.offsets[last] ?? 0; entry < end; entry++) {
        sheet.add(lists.items[entry] ?? 0, lists.weights[entry] ?? 0);
      }
    }),
  };
}
