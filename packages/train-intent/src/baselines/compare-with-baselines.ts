import type { LabelledSequences } from '@lf/dataset';
import {
  evaluateProbabilities,
  type IntentEvaluation,
} from '../evaluate/evaluate-probabilities.ts';
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
}

/**
 * Trains every baseline on `train` and judges it on `test` beside the model. A baseline chooses its
 * F1 threshold on the training rows.
 *
 * @param model the model's evaluation on `test`
 */
export function compareWithBaselines(
  model: ComparedModel,
  train: LabelledSequences,
  test: LabelledSequences,
): IntentComparison {
  const baselines = BASELINES.map((baseline): ComparedModel => {
    const predict = baseline.fit(train);
    return {
      name: baseline.name,
      evaluation: evaluateProbabilities({
        probabilities: predict(test),
        labels: test.labels,
        cuts: test.cuts,
        threshold: bestF1Threshold(predict(train), train.labels),
      }),
    };
  });
  return { models: [model, ...baselines], ...judge(model, baselines) };
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
