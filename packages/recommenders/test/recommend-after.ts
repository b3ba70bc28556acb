import { createRecommender, modelOf, toItemSequences, type ModelChoice } from '../src/index.ts';

/** What a model that keeps past sessions recommends to one: item -> score, best first. */
export async function recommendAfter(
  choice: ModelChoice,
  past: readonly (readonly number[])[],
  session: readonly number[],
  config: Readonly<Record<string, unknown>> = {},
): Promise<ReadonlyMap<number, number>> {
  const itemCount = Math.max(...past.flat()) + 1;
  const recommender = await createRecommender({
    choice,
    itemCount,
    config: modelOf(choice).parse(config),
    columns: { ...toItemSequences(past) },
  });
  const { items, scores } = recommender.recommend(toItemSequences([session]), { k: itemCount });
  recommender.dispose();
  return new Map([...items].map((item, place) => [item, scores[place] ?? NaN]));
}
