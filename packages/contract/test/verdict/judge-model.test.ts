import { describe, expect, it } from 'vitest';
import { clusteredInterval, judgeModel, measurePower, type Gain } from '../../src/index.ts';

const gain = (baseline: string, value: number, margin: number): Gain => ({
  baseline,
  value,
  low: value - margin,
  high: value + margin,
});

const figures = {
  model: 'lstm',
  metric: 'ROC-AUC',
  own: { value: 0.7, low: 0.66, high: 0.74 },
  chance: 0.5,
  sessions: 400,
  kinds: [
    { kind: 'with a purchase', count: 90 },
    { kind: 'without one', count: 310 },
  ],
  worthwhileGain: 0.02,
};

describe('clusteredInterval', () => {
  it('of a mean over rows that stand alone is that of the textbook', () => {
    const values = [0, 0, 1, 1, 0, 1];
    const found = clusteredInterval(
      0.5,
      values.map((value) => value - 0.5),
    );
    // s² = 1.5 / 5, error = sqrt(s² / 6)
    expect(found?.high).toBeCloseTo(0.5 + 1.959964 * Math.sqrt(0.3 / 6), 12);
  });

  it('counts rows of one session as one, and needs two sessions', () => {
    const influences = [-1, 1, -1, 1];
    expect(clusteredInterval(0, influences, [0, 0, 1, 1])).toEqual({ value: 0, low: 0, high: 0 });
    expect(clusteredInterval(0, influences, [3, 3, 3, 3])).toBeNull();
  });
});

describe('judgeModel', () => {
  it('calls a model better only where it surely is, compared with every baseline', () => {
    const sure = judgeModel({ ...figures, gains: [gain('a', 0.2, 0.1), gain('b', 0.05, 0.04)] });
    expect(sure).toMatchObject({ standing: 'better' });
    expect(sure.verdict).toBe(
      'lstm is better than every baseline: ROC-AUC 0.700 (0.660 to 0.740), +0.050 (+0.010 to +0.090) compared with b.',
    );
    const open = judgeModel({ ...figures, gains: [gain('a', 0.1, 0.2), gain('b', 0.05, 0.04)] });
    expect(open.standing).toBe('even');
    expect(open.verdict).toContain('may be no better than the baseline a');
  });

  it('names the baseline that surely beats it', () => {
    const { standing, verdict } = judgeModel({
      ...figures,
      gains: [gain('a', -0.05, 0.04), gain('b', 0.1, 0.04)],
    });
    expect(standing).toBe('worse');
    expect(verdict).toContain('worse than the baseline a');
  });

  it('says that a model is no better than chance, whatever it seems to gain', () => {
    const own = { value: 0.508, low: 0.48, high: 0.536 };
    const { standing, verdict } = judgeModel({ ...figures, own, gains: [gain('a', 0.02, 0.01)] });
    expect(standing).toBe('chance');
    expect(verdict).toMatch(/^lstm is no better than chance, which has 0.5: ROC-AUC 0.508 \(0.480/);
    // 2.801585 × (.028 / 1.959964) = .040, so 4 times the sessions and a little more
    expect(verdict).toContain('about 1,602 test sessions are needed; there are 400');
  });

  it('says that data are too small, and how much more there should be', () => {
    const kinds = [{ kind: 'with a purchase', count: 3 }];
    const { standing, verdict } = judgeModel({ ...figures, kinds, gains: [gain('a', 0.4, 0.01)] });
    expect(standing).toBe('too_small');
    expect(verdict).toContain(
      '3 test sessions with a purchase, expected 10 at least, so about 4 times these data',
    );
    const undefinedMetric = judgeModel({ ...figures, own: null, gains: [] });
    expect(undefinedMetric).toMatchObject({ standing: 'too_small', power: null });
  });
});

describe('measurePower', () => {
  it('needs four times the sessions for half the gain', () => {
    const difference = { value: 0.3, low: 0.3 - 1.959964 * 0.01, high: 0.3 + 1.959964 * 0.01 };
    const power = measurePower(difference, 1000, 0.02801585);
    expect(power).toMatchObject({
      detectableGain: expect.closeTo(0.02801585, 8) as unknown,
      sessionsNeeded: expect.closeTo(1000, -1) as unknown,
    });
    expect(measurePower(difference, 1000, 0.02801585 / 2)?.sessionsNeeded).toBeCloseTo(4000, -1);
  });
});
