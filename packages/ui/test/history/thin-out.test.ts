import fc from 'fast-check';
import { expect, it } from 'vitest';
import { thinOut } from '../../src/history/thin-out.ts';

const wave = Array.from({ length: 10_000 }, (_, x) => [x, Math.sin(x / 50)] as const);

it('leaves few points as they are', () => {
  expect(thinOut(wave.slice(0, 1600))).toHaveLength(1600);
});

it('keeps both ends and the extremes of many', () => {
  const peaked = wave.map(([x, y]) => [x, x === 7777 ? 99 : y] as const);
  const few = thinOut(peaked);
  expect(few.length).toBeLessThanOrEqual(1600);
  expect(few[0]).toEqual(peaked[0]);
  expect(few.at(-1)).toEqual(peaked.at(-1));
  expect(few).toContainEqual([7777, 99]);
});

it('keeps a gap a gap', () => {
  const gapped = wave.map(([x, y]) => [x, x > 4000 && x < 5000 ? NaN : y] as const);
  expect(thinOut(gapped).some(([, y]) => Number.isNaN(y))).toBe(true);
});

it('keeps the order, and no point that was not there', () => {
  fc.assert(
    fc.property(fc.array(fc.double(), { minLength: 1650, maxLength: 1700 }), (values) => {
      const points = values.map((value, x) => [x, value] as const);
      const few = thinOut(points);
      expect(few.length).toBeLessThanOrEqual(5 * 400);
      few.forEach(([x, y], place) => {
        expect(Object.is(y, values[x])).toBe(true);
        expect(x).toBeGreaterThan(few[place - 1]?.[0] ?? -1);
      });
    }),
    { numRuns: 3 },
  );
});
