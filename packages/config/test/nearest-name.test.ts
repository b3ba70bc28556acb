import { expect, it } from 'vitest';
import { nearestName } from '../src/nearest-name.ts';

it.each([
  { misspelt: 'LERNING_RATE', nearest: 'LEARNING_RATE' },
  { misspelt: 'learning_rate', nearest: 'LEARNING_RATE' },
  { misspelt: 'EPOCH', nearest: 'EPOCHS' },
  { misspelt: 'colour', nearest: undefined },
])('takes $misspelt for $nearest', ({ misspelt, nearest }) => {
  expect(nearestName(misspelt, ['EPOCHS', 'LEARNING_RATE', 'SEED'])).toBe(nearest);
});

it('does not mind the case of the known keys', () => {
  expect(nearestName('Batchsize', ['epochs', 'batchSize'])).toBe('batchSize');
});

it('forgives two letters in a short key, and a third of a long one', () => {
  expect(nearestName('LRXX', ['LR'])).toBe('LR');
  expect(nearestName('LRXXX', ['LR'])).toBeUndefined();
  expect(nearestName('XXXX_LENGTH_', ['MIN__LENGTH_'])).toBe('MIN__LENGTH_');
  expect(nearestName('XXXXXLENGTH_', ['MIN__LENGTH_'])).toBeUndefined();
});

it('takes the first of two keys that are as near', () => {
  expect(nearestName('SIZ1', ['SIZ2', 'SIZ3'])).toBe('SIZ2');
});

it('names nothing where every letter would change', () => {
  expect(nearestName('id', ['x', 'to', 'ix'])).toBe('ix');
  expect(nearestName('id', ['x', 'to'])).toBeUndefined();
  expect(nearestName('', ['x', ''])).toBeUndefined();
});
