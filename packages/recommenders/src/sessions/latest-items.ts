import { cutItems, DEFAULT_MAX_EVENTS } from '@lf/contract';
import type { ItemSequences, Recommender } from '../recommender.ts';
import { knownItems, sessionCount, sessionItems, toItemSequences } from './item-sequences.ts';

const MAX_ITEMS = DEFAULT_MAX_EVENTS.rec;

/** The items of each session that a model reads: the latest that the vocabulary holds. */
function latestItems(sessions: ItemSequences, itemCount: number): ItemSequences {
  let longest = 0;
  for (let session = 0; session < sessionCount(sessions); session++) {
    longest = Math.max(longest, sessionItems(sessions, session).length);
  }
  if (longest <= MAX_ITEMS) return sessions;
  const known = knownItems(sessions, itemCount);
  return toItemSequences(
    Array.from({ length: sessionCount(known) }, (_, session) =>
      cutItems(Array.from(sessionItems(known, session)), MAX_ITEMS),
    ),
  );
}

/** The same recommender, asked with no more of a session than every form of the model reads. */
export function readingLatest(recommender: Recommender): Recommender {
  return {
    ...recommender,
    recommend: (sessions, options) =>
      recommender.recommend(latestItems(sessions, recommender.itemCount), options),
  };
}
