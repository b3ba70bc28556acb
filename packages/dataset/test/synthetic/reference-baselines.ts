import { ACTIONS } from '@lf/contract';
import type { LabelledSequences } from '../../src/labels/labelled-sequences.ts';

type Scorer = (row: Uint8Array) => number;

const rowOf = (sequences: LabelledSequences, row: number): Uint8Array =>
  sequences.actions.subarray(sequences.offsets[row], sequences.offsets[row + 1]);

/** `[row]`, the scores of `scorer`. */
export function scoreRows(sequences: LabelledSequences, scorer: Scorer): Float64Array {
  return Float64Array.from(sequences.labels, (_, row) => scorer(rowOf(sequences, row)));
}

/** Log-likelihood ratio of two first-order Markov chains, one per label, add-one smoothed. */
export function trainMarkovChain(train: LabelledSequences): Scorer {
  const size = ACTIONS.length;
  const counts = [0, 1].map(() =>
    Array.from({ length: size }, () => new Float64Array(size).fill(1)),
  );
  train.labels.forEach((label, row) => {
    let last = 0;
    for (const action of [...rowOf(train, row), 1]) {
      counts[label]![last]![action]! += 1;
      last = action;
    }
  });
  const logs = counts.map((table) =>
    table.map((from) => {
      const total = from.reduce((sum, count) => sum + count, 0);
      return from.map((count) => Math.log(count / total));
    }),
  );
  return (row) => {
    let score = 0;
    let last = 0;
    for (const action of [...row, 1]) {
      score += logs[1]![last]![action]! - logs[0]![last]![action]!;
      last = action;
    }
    return score;
  };
}

/** Logistic regression on the count of each action and the length, by gradient descent on standardised features. */
export function trainCountRegression(train: LabelledSequences): Scorer {
  const countsOf = (row: Uint8Array): number[] => {
    const counts = [2, 3, 5, 6].map((code) => row.filter((action) => action === code).length);
    return [...counts, row.length];
  };
  const raw = Array.from(train.labels, (_, row) => countsOf(rowOf(train, row)));
  const means = raw[0]!.map((_, at) => raw.reduce((sum, x) => sum + x[at]!, 0) / raw.length);
  const spreads = means.map((mean, at) =>
    Math.sqrt(raw.reduce((sum, x) => sum + (x[at]! - mean) ** 2, 0) / raw.length),
  );
  const scale = (x: number[]): number[] =>
    x.map((value, at) => (value - means[at]!) / spreads[at]!);
  const rows = raw.map(scale);
  const weights = new Float64Array(means.length);
  let bias = 0;
  for (let step = 0; step < 300; step++) {
    const gradient = new Float64Array(weights.length);
    let biasGradient = 0;
    rows.forEach((x, row) => {
      const logit = x.reduce((sum, value, at) => sum + value * weights[at]!, bias);
      const error = 1 / (1 + Math.exp(-logit)) - train.labels[row]!;
      biasGradient += error;
      x.forEach((value, at) => {
        gradient[at]! += error * value;
      });
    });
    bias -= biasGradient / rows.length;
    gradient.forEach((slope, at) => {
      weights[at]! -= slope / rows.length;
    });
  }
  return (row) => scale(countsOf(row)).reduce((sum, value, at) => sum + value * weights[at]!, bias);
}
