import { describe, expect, it } from 'vitest';
import { compareWithBaselines, evaluateProbabilities, formatComparison } from '../../src/index.ts';
import { randomSequences, sequencesOf } from '../random-sequences.ts';

const train = randomSequences({ rows: 400, maxLength: 6, seed: 3 });
const test = randomSequences({ rows: 200, maxLength: 6, seed: 4 });

function compare(probabilities: Float32Array, rows = test) {
  const evaluation = evaluateProbabilities({
    probabilities,
    labels: rows.labels,
    cuts: rows.cuts,
    threshold: 0.5,
  });
  return compareWithBaselines({ name: 'lstm', evaluation, probabilities }, train, rows);
}

describe('compareWithBaselines', () => {
  it('judges every model on the same rows', () => {
    const { models } = compare(Float32Array.from(test.labels));
    expect(models.map(({ name }) => name)).toEqual([
      'lstm',
      'majority',
      'logistic-regression',
      'markov-chain',
    ]);
    expect(new Set(models.map(({ evaluation }) => evaluation.overall.rows))).toEqual(
      new Set([200]),
    );
  });

  it('says that a perfect model is better than every baseline', () => {
    const { isBetterThanEveryBaseline, verdict } = compare(Float32Array.from(test.labels));
    expect(isBetterThanEveryBaseline).toBe(true);
    expect(verdict).toMatch(
      /^lstm is better than every baseline \(ROC-AUC 1\.000, the best of them /,
    );
  });

  it('says by how much a model is worse, and that a tie is no win', () => {
    const { isBetterThanEveryBaseline, verdict } = compare(new Float32Array(200).fill(0.5));
    expect(isBetterThanEveryBaseline).toBe(false);
    expect(verdict).toMatch(/worse than logistic-regression by 0\.\d+/);
    expect(verdict).toContain('equal to majority');
  });

  it('says when the rows allow no comparison', () => {
    const { isBetterThanEveryBaseline, verdict } = compare(
      Float32Array.of(0.5),
      sequencesOf([[2]], [1]),
    );
    expect(isBetterThanEveryBaseline).toBe(false);
    expect(verdict).toContain('cannot be compared');
  });
});

it('formats a line for each cut and model, and dashes for what is undefined', () => {
  const rows = sequencesOf([[2], [2], [2, 5, 5]], [1, 0, 1], [0, 0, 2]);
  const text = formatComparison(compare(Float32Array.of(0.75, 0.25, 0.5), rows));
  const lines = text.split('\n');
  expect(lines[0]).toMatch(/^ *k {2}model +rows +positive +ROC-AUC/);
  expect(lines[1]).toMatch(/^ *0 {2}lstm +2 +0\.500 +1\.000/);
  expect(lines.find((line) => /^ *2 {2}lstm/.test(line))).toMatch(/1\.000 +- +-/);
  expect(lines.at(-1)).toMatch(/^lstm is /);
});
