import { SHARED_PROPERTIES_ALL_SESSIONS } from '../config/shared-properties.ts';
import type { RecConfig } from '../config/shared-properties.ts';
import { defineModel, type RecModel } from '../define-model.ts';
import { requireLength } from '../files/checked-columns.ts';
import { writeModelFiles } from '../files/model-files.ts';
import { rankSessions } from '../rank/rank-sessions.ts';
import type { Recommender } from '../recommender.ts';
import { countItems } from '../sessions/item-sequences.ts';

const choice = 'POPULARITY';

/** The same for everyone: the items that the training sessions hold most often. */
export const POPULARITY: RecModel = defineModel({
  choice,
  properties: SHARED_PROPERTIES_ALL_SESSIONS,
  fit: ({ train, itemCount, config }) => popularityOf(countItems(train, itemCount), config),
  restore: (files, config) => {
    const counts = files.uint32('counts');
    requireLength(counts, 'counts', files.itemCount);
    return popularityOf(counts, config);
  },
});

function popularityOf(counts: Uint32Array, config: RecConfig): Recommender {
  const itemCount = counts.length;
  const countOf = (item: number) => counts[item] ?? 0;
  const ranking = Uint32Array.from(counts.keys()).sort((a, b) => countOf(b) - countOf(a) || a - b);
  return {
    choice,
    itemCount,
    recommend: (sessions, options) =>
      rankSessions(sessions, itemCount, options, (known, row, excludeSeen) => {
        let place = 0;
        for (const item of ranking) {
          if (place === row.items.length) break;
          if (excludeSeen && known.includes(item)) continue;
          row.items[place] = item;
          row.scores[place] = countOf(item);
          place++;
        }
      }),
    serialize: () => writeModelFiles({ choice, itemCount, config, columns: { counts } }),
    dispose: () => undefined,
  };
}
