import { rowCount } from '@lf/contract';
import type { Baseline } from './baseline.ts';

/** Gives every row the rate of positives in the training rows: at .5 it calls the larger class. */
export const MAJORITY: Baseline = {
  name: 'majority',
  fit(train) {
    const positives = train.labels.reduce((sum, label) => sum + label, 0);
    const rate = positives / Math.max(1, train.labels.length);
    return (sequences) => new Float32Array(rowCount(sequences)).fill(rate);
  },
};
