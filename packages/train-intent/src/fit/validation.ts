import { foldRows } from '../batch/fold-rows.ts';
import { crossEntropy } from '../evaluate/log-loss.ts';
import type { IntentEngine } from '../model/engine.ts';
import { predictRows } from '../model/predict-rows.ts';
import type { LabelledRows } from './fit-model.ts';

/** How a model does on the validation rows. */
export interface ValidationScore {
  /** Mean cross-entropy, in nats. */
  readonly loss: number;
  /** [different row] */
  readonly probabilities: Float32Array;
}

/** By how much the mean cross-entropy of one model is lower than another's, in nats. */
export interface ValidationGain {
  readonly mean: number;
  /** Of the mean, the rows taken as a sample; models are compared row by row. */
  readonly standardError: number;
}

/** The validation rows, ready to be predicted after each epoch. */
export interface Validation {
  /** Scores the engine's weights. */
  score(): Promise<ValidationScore>;
  gain(before: ValidationScore, after: ValidationScore): ValidationGain;
}

/** Prepares the validation rows once: each different sequence is predicted once an epoch. */
export function createValidation(engine: IntentEngine, rows: LabelledRows): Validation {
  const { sequences, counts, positives, total } = foldRows(rows);
  /** Sums `value(row, label)` over all rows of the set, equal ones included. */
  const sumOver = (value: (row: number, label: 0 | 1) => number): number => {
    let sum = 0;
    counts.forEach((count, row) => {
      const bought = positives[row] ?? 0;
      if (bought > 0) sum += bought * value(row, 1);
      if (bought < count) sum += (count - bought) * value(row, 0);
    });
    return sum;
  };
  return {
    async score() {
      const probabilities = await predictRows(engine, sequences);
      const sum = sumOver((row, label) => crossEntropy(probabilities[row] ?? NaN, label));
      return { loss: sum / total, probabilities };
    },
    gain(before, after) {
      const gainOf = (row: number, label: 0 | 1): number =>
        crossEntropy(before.probabilities[row] ?? NaN, label) -
        crossEntropy(after.probabilities[row] ?? NaN, label);
      const mean = sumOver(gainOf) / total;
      const squares = sumOver((row, label) => (gainOf(row, label) - mean) ** 2);
      return { mean, standardError: Math.sqrt(squares) / total };
    },
  };
}
