import { ACTIONS, type EncodedSequences, encodeSequences, rowCount } from '@lf/contract';
import { type LabelledSequences } from '@lf/dataset';
import { logistic, type Baseline } from './baseline.ts';

/** Added to each count of a transition and of a class, so that an unseen one is not impossible. */
const SMOOTHING = 1;
const WIDTH = ACTIONS.length;

/**
 * One first-order Markov chain for each label, over start, actions and end; the probability comes
 * from the likelihood ratio of the two chains and the classes' prior (Bayes).
 */
export const MARKOV_CHAIN: Baseline = {
  name: 'markov-chain',
  fit(train) {
    const positives = train.labels.reduce((sum, label) => sum + label, 0);
    const negatives = train.labels.length - positives;
    const logPrior = Math.log((positives + SMOOTHING) / (negatives + SMOOTHING));
    const encoded = frame(train);
    const bought = logTransitions(encoded, train.labels, 1);
    const left = logTransitions(encoded, train.labels, 0);
    const logRatios = bought.map((value, index) => value - (left[index] ?? 0));
    return (sequences) => {
      const rows = frame(sequences);
      return Float32Array.from({ length: rowCount(rows) }, (_, row) => {
        let logOdds = logPrior;
        for (const transition of transitionsOf(rows, row)) logOdds += logRatios[transition] ?? 0;
        return logistic(logOdds);
      });
    };
  },
};

function frame(sequences: LabelledSequences): EncodedSequences {
  return encodeSequences(sequences, Infinity);
}

/** @returns [from * WIDTH + to] log chance of going from one code to the next, among rows of a label */
function logTransitions(encoded: EncodedSequences, labels: Uint8Array, label: 0 | 1): Float64Array {
  const counts = new Float64Array(WIDTH * WIDTH).fill(SMOOTHING);
  labels.forEach((rowLabel, row) => {
    if (rowLabel !== label) return;
    for (const transition of transitionsOf(encoded, row)) {
      counts[transition] = (counts[transition] ?? 0) + 1;
    }
  });
  return counts.map((count, index) => {
    const from = index - (index % WIDTH);
    const total = counts.subarray(from, from + WIDTH).reduce((sum, value) => sum + value, 0);
    return Math.log(count / total);
  });
}

function* transitionsOf(encoded: EncodedSequences, row: number): Generator<number> {
  const to = encoded.offsets[row + 1] ?? 0;
  for (let index = (encoded.offsets[row] ?? 0) + 1; index < to; index++) {
    yield (encoded.codes[index - 1] ?? 0) * WIDTH + (encoded.codes[index] ?? 0);
  }
}
