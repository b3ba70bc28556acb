import { expect, it } from 'vitest';
import { AliasTable } from '../../../src/synthetic/random/alias-table.ts';
import { HexIds } from '../../../src/synthetic/random/hex-ids.ts';
import { normalQuantile, QuantileTable } from '../../../src/synthetic/random/quantile-table.ts';
import { RandomStream } from '../../../src/synthetic/random/random-stream.ts';

const DRAWS = 200_000;

it('draws indexes with their probabilities, never one of weight 0', () => {
  const weights = [0.5, 0, 0.2, 0.001, 0.299];
  const table = new AliasTable(weights);
  const random = new RandomStream(1, 'test');
  const counts = weights.map(() => 0);
  for (let draw = 0; draw < DRAWS; draw++) counts[table.draw(random)]! += 1;
  counts.forEach((count, index) => {
    const spread = Math.sqrt((weights[index]! * (1 - weights[index]!)) / DRAWS);
    expect(Math.abs(count / DRAWS - weights[index]!)).toBeLessThanOrEqual(4 * spread);
  });
});

it('draws numbers in [0, 1) evenly, and whole numbers below a limit', () => {
  const random = new RandomStream(1, 'test');
  const tenths = new Float64Array(10);
  for (let draw = 0; draw < DRAWS; draw++) tenths[Math.floor(random.nextUnit() * 10)]! += 1;
  for (const count of tenths) expect(Math.abs(count / DRAWS - 0.1)).toBeLessThan(0.003);
  const whole = new Set(Array.from({ length: 1_000 }, () => random.nextBelow(3)));
  expect([...whole].sort()).toEqual([0, 1, 2]);
});

it('has independent streams by name and by both halves of the seed', () => {
  const first = (seed: number, name: string): number => new RandomStream(seed, name).nextUint32();
  const draws = [first(1, 'a'), first(1, 'b'), first(2, 'a'), first(1 + 2 ** 32, 'a')];
  expect(new Set(draws).size).toBe(4);
  expect(first(1, 'a')).toBe(draws[0]);
});

it('draws from a normal distribution by its quantiles', () => {
  expect(normalQuantile(0.5)).toBeCloseTo(0, 2);
  expect(normalQuantile(0.975)).toBeCloseTo(1.959964, 3);
  expect(normalQuantile(0.025)).toBeCloseTo(-1.959964, 3);
  const table = new QuantileTable(normalQuantile);
  const random = new RandomStream(1, 'test');
  const draws = Float64Array.from({ length: DRAWS }, () => table.draw(random));
  expect(draws.reduce((sum, value) => sum + value, 0) / DRAWS).toBeCloseTo(0, 1);
  expect(draws.reduce((sum, value) => sum + value ** 2, 0) / DRAWS).toBeCloseTo(1, 1);
});

it('names 100,000 things by 64 hex digits, no two alike in any word', () => {
  const ids = new HexIds(42, 'sku');
  const names = Array.from({ length: 100_000 }, (_, index) => ids.read(index));
  expect(names.every((name) => /^[0-9a-f]{64}$/.test(name))).toBe(true);
  for (let word = 0; word < 64; word += 8) {
    expect(new Set(names.map((name) => name.slice(word, word + 8))).size).toBe(names.length);
  }
  expect(new HexIds(42, 'url').read(0)).not.toBe(names[0]);
  expect(new HexIds(43, 'sku').read(0)).not.toBe(names[0]);
});
