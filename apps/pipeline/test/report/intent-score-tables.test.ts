import { expect, it } from 'vitest';
import { overallTable, perCutTable } from '../../src/report/intent-score-tables.ts';

const metrics = {
  rows: 123_456,
  positives: 61_728,
  rocAuc: 0.856,
  prAuc: 0.674,
  logLoss: 0.426,
  calibrationError: 0.027,
  f1: 0.745,
  accuracy: 0.809,
};
const models = ['lstm', 'majority', 'logistic-regression', 'markov-chain', '(best achievable)'].map(
  (name) => ({
    name,
    evaluation: {
      overall: metrics,
      perCut: [{ cut: 10, ...metrics }],
      challengeScore: 3.676,
      threshold: 0.3,
    },
  }),
);

it.each([overallTable(models), perCutTable(models, 'rocAuc')])(
  'fits the 80 columns of a terminal',
  (table) => {
    expect(Math.max(...table.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(table).toContain('0.856');
  },
);
