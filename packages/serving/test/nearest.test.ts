import { expect, test } from 'vitest';
import { nearestOf } from '../src/nearest.ts';

const actions = ['add', 'remove', 'purchase', 'detail', 'view'];

test.each([
  ['ad', 'add'],
  ['ADD', 'add'],
  ['removed', 'remove'],
  ['details', 'detail'],
  ['purchse', 'purchase'],
  ['views', 'view'],
])('%s stands for %s', (word, nearest) => {
  expect(nearestOf(word, actions)).toBe(nearest);
});

test.each(['', 'checkout', 'x', 'view'.repeat(1000)])('nothing is near %.20j', (word) => {
  expect(nearestOf(word, actions)).toBeUndefined();
});
