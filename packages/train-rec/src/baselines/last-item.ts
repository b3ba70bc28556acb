import { SHARED_PROPERTIES_ALL_SESSIONS, type RecConfig } from '../config/shared-properties.ts';
import { defineModel, type RecModel } from '../define-model.ts';
import { itemsOf, numbersOf, offsetsOf, requireLength } from '../files/checked-columns.ts';
import { writeModelFiles, type ModelFiles } from '../files/model-files.ts';
import type { ModelChoice } from '../models.ts';
import { indexSessions } from '../neighbours/session-index.ts';
import { rankByScore } from '../rank/rank-by-score.ts';
import type { Recommender } from '../recommender.ts';
import type { ItemLists } from './item-lists.ts';
import { countFollowers, countTogether } from './item-pairs.ts';

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
export const MARKOV: RecModel = defineModel({
  choice: 'MARKOV',
  properties: PROPERTIES,
  fit: ({ train, itemCount, config }) =>
    recommenderOf(
      'MARKOV',
      countFollowers(indexSessions(train, itemCount), config.LIST_LENGTH),
      config,
    ),
  restore: (files, config) => recommenderOf('MARKOV', listsOf(files), config),
});

/** Item-to-item nearest neighbours: what stands in the same sessions as the last item (cosine). */
export const ITEM_KNN: RecModel = defineModel({
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
  fit: ({ train, itemCount, config }) =>
    recommenderOf(
      'ITEM_KNN',
      countTogether(indexSessions(train, itemCount), config.LIST_LENGTH, config.SHRINKAGE),
      config,
    ),
  restore: (files, config) => recommenderOf('ITEM_KNN', listsOf(files), config),
});

function listsOf(files: ModelFiles): ItemLists {
  const items = itemsOf(files, 'items');
  const offsets = offsetsOf(files, 'offsets', items.length);
  requireLength(offsets, 'offsets', files.itemCount + 1);
  return { offsets, items, weights: numbersOf(files.float32('weights'), 'weights', items.length) };
}

/** Looks up the last known item of a session, and nothing else of it. */
function recommenderOf(choice: ModelChoice, lists: ItemLists, config: RecConfig): Recommender {
  const itemCount = lists.offsets.length - 1;
  return {
    choice,
    itemCount,
    recommend: rankByScore(itemCount, (known, sheet) => {
      const last = known.at(-1);
      if (last === undefined) return;
      const end = lists.offsets[last + 1] ?? 0;
      for (let entry = lists.offsets[last] ?? 0; entry < end; entry++) {
        sheet.add(lists.items[entry] ?? 0, lists.weights[entry] ?? 0);
      }
    }),
    serialize: () => writeModelFiles({ choice, itemCount, config, columns: { ...lists } }),
    dispose: () => undefined,
  };
}
