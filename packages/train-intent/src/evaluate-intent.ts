import {
  compareWithBaselines,
  type IntentComparison,
  type PredictedModel,
} from './baselines/compare-with-baselines.ts';
import type { LabelledSequences } from '@lf/dataset';
import type { LstmWeights } from '@lf/kernels';
import { evaluateProbabilities } from './evaluate/evaluate-probabilities.ts';
import { bestF1Threshold } from './evaluate/threshold.ts';
import { assertRows, assertTrainable } from './fit/assert-trainable.ts';
import { predictIntent, type PredictionConfig } from './predict-intent.ts';

export interface EvaluateIntentOptions {
  readonly weights: LstmWeights;
  /** The rows that the model was trained on: the baselines learn from them too. */
  readonly train: LabelledSequences;
  /** Rows that the training has not seen. */
  readonly test: LabelledSequences;
  readonly config?: PredictionConfig;
  /** For F1: the training's `threshold`; chosen on `train` when left out. */
  readonly threshold?: number;
  /** Hears the model and each baseline with their predictions for the test rows, the model first. */
  readonly onPredicted?: (predicted: PredictedModel) => void;
}

/**
 * Judges a trained model on the test rows, beside every baseline.
 *
 * @throws IntentDataError when a set is empty, or `train` has one label only
 */
export async function evaluateIntent(options: EvaluateIntentOptions): Promise<IntentComparison> {
  const { weights, train, test, config } = options;
  assertTrainable(train, 'training');
  assertRows(test, 'test');
  const threshold =
    options.threshold ?? bestF1Threshold(await predictIntent(weights, train, config), train.labels);
  const probabilities = await predictIntent(weights, test, config);
  const evaluation = evaluateProbabilities({
    probabilities,
    labels: test.labels,
    cuts: test.cuts,
    threshold,
  });
  return compareWithBaselines(
    { name: 'lstm', evaluation, probabilities },
    train,
    test,
    options.onPredicted,
  );
}
