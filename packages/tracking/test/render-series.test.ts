import { describe, expect, it } from 'vitest';
import { renderSeries } from '../src/index.ts';

describe('renderSeries', () => {
  it('draws the lowest and the highest value as the lowest and the highest bar', () => {
    expect(renderSeries([0, 1, 2, 3, 4, 5, 6, 7])).toBe('▁▂▃▄▅▆▇█');
    expect(renderSeries([-1, 1])).toBe('▁█');
  });

  it('draws a constant series at half height', () => {
    expect(renderSeries([3, 3, 3])).toBe('▅▅▅');
  });

  it('averages a long series into the width', () => {
    expect(renderSeries([0, 0, 1, 1, 2, 4, 6, 8], 4)).toBe('▁▂▄█');
    expect(renderSeries(Array.from({ length: 1000 }, (_, step) => step))).toHaveLength(40);
  });

  it('shows values that are not finite as gaps, and draws the others', () => {
    expect(renderSeries([0, Number.NaN, 1, Number.POSITIVE_INFINITY])).toBe('▁·█·');
    expect(renderSeries([Number.NaN])).toBe('·');
    expect(renderSeries([Number.NaN, 1, Number.NaN, Number.NaN], 2)).toBe('▅·');
  });

  it('of nothing is empty', () => {
    expect(renderSeries([])).toBe('');
  });
});
