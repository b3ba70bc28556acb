import { expect, it } from 'vitest';
import { nearestKey } from '../src/nearest-key.ts';

it.each([
  { misspelt: 'LERNING_RATE', nearest: 'LEARNING_RATE' },
  { misspelt: 'learning_rate', nearest: 'LEARNING_RATE' },
  { misspelt: 'EPOCH', nearest: 'EPOCHS' },
  { misspelt: 'colour', nearest: undefined },
])('takes $misspelt for $nearest', ({ misspelt, nearest }) => {
  expect(nearestKey(misspelt, ['EPOCHS', 'LEARNING_RATE', 'SEED'])).toBe(nearest);
});

it('does not mind the case of the known keys', () => {
  expect(nearestKey('Batchsize', ['epochs', 'batchSize'])).toBe('batchSize');
});

it('forgives two letters in a short key, and a third of a long one', () => {
  expect(nearestKey('LRXX', ['LR'])).toBe('LR');
  expect(nearestKey('LRXXX', ['LR'])).toBeUndefined();
  expect(nearestKey('XXXX_LENGTH_', ['MIN__LENGTH_'])).toBe('MIN__LENGTH_');
  expect(nearestKey('XXXXXLENGTH_', ['MIN__LENGTH_'])).toBeUndefined();
});

it('takes the first of two keys that are as near', () => {
  expect(nearestKey('SIZ1', ['SIZ2', 'SIZ3'])).toBe('SIZ2');
});
