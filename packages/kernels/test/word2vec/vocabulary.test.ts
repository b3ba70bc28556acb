import { expect, it } from 'vitest';
import { keepThresholds } from '../../src/word2vec/vocabulary.ts';

it('keeps (sqrt(c / t) + 1) t / c of an item, t the threshold in words', () => {
  const keep = new Uint32Array(3);
  // t = .01 * 10,000 = 100: counts 6,400, 400, 100 keep (8 + 1) / 64, (2 + 1) / 4 and all.
  keepThresholds(Uint32Array.of(6400, 400, 100), 10_000, 0.01, keep);
  expect([...keep].map((threshold) => threshold / (2 ** 32 - 1))).toEqual([
    expect.closeTo(9 / 64, 8),
    expect.closeTo(3 / 4, 8),
    1,
  ]);
});

it('keeps everything where sampling is off', () => {
  const keep = new Uint32Array(1);
  keepThresholds(Uint32Array.of(6400), 6400, 0, keep);
  expect(keep[0]).toBe(2 ** 32 - 1);
});
