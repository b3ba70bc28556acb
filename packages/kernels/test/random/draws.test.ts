import { describe, expect, it } from 'vitest';
import { createRandom } from '../../src/random/random.ts';
import { randomStream } from '../../src/random/random-stream.ts';
import { splitMix } from '../../src/random/split-mix.ts';

const DRAWS = 20_000;
const GENERATORS = {
  splitMix: (seed: number) => splitMix(seed),
  randomStream: (seed: number) => randomStream(seed, 3),
  createRandom: (seed: number) => {
    const random = createRandom(seed);
    return () => random.uniform();
  },
};

function take(draw: () => number): readonly number[] {
  return Array.from({ length: DRAWS }, draw);
}

function correlation(a: readonly number[], b: readonly number[]): number {
  const products = a.map((value, place) => (value - 0.5) * ((b[place] ?? 0) - 0.5));
  return (12 * products.reduce((sum, product) => sum + product, 0)) / a.length;
}

/** Of `DRAWS` independent pairs: one in 15,000 lies outside. */
const FOUR_DEVIATIONS = 4 / Math.sqrt(DRAWS);

describe.each(Object.entries(GENERATORS))('%s', (_name, generator) => {
  it('gives the same draws for the same seed', () => {
    expect(take(generator(7))).toEqual(take(generator(7)));
  });

  it('is uniform in [0, 1): chi-squared of 100 cells', () => {
    const cells = new Array<number>(100).fill(0);
    for (const value of take(generator(7))) {
      const cell = Math.floor(value * 100);
      cells[cell] = (cells[cell] ?? 0) + 1;
    }
    expect(cells).toHaveLength(100); // none outside
    const expected = DRAWS / 100;
    const chiSquared = cells.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
    expect(chiSquared).toBeGreaterThan(54); // 99 degrees of freedom: .0001 lies below, .0001 above 161
    expect(chiSquared).toBeLessThan(161);
  });

  it('gives unrelated draws for neighbouring seeds, and one after the other', () => {
    for (const seed of [0, 1, 2 ** 31 - 1]) {
      const draws = take(generator(seed));
      expect(Math.abs(correlation(draws, take(generator(seed + 1))))).toBeLessThan(FOUR_DEVIATIONS);
      expect(Math.abs(correlation(draws.slice(1), draws))).toBeLessThan(FOUR_DEVIATIONS);
    }
  });
});

it("gives unrelated draws for a seed's neighbouring streams", () => {
  for (const stream of [0, 1, 99]) {
    const [one, other] = [take(randomStream(5, stream)), take(randomStream(5, stream + 1))];
    expect(Math.abs(correlation(one, other))).toBeLessThan(FOUR_DEVIATIONS);
  }
});
