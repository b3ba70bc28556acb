import { expect, it } from 'vitest';
import { differenceFromPopular, differencesOfRanks, type Ranks } from '../src/ranks.ts';

const own: Ranks = { items: [7, 3, 9, 1], scores: [0.9, 0.5, 0.500004, 0.1] };

it('takes the largest difference of scores where the items are alike', () => {
  const scores = [0.900002, 0.5, 0.500004, 0.1];
  expect(differencesOfRanks(own, { ...own, scores })).toBeCloseTo(2e-6, 9);
});

it('lets items that tie stand in either order', () => {
  expect(differencesOfRanks(own, { ...own, items: [7, 9, 3, 1] })).toBe(0);
});

it('lets the last item tie with one that the list just missed', () => {
  expect(differencesOfRanks(own, { ...own, items: [7, 3, 9, 5] })).toBe(0);
});

it.each<[string, Partial<Ranks>]>([
  ['items whose scores are apart in another order', { items: [3, 7, 9, 1] }],
  ['an item that the list holds nowhere near', { items: [7, 5, 9, 1] }],
  ['an item twice', { items: [7, 3, 3, 1] }],
  ['a score that is no number', { scores: [NaN, 0.5, 0.5, 0.1] }],
  ['a list that is shorter', { items: [7, 3], scores: [0.9, 0.5] }],
])('refuses %s', (_name, change) => {
  expect(differencesOfRanks(own, { ...own, ...change })).toBe(Infinity);
});

it('knows the most popular items by their order and their scores of 0', () => {
  expect(differenceFromPopular({ items: [0, 1, 4], scores: [0, -0, 0] })).toBe(0);
  expect(differenceFromPopular({ items: [0, 4, 1], scores: [0, 0, 0] })).toBe(Infinity);
  expect(differenceFromPopular({ items: [0, 1, 4], scores: [0, 0.2, 0] })).toBe(0.2);
});
