import { bestBaseline, judgeModel, type Gain, type Interval, type Verdict } from '@lf/contract';
import type { LabelledSequences } from '@lf/dataset';
import {
  evaluateProbabilities,
  type IntentEvaluation,
} from '../evaluate/evaluate-probabilities.ts';
import { rocAucInterval } from '../evaluate/roc-auc-interval.ts';
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

/** The model beside its baselines, all judged on the same rows; the verdict is by overall ROC-AUC. */
export interface IntentComparison extends Verdict {
  /** The model first, then the baselines. */
  readonly models: readonly ComparedModel[];
  /** By intervals: `standing` is 'better'. */
  readonly isBetterThanEveryBaseline: boolean;
  /** ROC-AUC of each model with its interval, in the order of `models`; null where the rows do not define it. */
  readonly rocAucs: readonly (Interval | null)[];
  /** By how much the model's ROC-AUC is above that of its best baseline; null where the rows do not define it. */
  readonly gain: Gain | null;
}

/** ROC-AUC of guesses. */
const CHANCE = 0.5;

/** A gain in ROC-AUC below this changes little of what a shop does. */
const WORTHWHILE_GAIN = 0.02;

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
 * @param also models that were trained elsewhere on `train`: baselines too, the strongest last
 * @param onPredicted hears each model with its predictions, the model first
 */
export function compareWithBaselines(
  model: PredictedModel,
  train: LabelledSequences,
  test: LabelledSequences,
  onPredicted?: (predicted: PredictedModel) => void,
  also: readonly PredictedModel[] = [],
): IntentComparison {
  const simple = BASELINES.map((baseline): PredictedModel => {
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
  const baselines = [...simple, ...also];
  const models = [model, ...baselines];
  for (const each of models) onPredicted?.(each);
  const rocAucs = models.map(({ probabilities: scores }) => rocAucInterval({ ...test, scores }));
  const gains = gainsOf(model, baselines, test);
  const verdict = judgeModel({
    model: model.name,
    metric: 'ROC-AUC',
    own: rocAucs[0] ?? null,
    chance: CHANCE,
    gains,
    sessions: new Set(test.groups).size,
    kinds: [
      { kind: 'with a purchase', count: sessionsOf(test, 1) },
      { kind: 'without one', count: sessionsOf(test, 0) },
    ],
    worthwhileGain: WORTHWHILE_GAIN,
  });
  return {
    models: models.map(({ name, evaluation }) => ({ name, evaluation })),
    ...verdict,
    isBetterThanEveryBaseline: verdict.standing === 'better',
    rocAucs,
    gain: bestBaseline(gains) ?? null,
  };
}

function gainsOf(
  { probabilities: scores }: PredictedModel,
  baselines: readonly PredictedModel[],
  test: LabelledSequences,
): readonly Gain[] {
  return baselines.flatMap(({ name: baseline, probabilities: others }) => {
    const gain = rocAucInterval({ ...test, scores, others });
    return gain === null ? [] : [{ ...gain, baseline }];
  });
}

/** How many sessions have rows of a label. */
function sessionsOf({ groups, labels }: LabelledSequences, label: 0 | 1): number {
  return new Set(groups.filter((_, row) => labels[row] === label)).size;
}
