import { expect, test } from 'vitest';
import { readIntentPrediction } from '../../../src/models/intent/prediction.ts';

test.each([0, 0.25, 1])('reads the probability %d', (probability) => {
  expect(readIntentPrediction({ predictions: [[probability]] })).toBe(probability);
});

test.each([
  undefined,
  null,
  [],
  'text',
  {},
  { error: 'no such signature' },
  { predictions: [] },
  { predictions: [[]] },
  { predictions: [0.5] },
  { predictions: [['0.5']] },
  { predictions: [[null]] },
  { predictions: [[0.5], [0.5]] },
  { predictions: [[0.5, 0.5]] },
  { predictions: [[1.5]] },
  { predictions: [[-0.1]] },
])('reads nothing from %j', (answer) => {
  expect(readIntentPrediction(answer)).toBeUndefined();
});
