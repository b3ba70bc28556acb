import { SHARED_PROPERTIES_ALL_SESSIONS, type RecConfig } from '../config/shared-properties.ts';
import { defineModel, type RecModel } from '../define-model.ts';
import { writeModelFiles } from '../files/model-files.ts';
import { rankByScore } from '../rank/rank-by-score.ts';
import type { Recommender } from '../recommender.ts';

const choice = 'SESSION_POPULARITY';

/** What the session holds most often, of equally frequent items the more popular first; then the popular ones. */
export const SESSION_POPULARITY: RecModel = defineModel({
  choice,
  properties: SHARED_PROPERTIES_ALL_SESSIONS,
  fit: ({ itemCount, config }) => sessionPopularityOf(itemCount, config),
  restore: (files, config) => sessionPopularityOf(files.itemCount, config),
});

function sessionPopularityOf(itemCount: number, config: RecConfig): Recommender {
  return {
    choice,
    itemCount,
    recommend: rankByScore(itemCount, (known, sheet) => {
      for (const item of known) sheet.add(item, 1);
    }),
    serialize: () => writeModelFiles({ choice, itemCount, config, columns: {} }),
    dispose: () => undefined,
  };
}
