import { schemaCheck } from '@lf/contract';

/** The best items of one session as the endpoint says them, best first. */
export interface RankedIds {
  /** Token ids. */
  readonly items: readonly number[];
  /** One an item. */
  readonly scores: readonly number[];
}

interface RecAnswer {
  readonly predictions: readonly [RankedIds];
}

const isRecAnswer = schemaCheck<RecAnswer>({
  type: 'object',
  required: ['predictions'],
  properties: {
    predictions: {
      type: 'array',
      minItems: 1,
      maxItems: 1,
      items: {
        type: 'object',
        required: ['items', 'scores'],
        properties: {
          items: { type: 'array', items: { type: 'integer' } },
          scores: { type: 'array', items: { type: 'number' } },
        },
      },
    },
  },
});

/**
 * The ranking in TensorFlow Serving's answer for one instance.
 *
 * @param answer - `{"predictions": [{"items": [...], "scores": [...]}]}`
 * @returns undefined if the answer is anything else
 */
export function readRanking(answer: unknown): RankedIds | undefined {
  if (!isRecAnswer(answer)) return undefined;
  const [ranking] = answer.predictions;
  return ranking.items.length === ranking.scores.length ? ranking : undefined;
}
