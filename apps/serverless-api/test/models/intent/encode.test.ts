import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ACTIONS, VOCABULARY } from '../../../src/models/intent/actions.ts';
import { encodeIntentSession } from '../../../src/models/intent/encode.ts';

test('add, view, remove becomes the rows that the model was trained on', () => {
  expect(encodeIntentSession(['add', 'view', 'remove'])).toEqual([
    [1, 0, 0, 0, 0, 0, 0],
    [0, 0, 1, 0, 0, 0, 0],
    [0, 0, 0, 0, 0, 0, 1],
    [0, 0, 0, 1, 0, 0, 0],
    [0, 1, 0, 0, 0, 0, 0],
  ]);
});

test('decoding the rows gives the session back, between start and end', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...ACTIONS), { maxLength: 50 }), (actions) => {
      const rows = encodeIntentSession(actions);
      expect(
        rows.every((row) => row.length === 7 && row.reduce((sum, bit) => sum + bit) === 1),
      ).toBe(true);
      expect(rows.map((row) => VOCABULARY[row.indexOf(1)])).toEqual(['start', ...actions, 'end']);
    }),
  );
});
