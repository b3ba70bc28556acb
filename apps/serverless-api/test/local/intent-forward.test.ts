import fc from 'fast-check';
import { predictIntent } from '@lf/train-intent';
import { expect, test } from 'vitest';
import { someWeights } from '@lf/test-doubles';
import { createIntentForward } from '@lf/serving';

const START = 0;
const END = 1;

test.each([1, 4, 48])('an LSTM of %d units says what the trainer says, to 1e-6', async (units) => {
  const weights = someWeights(units);
  const forward = createIntentForward(weights);
  const session = fc.array(fc.integer({ min: 2, max: 6 }), { minLength: 1, maxLength: 60 });
  const sessions = fc.sample(session, { numRuns: 200, seed: 5 });
  const lengths = sessions.map((codes) => codes.length);
  const offsets = Uint32Array.from([
    0,
    ...lengths.map(
      (
        (sum) => (length: number) =>
          (sum += length)
      )(0),
    ),
  ]);
  const actions = Uint8Array.from(sessions.flat());
  const expected = await predictIntent(weights, { offsets, actions }, { MAX_LEN: 60 });
  sessions.forEach((codes, index) => {
    expect(forward([START, ...codes, END])).toBeCloseTo(expected[index] ?? NaN, 6);
  });
});

test('a hand-computed step: one unit, all weights zero but the ways from start to the answer', () => {
  const zero = (length: number) => new Float32Array(length);
  const kernel = zero(28);
  // start: input gate open (large), candidate atanh(1/2), output gate open
  kernel.set([100, 0, Math.atanh(0.5), 100]);
  const forward = createIntentForward({
    units: 1,
    actions: 7,
    kernel,
    recurrent: zero(4),
    bias: zero(4),
    dense: Float32Array.of(2),
    denseBias: Float32Array.of(1),
  });
  expect(forward([START])).toBeCloseTo(1 / (1 + Math.exp(-(2 * Math.tanh(0.5) + 1))), 6);
});

test('one session leaves nothing behind for the next', () => {
  const forward = createIntentForward(someWeights(8));
  const alone = forward([START, 2, END]);
  forward([START, 3, 4, 5, 6, END]);
  expect(forward([START, 2, END])).toBe(alone);
});
