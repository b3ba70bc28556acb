import { SHARED_PROPERTIES_ALL_SESSIONS } from '../config/shared-properties.ts';
import { defineModel } from '../define-model.ts';
import { rankByScore } from '../rank/rank-by-score.ts';

/** What the session holds most often, of equally frequent items the more popular first; then the popular ones. */
export const SESSION_POPULARITY = defineModel({
  choice: 'SESSION_POPULARITY',
  properties: SHARED_PROPERTIES_ALL_SESSIONS,
  restore: ({ itemCount }) => ({
    columns: {},
    recommend: rankByScore(itemCount, (known, sheet) => {
      for (const item of known) sheet.add(item, 1);
    }),
  }),
});
