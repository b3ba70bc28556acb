import { indexSessions, ITEM_KNN, MARKOV } from '@lf/recommenders/training';
import { defineTrainer } from '../define-trainer.ts';
import { countFollowers, countTogether } from './item-pairs.ts';

/** Counts what followed each item. */
export const trainMarkov = defineTrainer(MARKOV, {
  fit: async ({ train, itemCount, config }) => ({
    ...countFollowers(await indexSessions(train, itemCount), config.LIST_LENGTH),
  }),
});

/** Counts which items are in the same sessions. */
export const trainItemKnn = defineTrainer(ITEM_KNN, {
  fit: async ({ train, itemCount, config }) => ({
    ...countTogether(await indexSessions(train, itemCount), config.LIST_LENGTH, config.SHRINKAGE),
  }),
});
