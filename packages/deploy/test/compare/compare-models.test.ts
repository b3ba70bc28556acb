import { describe, expect, it } from 'vitest';
import { compareModels, requireNoWorse } from '../../src/index.ts';

const pair = (champion: number | null, challenger: number | null) => ({
  metric: 'rocAuc',
  champion,
  challenger,
  rows: 1_000,
});

describe('a new model beside the serving one', () => {
  it.each([
    ['better', 0.8, 0.84, -0.05, false],
    ['the same', 0.8, 0.8, 0, false],
    ['as much worse as is allowed', 0.8, 0.76, 0.05, false],
    ['worse than that', 0.8, 0.72, 0.1, true],
  ])('that is %s', (_what, champion, challenger, dropRatio, isWorse) => {
    const comparison = compareModels(pair(champion, challenger), 0.051);
    expect(comparison.dropRatio).toBeCloseTo(dropRatio, 12);
    expect(comparison.isWorse).toBe(isWorse);
  });

  it.each([
    [null, 0.8],
    [0.8, null],
    [0, 0.8],
  ])('is not called worse where the metric says nothing (%s, %s)', (champion, challenger) => {
    const comparison = compareModels(pair(champion, challenger));
    expect(comparison).toMatchObject({ dropRatio: null, isWorse: false });
  });

  it('is worse if its metric is no number', () => {
    expect(compareModels(pair(0.8, NaN)).isWorse).toBe(true);
  });

  it('is refused if worse, with both figures and what to do, unless forced', () => {
    const comparison = compareModels(pair(0.8, 0.6));
    expect(() => requireNoWorse(comparison)).toThrow(
      'rocAuc on 1,000 rows: new 0.6000, serving 0.8000: 25.00 % worse. At most 2 % may be lost.',
    );
    expect(requireNoWorse(comparison, { force: true })).toBe(comparison);
  });
});
