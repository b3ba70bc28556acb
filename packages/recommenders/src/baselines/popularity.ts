import { SHARED_PROPERTIES_ALL_SESSIONS } from '../config/shared-properties.ts';
import { defineModel } from '../define-model.ts';
import { requireLength } from '../files/checked-columns.ts';
import { rankSessions } from '../rank/rank-sessions.ts';

/** The same for everyone: the items that the training sessions hold most often. */
export const POPULARITY = defineModel({
  choice: 'POPULARITY',
  properties: SHARED_PROPERTIES_ALL_SESSIONS,
  restore(files) {
    const { itemCount } = files;
    const counts = files.uint32('counts');
    requireLength(counts, 'counts', itemCount);
    const countOf = (item: number) => counts[item] ?? 0;
    const ranking = Uint32Array.from(counts.keys()).sort(
      (a, b) => countOf(b) - countOf(a) || a - b,
    );
    return {
      columns: { counts },
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
    };
  },
});
