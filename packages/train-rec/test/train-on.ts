import {
  parseRecConfig,
  toItemSequences,
  trainRecommender,
  type ModelChoice,
} from '../src/index.ts';

/** What a model recommends to one session after it was trained on some: item -> score, best first. */
export async function recommendAfter(
  choice: ModelChoice,
  train: readonly (readonly number[])[],
  session: readonly number[],
  config: Readonly<Record<string, unknown>> = {},
): Promise<ReadonlyMap<number, number>> {
  const itemCount = Math.max(...train.flat()) + 1;
  const recommender = await trainRecommender({
    choice,
    train: toItemSequences(train),
    itemCount,
    config: parseRecConfig(choice, config),
  });
  const { items, scores } = recommender.recommend(toItemSequences([session]), { k: itemCount });
  recommender.dispose();
  return new Map([...items].map((item, place) => [item, scores[place] ?? NaN]));
}
