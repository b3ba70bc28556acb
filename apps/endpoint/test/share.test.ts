import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { placeOf } from '../src/served/share.ts';

describe('the place of a key', () => {
  it('is in [0, 1) and always the same', () => {
    fc.assert(
      fc.property(fc.string(), (key) => {
        const place = placeOf(key);
        expect(place).toBeGreaterThanOrEqual(0);
        expect(place).toBeLessThan(1);
        expect(placeOf(key)).toBe(place);
      }),
    );
  });

  it('is spread evenly, even over keys that differ in their last digit alone', () => {
    const tenths = new Array<number>(10).fill(0);
    const keys = 20_000;
    for (let key = 0; key < keys; key += 1) {
      const tenth = Math.floor(placeOf(`session-${key}`) * 10);
      tenths[tenth] = (tenths[tenth] ?? 0) + 1;
    }
    // Chi-squared with 9 degrees of freedom stays under 27.9 with probability .999
    const expected = keys / 10;
    const chiSquared = tenths.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
    expect(chiSquared).toBeLessThan(27.9);
  });
});
