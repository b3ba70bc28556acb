import { describe, expect, it } from 'vitest';
import { compareWithBaselines, type JudgedModel, type RankMetrics } from '../../src/index.ts';

/** A model whose NDCG@20 has this value and interval. */
function model(name: string, low: number, value: number, high: number): JudgedModel {
  const estimate = { low, value, high };
  const metrics: RankMetrics = { cases: 100, hr: estimate, mrr: estimate, ndcg: estimate };
  return {
    name,
    evaluation: {
      cutoffs: [{ k: 20, ...metrics, coverage: 1, averagePopularity: 0, gini: 0 }],
    },
  };
}

describe('compareWithBaselines', () => {
  const baselines = [model('POPULARITY', 0.1, 0.11, 0.12), model('VSKNN', 0.2, 0.25, 0.3)];

  it('calls a model better where its interval lies above that of the best baseline', () => {
    const { standing, verdict } = compareWithBaselines(model('KNN', 0.31, 0.35, 0.4), baselines);
    expect(standing).toBe('better');
    expect(verdict).toContain('0.350 (0.310 to 0.400), VSKNN NDCG@20 0.250');
  });

  it('says so when a model is worse than a baseline, and what to serve instead', () => {
    const { standing, verdict } = compareWithBaselines(model('KNN', 0.13, 0.15, 0.19), baselines);
    expect(standing).toBe('worse');
    expect(verdict).toMatch(/worse than the baseline VSKNN[\s\S]*MODEL_CHOICE=VSKNN/);
  });

  it('decides nothing where the intervals meet', () => {
    expect(compareWithBaselines(model('KNN', 0.28, 0.32, 0.36), baselines).standing).toBe('even');
    expect(compareWithBaselines(model('KNN', 0.1, 0.2, 0.22), baselines).standing).toBe('even');
  });
});
