import { schemaCheck } from '@lf/contract';

interface IntentAnswer {
  readonly predictions: readonly [readonly [number]];
}

const row = {
  type: 'array',
  minItems: 1,
  maxItems: 1,
  items: { type: 'number', minimum: 0, maximum: 1 },
};
const isIntentAnswer = schemaCheck<IntentAnswer>({
  type: 'object',
  required: ['predictions'],
  properties: { predictions: { type: 'array', minItems: 1, maxItems: 1, items: row } },
});

/**
 * The purchase probability in TensorFlow Serving's answer for one instance.
 *
 * @param answer - `{"predictions": [[p]]}`
 * @returns p in [0, 1], or undefined if the answer is anything else
 */
export function readIntentPrediction(answer: unknown): number | undefined {
  return isIntentAnswer(answer) ? answer.predictions[0][0] : undefined;
}
