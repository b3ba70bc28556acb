import { describe, expect, it } from 'vitest';
import { compareWithBaselines, type JudgedModel } from '../../src/index.ts';

/** A model that ranks the target of case i at the i-th of these places, again and again. */
function model(name: string, places: readonly number[], cases = 200): JudgedModel {
  const ranks = Uint32Array.from({ length: cases }, (_, row) => places[row % places.length] ?? 0);
  return { name, evaluation: { ranks } };
}

/** Two cases a session. */
const groups = Uint32Array.from({ length: 200 }, (_, row) => Math.floor(row / 2));

describe('compareWithBaselines', () => {
  const weak = model('POPULARITY', [0, 0, 0, 9]);

  it('finds a small gain that is there case by case, where the intervals of the two meet', () => {
    // Ranks differ wildly between cases, and the model is a place better in each
    const baselines = [weak, model('VSKNN', [2, 2, 20, 20])];
    const { standing, verdict, gains } = compareWithBaselines({
      model: model('KNN', [1, 1, 19, 19]),
      baselines,
      groups,
    });
    expect(standing).toBe('better');
    expect(gains[1]?.value).toBeCloseTo(
      (1 - 1 / Math.log2(3) + 1 / Math.log2(20) - 1 / Math.log2(21)) / 2,
      12,
    );
    expect(verdict).toContain('compared with VSKNN');
  });

  it('says so when a model is worse than a baseline', () => {
    const found = compareWithBaselines({
      model: weak,
      baselines: [model('VSKNN', [1, 2, 3, 9])],
      groups,
    });
    expect(found.standing).toBe('worse');
    expect(found.verdict).toContain('POPULARITY is worse than the baseline VSKNN');
  });

  it('decides nothing where the gain may be chance, and says how many sessions would', () => {
    const { standing, verdict, power } = compareWithBaselines({
      model: model('KNN', [1, 9, 2, 8, 3]),
      baselines: [model('VSKNN', [9, 1, 8, 2, 3])],
      groups,
    });
    expect(standing).toBe('even');
    expect(power?.sessions).toBe(100);
    expect(verdict).toMatch(/about [\d,]+ test sessions are needed; there are 100\.$/);
  });

  it('gives no verdict on a handful of sessions', () => {
    const { standing, verdict } = compareWithBaselines({
      model: model('KNN', [1], 9),
      baselines: [model('VSKNN', [9], 9)],
    });
    expect(standing).toBe('too_small');
    expect(verdict).toContain('9 test sessions, expected 10 at least');
  });
});
