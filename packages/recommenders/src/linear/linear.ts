import { listsOf } from '../baselines/item-lists.ts';
import { defineModel } from '../define-model.ts';
import { rankByScore } from '../rank/rank-by-score.ts';
import { LINEAR_PROPERTIES } from './linear-properties.ts';
import { linearScorer, placeDecays } from './linear-scorer.ts';

/**
 * A linear model of the next item from the latest ones, in the manner of SLIST (Choi et al. 2021); the weights of each
 * item are fitted on the items that explain it alone, so that no matrix of the catalogue is needed.
 */
export const LINEAR = defineModel({
  choice: 'LINEAR',
  properties: LINEAR_PROPERTIES,
  restore(files, config) {
    const lists = listsOf(files);
    return {
      columns: { ...lists },
      recommend: rankByScore(files.itemCount, linearScorer(lists, placeDecays(config))),
    };
  },
});
