import { KernelInputError } from '@lf/kernels';
import { RecommenderOutputError } from '../errors.ts';
import type { Recommender } from '../recommender.ts';

/**
 * The same recommender, whose ranking is an error where its numbers overflow: weights that are each a number can still
 * be so large that no score is one. A place without an item scores -Infinity.
 */
export function withFiniteScores(recommender: Recommender): Recommender {
  return {
    ...recommender,
    recommend(sessions, options) {
      const ranking = recommendOf(recommender, sessions, options);
      const wrong = ranking.scores.find((score) => Number.isNaN(score) || score === Infinity);
      if (wrong !== undefined) throw new RecommenderOutputError(`a score of ${wrong}`);
      return ranking;
    },
  };
}

function recommendOf(
  recommender: Recommender,
  ...asked: Parameters<Recommender['recommend']>
): ReturnType<Recommender['recommend']> {
  try {
    return recommender.recommend(...asked);
  } catch (error) {
    // A search refuses a session whose numbers overflowed before they became scores
    if (!(error instanceof KernelInputError)) throw error;
    throw new RecommenderOutputError(error.message, { cause: error });
  }
}
