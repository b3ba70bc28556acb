import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countInBins } from '../../src/index.ts';

describe('countInBins', () => {
  it('counts values in bins of equal width, the highest in the last one', () => {
    expect(countInBins([0, 1, 1, 2], 2)).toEqual({ edges: [0, 1, 2], counts: [1, 3] });
    expect(countInBins(Float32Array.of(-1, 0, 1), 4)).toEqual({
      edges: [-1, -0.5, 0, 0.5, 1],
      counts: [1, 0, 1, 1],
    });
  });

  it('leaves out what is not finite', () => {
    const values = [Number.NaN, 0, Number.POSITIVE_INFINITY, 1, Number.NEGATIVE_INFINITY];
    expect(countInBins(values, 1)).toEqual({ edges: [0, 1], counts: [2] });
  });

  it('has one bin around equal values, and none without values', () => {
    expect(countInBins([3, 3])).toEqual({ edges: [2.5, 3.5], counts: [2] });
    expect(countInBins([])).toEqual({ edges: [], counts: [] });
    expect(countInBins([Number.NaN])).toEqual({ edges: [], counts: [] });
  });

  it('has one bin for values that are as near as doubles can be', () => {
    expect(countInBins([0, 5e-324], 1)).toEqual({ edges: [0, 5e-324], counts: [2] });
    expect(countInBins([1, 1 + Number.EPSILON], 10).counts).toEqual([2]);
  });

  it('counts every finite value once, also where the range passes the largest double', () => {
    const numbers = fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 1 });
    fc.assert(
      fc.property(numbers, fc.integer({ min: 1, max: 100 }), (values, bins) => {
        const { edges, counts } = countInBins(values, bins);
        expect(counts.reduce((sum, count) => sum + count, 0)).toBe(values.length);
        expect(edges).toHaveLength(counts.length + 1);
        expect(edges.every(Number.isFinite)).toBe(true);
      }),
    );
  });
});
