import { randomStream } from '@lf/kernels';
import { describe, expect, it } from 'vitest';
import {
  compareWithBaselines,
  evaluateProbabilities,
  formatComparison,
  rocAucInterval,
} from '../../src/index.ts';
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
      /^lstm is better than every baseline: ROC-AUC 1\.000 \(1\.000 to 1\.000\), \+0\.\d+ .* compared with [a-z-]+\.$/,
    );
  });

  it('says that a model that says nothing is no better than chance', () => {
    const { standing, verdict } = compare(new Float32Array(200).fill(0.5));
    expect(standing).toBe('chance');
    expect(verdict).toMatch(/^lstm is no better than chance, which has 0\.5: ROC-AUC 0\.500/);
  });

  it('says that a model that sees something is worse than a baseline that sees more', () => {
    // Right on every eighth row, and silent on the others
    const some = Float32Array.from(test.labels, (label, row) => (row % 8 === 0 ? label : 0.5));
    const { standing, verdict } = compare(some);
    expect(standing).toBe('worse');
    expect(verdict).toMatch(/is worse than the baseline (logistic-regression|markov-chain)/);
  });

  it('gives no verdict where too few sessions have a purchase', () => {
    const labels = Array.from({ length: 200 }, (_, row) => (row < 7 ? 1 : 0));
    const rows = { ...test, labels: Uint8Array.from(labels) };
    const { standing, verdict } = compare(Float32Array.from(labels), rows);
    expect(standing).toBe('too_small');
    expect(verdict).toMatch(/7 test sessions with a purchase, expected 10 at least/);
  });

  it('says when the rows allow no comparison', () => {
    const rows = sequencesOf([[2]], [1]);
    const { isBetterThanEveryBaseline, standing } = compare(Float32Array.of(0.5), rows);
    expect(isBetterThanEveryBaseline).toBe(false);
    expect(standing).toBe('too_small');
  });

  it('of purchases that depend on nothing, is fooled once in forty trials', () => {
    const trials = 200;
    let fooled = 0;
    for (let trial = 0; trial < trials; trial++) {
      const random = randomStream(trial, 9);
      const rows = randomSequences({ rows: 200, maxLength: 6, seed: 1000 + trial });
      const labels = Uint8Array.from(rows.labels, () => (random() < 0.4 ? 1 : 0));
      const probabilities = Float32Array.from(labels, () => random());
      const groups = Uint32Array.from(labels, (_, row) => row);
      const own = rocAucInterval({ scores: probabilities, labels, groups });
      if ((own?.low ?? 0) > 0.5) fooled++;
    }
    // Binomial(200, .025): 5 ± 2.2
    expect(fooled).toBeLessThanOrEqual(12);
  });
});

it('formats a line for each cut and model, and dashes for what is undefined', () => {
  const rows = sequencesOf([[2], [2], [2, 5, 5]], [1, 0, 1], [0, 0, 2]);
  const text = formatComparison(compare(Float32Array.of(0.75, 0.25, 0.5), rows));
  const lines = text.split('\n');
  expect(lines[0]).toMatch(/^ *k {2}model +rows +positive +ROC-AUC/);
  expect(lines[1]).toMatch(/^ *0 {2}lstm +2 +0\.500 +1\.000/);
  expect(lines.find((line) => /^ *2 {2}lstm/.test(line))).toMatch(/1\.000 +- +-/);
  expect(lines.at(-1)).toMatch(/^The data are too small for a verdict/);
});
