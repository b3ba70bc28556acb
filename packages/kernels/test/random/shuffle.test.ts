import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createRandom, shuffle } from '../../src/index.ts';

it('keeps every value', () => {
  fc.assert(
    fc.property(fc.array(fc.nat()), fc.integer(), (values, seed) => {
      const { length } = values;
      const shuffled = [...values];
      const random = createRandom(seed);
      shuffle(shuffled, () => random.uniform());
      expect(shuffled).toHaveLength(length);
      expect(shuffled.sort((a, b) => a - b)).toEqual(values.sort((a, b) => a - b));
    }),
  );
});

it('swaps each value from the last with the one that the draw points at', () => {
  const values = Uint32Array.of(0, 1, 2, 3);
  const draws = [0, 0.5, 0.99];
  shuffle(values, () => draws.shift() ?? 1);
  // 3 and 0 swap: 3 1 2 0; 2 and 1 swap: 3 2 1 0; 2 stays.
  expect([...values]).toEqual([3, 2, 1, 0]);
  expect(draws).toEqual([]);
});

it('gives every order as often as any other', () => {
  const random = createRandom(7);
  const times = new Map<string, number>();
  const rounds = 6000;
  for (let round = 0; round < rounds; round++) {
    const values = [0, 1, 2];
    shuffle(values, () => random.uniform());
    times.set(values.join(), (times.get(values.join()) ?? 0) + 1);
  }
  expect(times.size).toBe(6);
  // A standard deviation is 29 of 1000; the draws are the seed's, so this holds always or never.
  for (const count of times.values()) expect(Math.abs(count - rounds / 6)).toBeLessThan(120);
});

it('leaves one value, and none, alone', () => {
  const draw = () => {
    throw new Error('no draw was needed');
  };
  expect(() => {
    shuffle([1], draw);
    shuffle(new Uint32Array(), draw);
  }).not.toThrow();
});
