import type { LabelledSequences } from '@lf/dataset';
import {
  evaluateProbabilities,
  type IntentEvaluation,
} from '../evaluate/evaluate-probabilities.ts';
import { rocAucInterval, type Interval } from '../evaluate/roc-auc-interval.ts';
import { bestF1Threshold } from '../evaluate/threshold.ts';
import type { Baseline } from './baseline.ts';
import { LOGISTIC_REGRESSION } from './logistic-regression.ts';
import { MAJORITY } from './majority.ts';
import { MARKOV_CHAIN } from './markov-chain.ts';

/** Every baseline, weakest first. */
export const BASELINES: readonly Baseline[] = [MAJORITY, LOGISTIC_REGRESSION, MARKOV_CHAIN];

/** One line of the comparison. */
export interface ComparedModel {
  readonly name: string;
  readonly evaluation: IntentEvaluation;
}

/** The model beside its baselines, all judged on the same rows. */
export interface IntentComparison {
  /** The model first, then the baselines. */
  readonly models: readonly ComparedModel[];
  readonly isBetterThanEveryBaseline: boolean;
  /** One plain sentence, by overall ROC-AUC. */
  readonly verdict: string;
  /** ROC-AUC of each model with its interval, in the order of `models`; null where the rows do not define it. */
  readonly rocAucs: readonly (Interval | null)[];
  /** By how much the model's ROC-AUC is above that of its best baseline; null where the rows do not define it. */
  readonly gain: (Interval & { readonly baseline: string }) | null;
}

/** A model and what it gave for the test rows. */
export interface PredictedModel extends ComparedModel {
  /** [row] */
  readonly probabilities: Float32Array;
}

/**
 * Trains every baseline on `train` and judges it on `test` beside the model. A baseline chooses its
 * F1 threshold on the training rows.
 *
 * @param model the model's evaluation on `test`
 * @param onPredicted hears each model with its predictions, the model first
 */
export function compareWithBaselines(
  model: PredictedModel,
  train: LabelledSequences,
  test: LabelledSequences,
  onPredicted?: (predicted: PredictedModel) => void,
): IntentComparison {
  const baselines = BASELINES.map((baseline): PredictedModel => {
    const predict = baseline.fit(train);
    const probabilities = predict(test);
    return {
      name: baseline.name,
      probabilities,
      evaluation: evaluateProbabilities({
        probabilities,
        labels: test.labels,
        cuts: test.cuts,
        threshold: bestF1Threshold(predict(train), train.labels),
      }),
    };
  });
  const models = [model, ...baselines];
  for (const each of models) onPredicted?.(each);
  return {
    models: models.map(({ name, evaluation }) => ({ name, evaluation })),
    ...judge(model, baselines),
    rocAucs: models.map(({ probabilities: scores }) => rocAucInterval({ ...test, scores })),
    gain: gainOf(model, baselines, test),
  };
}

function gainOf(
  model: PredictedModel,
  baselines: readonly PredictedModel[],
  test: LabelledSequences,
): IntentComparison['gain'] {
  const rocAucOf = ({ evaluation }: PredictedModel) => evaluation.overall.rocAuc ?? 0;
  const [best] = [...baselines].sort((a, b) => rocAucOf(b) - rocAucOf(a));
  if (best === undefined) return null;
  const gain = rocAucInterval({
    ...test,
    scores: model.probabilities,
    others: best.probabilities,
  });
  return gain && { ...gain, baseline: best.name };
}

function judge(
  model: ComparedModel,
  baselines: readonly ComparedModel[],
): Pick<IntentComparison, 'isBetterThanEveryBaseline' | 'verdict'> {
  const own = model.evaluation.overall.rocAuc;
  if (own === null) {
    return {
      isBetterThanEveryBaseline: false,
      verdict: `${model.name} cannot be compared: the test rows have one label only`,
    };
  }
  const rivals = baselines
    .map(({ name, evaluation }) => ({ name, rocAuc: evaluation.overall.rocAuc ?? 0 }))
    .sort((a, b) => b.rocAuc - a.rocAuc);
  const best = rivals[0];
  const notBeaten = rivals.filter(({ rocAuc }) => rocAuc >= own);
  if (notBeaten.length === 0) {
    const runnerUp =
      best === undefined ? '' : `, the best of them ${best.name} with ${best.rocAuc.toFixed(3)}`;
    return {
      isBetterThanEveryBaseline: true,
      verdict: `${model.name} is better than every baseline (ROC-AUC ${own.toFixed(3)}${runnerUp})`,
    };
  }
  const gaps = notBeaten.map(({ name, rocAuc }) =>
    rocAuc === own ? `equal to ${name}` : `worse than ${name} by ${(rocAuc - own).toFixed(3)}`,
  );
  return {
    isBetterThanEveryBaseline: false,
    verdict: `${model.name} is ${gaps.join(' and ')} (ROC-AUC ${own.toFixed(3)})`,
  };
}
